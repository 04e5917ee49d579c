/// Writes values as a YAML document that reads back to the same values.
enum YAMLWriter {
    static func text(of value: YAMLValue) -> String {
        var lines: [String] = []
        write(value, indent: "", prefix: "", into: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Parameter prefix: what stands before the value in its first line: "key:" or "-".
    private static func write(
        _ value: YAMLValue,
        indent: String,
        prefix: String,
        into lines: inout [String]
    ) {
        let start = indent + prefix
        switch value.kind {
        case .scalar(let text, let plain):
            lines.append(joined(start, scalar(text, plain: plain)))
        case .list(let items):
            if items.isEmpty { return lines.append(joined(start, "[]")) }
            if !prefix.isEmpty { lines.append(start) }
            let inner = prefix.isEmpty ? indent : indent + "  "
            for item in items { write(item, indent: inner, prefix: "-", into: &lines) }
        case .mapping(let entries):
            if entries.isEmpty { return lines.append(joined(start, "{}")) }
            if !prefix.isEmpty { lines.append(start) }
            let inner = prefix.isEmpty ? indent : indent + "  "
            for entry in entries {
                let key = scalar(entry.key, plain: true) + ":"
                write(entry.value, indent: inner, prefix: key, into: &lines)
            }
        }
    }

    private static func joined(_ start: String, _ value: String) -> String {
        if value.isEmpty { return start }
        return start.isEmpty ? value : "\(start) \(value)"
    }

    private static func scalar(_ text: String, plain: Bool) -> String {
        if plain, isSafePlain(text) { return text }
        var quoted = "\""
        for unit in text.unicodeScalars {
            switch unit {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _
            where unit.value < 0x20 || (0x7F...0x9F).contains(unit.value)
                || (0xE000...0xE0FF).contains(unit.value)
                || [0x2028, 0x2029, 0xFEFF].contains(unit.value):
                let hex = String(unit.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(unit)
            }
        }
        return quoted + "\""
    }

    private static func isSafePlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
            return true
        }
        let opening = "-?:,[]{}#&*!|>'\"%@` \t"
        return !opening.unicodeScalars.contains(first) && last != ":" && last != " "
            && !text.contains(": ") && !text.contains(" #")
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
                    && !["{", "}", "[", "]", ",", "\u{2028}", "\u{2029}", "\u{FEFF}"].contains($0)
                    && !(0xE000...0xE0FF).contains($0.value)
            }
    }
}
