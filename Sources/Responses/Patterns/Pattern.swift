/// A compiled regular expression.
///
/// The syntax is the common one: characters, `.`, `[a-z]`, `\d \w \s` and their opposites, `^ $ \b`,
/// `* + ? {2,5}` greedy or (with a further `?`) not, `|`, groups `( )`, `(?: )`, `(?<name> )`, and the
/// options `(?i)`, `(?s)`, `(?m)`. It matches Unicode scalars. `^` and `$` stand for the ends of the
/// body unless the pattern says `(?m)`; `.` takes no line end unless it says `(?s)`.
///
/// References to groups, looking around and possessive quantities are refused. In return the time of
/// a search is proportional to the text: the standard library's `Regex` backtracks, and took 10 s
/// for `a+z` in 20,000 letters a, during which a shard would serve nobody.
struct Pattern: Sendable {
    let source: String
    private let program: PatternProgram

    init(_ source: String) throws(CheckSyntaxError) {
        self.source = source
        guard !source.isEmpty else {
            throw CheckSyntaxError("the regular expression is empty; it would match any answer")
        }
        var reader = PatternReader(source)
        let node = try reader.read()
        guard !node.takesNothing else {
            throw CheckSyntaxError(
                "regular expression /\(source)/ can match nothing at all, so any answer would match;"
                    + " write + for * where something must be there"
            )
        }
        program = try PatternProgram(node, source: source)
    }

    /// The first capture group of the leftmost match, or the whole match when there is no group.
    ///
    /// - Returns: `nil` without a match, or when the group has no part in the match.
    func firstGroup(in text: String) -> String? {
        guard let match = PatternSearch.firstMatch(of: program, in: text) else { return nil }
        let (first, end) =
            program.hasGroup ? (match.groupStart, match.groupEnd) : (match.start, match.end)
        guard 0 <= first, first <= end else { return nil }
        let scalars = text.unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: first)
        return String(scalars[start..<scalars.index(start, offsetBy: end - first)])
    }

    func matches(_ text: String) -> Bool {
        PatternSearch.firstMatch(of: program, in: text) != nil
    }
}
