/// A regular expression as a list of instructions for ``PatternSearch``.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalar(ScalarClass)
        case place(PatternPlace)
        case jump(Int)
        /// Both ways are followed; the first is preferred.
        case split(Int, Int)
        case mark(Mark)
        case match
    }

    /// A place of the text that is reported: the ends of the whole match and of group 1.
    enum Mark: Sendable {
        case start, end, groupStart, groupEnd
    }

    /// The time of a search grows with the product of text and program.
    private static let longest = 5000

    private(set) var instructions: [Instruction] = []
    private(set) var hasGroup = false

    init(_ node: PatternNode, source: String) throws(CheckSyntaxError) {
        instructions.append(.mark(.start))
        try add(node, source)
        instructions += [.mark(.end), .match]
    }

    private mutating func add(_ node: PatternNode, _ source: String) throws(CheckSyntaxError) {
        guard instructions.count < Self.longest else {
            throw CheckSyntaxError(
                "regular expression /\(source)/ is too large; use smaller counts in { }"
            )
        }
        switch node {
        case .scalar(let accepted): instructions.append(.scalar(accepted))
        case .place(let place): instructions.append(.place(place))
        case .sequence(let parts): for part in parts { try add(part, source) }
        case .alternatives(let alternatives): try add(alternatives[...], source)
        case .group(let inner, let number):
            hasGroup = true
            if number == 1 { instructions.append(.mark(.groupStart)) }
            try add(inner, source)
            if number == 1 { instructions.append(.mark(.groupEnd)) }
        case .repeated(let inner, let least, let most, let isGreedy):
            for _ in 0..<least { try add(inner, source) }
            if let most {
                try addOptional(inner, count: most - least, isGreedy, source)
            } else {
                try addLoop(inner, isGreedy, source)
            }
        }
    }

    private mutating func add(
        _ alternatives: ArraySlice<PatternNode>,
        _ source: String
    ) throws(CheckSyntaxError) {
        guard let first = alternatives.first else { return }
        guard alternatives.count > 1 else { return try add(first, source) }
        let split = reserve()
        try add(first, source)
        let jump = reserve()
        instructions[split] = .split(split + 1, instructions.count)
        try add(alternatives.dropFirst(), source)
        instructions[jump] = .jump(instructions.count)
    }

    private mutating func addLoop(
        _ inner: PatternNode,
        _ isGreedy: Bool,
        _ source: String
    ) throws(CheckSyntaxError) {
        let split = reserve()
        try add(inner, source)
        instructions.append(.jump(split))
        setSplit(at: split, into: split + 1, past: instructions.count, isGreedy)
    }

    private mutating func addOptional(
        _ inner: PatternNode,
        count: Int,
        _ isGreedy: Bool,
        _ source: String
    ) throws(CheckSyntaxError) {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(reserve())
            try add(inner, source)
        }
        for split in splits {
            setSplit(at: split, into: split + 1, past: instructions.count, isGreedy)
        }
    }

    private mutating func reserve() -> Int {
        instructions.append(.match)
        return instructions.count - 1
    }

    private mutating func setSplit(at place: Int, into: Int, past: Int, _ isGreedy: Bool) {
        instructions[place] = isGreedy ? .split(into, past) : .split(past, into)
    }
}
