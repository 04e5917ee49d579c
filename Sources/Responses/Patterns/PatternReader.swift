/// Reads the text of a regular expression into a tree.
struct PatternReader {
    private static let deepestGroup = 50
    private static let largestCount = 1000

    private let source: String
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var groups = 0
    private var depth = 0
    private var options = Options()

    private struct Options {
        var ignoresCase = false
        var dotTakesLineEnds = false
        var anchorsTakeLines = false
    }

    init(_ source: String) {
        self.source = source
        scalars = Array(source.unicodeScalars)
    }

    mutating func read() throws(CheckSyntaxError) -> PatternNode {
        let node = try readAlternatives()
        guard place == scalars.count else { throw fault("a ) without its (; write \\)") }
        return node
    }

    private mutating func readAlternatives() throws(CheckSyntaxError) -> PatternNode {
        var alternatives = [try readSequence()]
        while take("|") { alternatives.append(try readSequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func readSequence() throws(CheckSyntaxError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek(), next != "|", next != ")" {
            if let part = try readPart() { parts.append(try readQuantity(of: part)) }
        }
        return .sequence(parts)
    }

    /// - Returns: `nil` for options that hold from here on, `(?i)`.
    private mutating func readPart() throws(CheckSyntaxError) -> PatternNode? {
        guard let next = peek() else { throw fault("it ends too early") }
        place += 1
        switch next {
        case "(": return try readGroup()
        case "[": return try readClass()
        case "\\": return try readEscape()
        case ".":
            let lineEnds = options.dotTakesLineEnds ? [] : [item("\n"), item("\r")]
            return .scalar(ScalarClass(lineEnds, isNegated: true))
        case "^": return .place(options.anchorsTakeLines ? .lineStart : .start)
        case "$": return .place(options.anchorsTakeLines ? .lineEnd : .end)
        case "*", "+", "?":
            place -= 1
            throw fault("nothing to repeat before \(next); write \\\(next) for the character")
        default: return .scalar(scalarClass([item(next)]))
        }
    }

    // MARK: Groups

    private mutating func readGroup() throws(CheckSyntaxError) -> PatternNode? {
        guard depth < Self.deepestGroup else { throw fault("groups nested too deep") }
        depth += 1
        defer { depth -= 1 }
        var number: Int?
        let outer = options
        if take("?") {
            if take("<") {
                try readGroupName()
            } else if !take(":") {
                guard try readOptions() else { return nil }
                return try closeGroup(number: nil, outer: outer)
            } else {
                return try closeGroup(number: nil, outer: outer)
            }
        }
        groups += 1
        number = groups
        return try closeGroup(number: number, outer: outer)
    }

    private mutating func closeGroup(
        number: Int?,
        outer: Options
    ) throws(CheckSyntaxError) -> PatternNode {
        let node = try readAlternatives()
        guard take(")") else { throw fault("a closing ) is missing") }
        options = outer
        return number.map { .group(node, number: $0) } ?? node
    }

    private mutating func readGroupName() throws(CheckSyntaxError) {
        let start = place
        while let next = peek(), ScalarClass.holds(next, .word) { place += 1 }
        guard place > start, take(">") else { throw unsupported("looking behind (?<= …)") }
    }

    /// Reads `i`, `s`, `m` behind `(?`; true when a group follows them, as in `(?i:…)`.
    private mutating func readOptions() throws(CheckSyntaxError) -> Bool {
        var turnsOn = true
        while let next = peek() {
            place += 1
            switch next {
            case "-": turnsOn = false
            case "i": options.ignoresCase = turnsOn
            case "s": options.dotTakesLineEnds = turnsOn
            case "m": options.anchorsTakeLines = turnsOn
            case ":": return true
            case ")": return false
            default: throw unsupported("the group (?\(next)")
            }
        }
        throw fault("a closing ) is missing")
    }

    // MARK: Quantities

    private mutating func readQuantity(
        of node: PatternNode
    ) throws(CheckSyntaxError) -> PatternNode {
        let least: Int
        let most: Int?
        switch peek() {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{": (least, most) = try readCounts()
        default: return node
        }
        place += 1
        if peek() == "+" { throw unsupported("a possessive quantity") }
        let isGreedy = !take("?")
        if peek() == "*" || peek() == "+" || peek() == "?" || peek() == "{" {
            throw fault("two quantities in a row; group the first: (?:a+)+")
        }
        return .repeated(node, least: least, most: most, isGreedy: isGreedy)
    }

    /// Reads `{2`, `{2,` or `{2,5`, up to the closing brace.
    private mutating func readCounts() throws(CheckSyntaxError) -> (Int, Int?) {
        place += 1
        guard let least = readNumber() else {
            throw fault("a count belongs; write \\{ for a brace")
        }
        var most: Int? = least
        if take(",") { most = readNumber() }
        guard peek() == "}" else { throw fault("a closing } is missing") }
        guard least <= Self.largestCount, most ?? 0 <= Self.largestCount, least <= most ?? least
        else { throw fault("counts go from small to large, at most \(Self.largestCount)") }
        return (least, most)
    }

    private mutating func readNumber() -> Int? {
        var digits = ""
        while let next = peek(), ("0"..."9").contains(next) {
            digits.unicodeScalars.append(next)
            place += 1
        }
        return digits.isEmpty ? nil : Int(digits) ?? .max
    }

    // MARK: Characters

    private mutating func readEscape() throws(CheckSyntaxError) -> PatternNode {
        switch peek() {
        case "b": return .place(take(.wordBoundary))
        case "B": return .place(take(.noWordBoundary))
        case "A": return .place(take(.start))
        case "z", "Z": return .place(take(.end))
        default: return .scalar(scalarClass([try readEscapedItem()]))
        }
    }

    private mutating func take(_ kind: PatternPlace) -> PatternPlace {
        place += 1
        return kind
    }

    /// What a backslash and the next characters stand for, inside and outside of brackets.
    private mutating func readEscapedItem() throws(CheckSyntaxError) -> ScalarClass.Item {
        guard let next = peek() else { throw fault("a \\ at the end; write \\\\ for a backslash") }
        place += 1
        switch next {
        case "d", "D": return .named(.digit, isNegated: next == "D")
        case "w", "W": return .named(.word, isNegated: next == "W")
        case "s", "S": return .named(.space, isNegated: next == "S")
        case "n": return item("\n")
        case "r": return item("\r")
        case "t": return item("\t")
        case "x": return item(try readHexadecimal(digits: 2))
        case "u": return item(try readHexadecimal(digits: 4))
        case "0"..."9": throw unsupported("a reference to a group, \\\(next)")
        case "a"..."z", "A"..."Z": throw unsupported("\\\(next)")
        default: return item(next)
        }
    }

    private mutating func readHexadecimal(digits: Int) throws(CheckSyntaxError) -> Unicode.Scalar {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[place...].prefix(digits))
        guard text.unicodeScalars.count == digits, let value = UInt32(text, radix: 16),
            let scalar = Unicode.Scalar(value)
        else { throw fault("\(digits) hexadecimal digits belong here") }
        place += digits
        return scalar
    }

    private mutating func readClass() throws(CheckSyntaxError) -> PatternNode {
        let isNegated = take("^")
        var items: [ScalarClass.Item] = []
        repeat {
            guard let next = peek() else { throw fault("a closing ] is missing") }
            guard next != "[" else { throw fault("a [ inside brackets; write \\[") }
            let first = try readClassItem()
            guard peek() == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                items.append(first)
                continue
            }
            place += 1
            guard case .range(let from) = first, case .range(let to) = try readClassItem(),
                from.lowerBound <= to.upperBound
            else { throw fault("a range goes from a lower to a higher character") }
            items.append(.range(from.lowerBound...to.upperBound))
        } while !take("]")
        return .scalar(scalarClass(items, isNegated: isNegated))
    }

    private mutating func readClassItem() throws(CheckSyntaxError) -> ScalarClass.Item {
        guard let next = peek() else { throw fault("a closing ] is missing") }
        place += 1
        return next == "\\" ? try readEscapedItem() : item(next)
    }

    private func item(_ scalar: Unicode.Scalar) -> ScalarClass.Item {
        .range(scalar.value...scalar.value)
    }

    private func scalarClass(
        _ items: [ScalarClass.Item],
        isNegated: Bool = false
    ) -> ScalarClass {
        ScalarClass(items, isNegated: isNegated, ignoresCase: options.ignoresCase)
    }

    // MARK: Moving and faults

    private func peek() -> Unicode.Scalar? {
        place < scalars.count ? scalars[place] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        place += 1
        return true
    }

    private func fault(_ words: String) -> CheckSyntaxError {
        CheckSyntaxError("regular expression /\(source)/, character \(place + 1): \(words)")
    }

    private func unsupported(_ what: String) -> CheckSyntaxError {
        fault("\(what) is not supported; it could take time without bound or is unknown")
    }
}
