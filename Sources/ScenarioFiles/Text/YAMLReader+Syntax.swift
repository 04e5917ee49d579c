import Yams

extension YAMLReader {
    /// Reports characters that YAML does not allow; true when there are any.
    mutating func reportUnprintable(_ text: String) -> Bool {
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A:
                line += 1
                column = 0
            case 0x00...0x08, 0x0B...0x0C, 0x0E...0x1F, 0x7F, 0x80...0x84, 0x86...0x9F,
                0xE000...0xE0FF, 0xFFFE...0xFFFF:
                let code = String(scalar.value, radix: 16, uppercase: true)
                report(
                    line,
                    column,
                    "holds the character U+\(code), which YAML does not allow",
                    "remove it, or write it as an escape in double quotes"
                )
                return true
            default: break
            }
            column += 1
        }
        return false
    }

    /// Refuses documents whose aliases could multiply into more values than anyone writes.
    ///
    /// With k nested anchors and s aliases a document grows at most (s/k)^k times (the product of
    /// k parts of a sum is largest when they are equal). Checked on the text, before composing,
    /// because comparing keys already walks the expanded values.
    mutating func reportExplosiveAliases(_ text: String) -> Bool {
        var anchors = 0
        var aliases = 0
        var before: Unicode.Scalar = "\n"
        var last: Unicode.Scalar = "\n"
        for scalar in text.unicodeScalars {
            let starts = [" ", "\n", "\t", "[", "{", ",", ":", "-", "?"].contains(before)
            let named = !scalar.properties.isWhitespace && scalar != last
            if starts, named, last == "&" { anchors += 1 }
            if starts, named, last == "*" { aliases += 1 }
            (before, last) = (last, scalar)
        }
        guard anchors > 0, aliases > 0 else { return false }
        let growth = (1...min(anchors, aliases)).lazy.map { levels in
            (0..<levels).reduce(1.0) { product, _ in
                min(product * Double(aliases) / Double(levels), 1e9)
            }
        }
        guard growth.contains(where: { $0 > 100_000 }) else { return false }
        report(
            1,
            1,
            "has \(anchors) anchors and \(aliases) aliases, which could multiply without end",
            "use fewer"
        )
        return true
    }

    /// Reports a syntax error in words of our own.
    mutating func report(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            if reportTabs(in: text) { return }
            if problem.contains("another document") {
                report(
                    mark.line,
                    mark.column,
                    "a second document begins here",
                    "keep one document per file and remove the line “---”"
                )
            } else {
                let line =
                    text.split(separator: "\n", omittingEmptySubsequences: false)
                    .dropFirst(mark.line - 1).first ?? ""
                report(
                    mark.line,
                    mark.column,
                    "is not YAML: \(problem)",
                    Self.remedy(for: problem, in: line)
                )
            }
        case .duplicatedKeysInMapping(let names, let context):
            report(
                context.mark.line,
                context.mark.column,
                "the key “\(names.first ?? "")” is written more than once",
                "keep one of them"
            )
        default:
            report(1, 1, "cannot be read as YAML", "check its syntax")
        }
    }

    /// Reports every line that is indented with a tab; true when there are any.
    private mutating func reportTabs(in text: String) -> Bool {
        var found = 0
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let indent = line.prefix { $0 == " " || $0 == "\t" }
            guard let tab = indent.firstIndex(of: "\t"), found < 20 else { continue }
            let column = line.distance(from: line.startIndex, to: tab) + 1
            report(number + 1, column, "the line is indented with a tab", "indent with spaces")
            found += 1
        }
        return found > 0
    }

    private mutating func report(
        _ line: Int,
        _ column: Int,
        _ problem: String,
        _ remedy: String
    ) {
        add(
            Fault(
                position: Position(file: file, line: max(line, 1), column: max(column, 1)),
                problem: problem,
                remedy: remedy
            )
        )
    }

    private static func remedy(for problem: String, in line: Substring) -> String {
        switch problem {
        case _ where problem.contains("',' or") && line.contains("${"):
            "within { } and [ ] put quotes around a text that holds “${…}”"
        case _ where problem.contains("undefined alias"):
            "define it first with “&name”, or put quotes around a text that begins with *"
        case _ where problem.contains("mapping values are not allowed"):
            "check the indentation, and put quotes around a text that holds “: ”"
        case _ where problem.contains("block end"), _ where problem.contains("block collection"):
            "check the indentation of this line and the one above"
        case _ where problem.contains("cannot start any token"):
            "put quotes around a text that begins with this character"
        case _ where problem.contains("end of stream"):
            "close the quotation mark or bracket that is open"
        default: "check quotes, brackets and indentation"
        }
    }

    /// The number of the first line that is not UTF-8, from 1.
    static func firstInvalidLine(of bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let place = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return (place ?? 0) + 1
    }
}
