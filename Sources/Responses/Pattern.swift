/// A compiled regular expression of Swift's syntax, matched by Unicode scalars.
///
/// `^` and `$` stand for the ends of the body unless the pattern says `(?m)`. Matching backtracks,
/// so a pattern can take time exponential in the body; ``PatternSafety`` refuses the common shape
/// of those.
struct Pattern: Sendable {
    let source: String
    private let compiled: Compiled

    /// Holds the expression, which the standard library does not declare Sendable.
    ///
    /// Sharing it is safe because nothing writes to it: it is immutable and unreachable from
    /// outside, and its one lazy part, the matching program, is made by the match in `init`, before
    /// any other thread can hold it. Each later match keeps its state on its own stack.
    private final class Compiled: @unchecked Sendable {
        let regex: Regex<AnyRegexOutput>

        init(_ regex: Regex<AnyRegexOutput>) {
            self.regex = regex
            _ = try? regex.firstMatch(in: "")
        }
    }

    init(_ source: String) throws(CheckSyntaxError) {
        self.source = source
        guard !source.isEmpty else {
            throw CheckSyntaxError("the regular expression is empty; it would match any answer")
        }
        if let fault = PatternSafety.fault(in: source) { throw CheckSyntaxError(fault) }
        do {
            compiled = Compiled(try Regex(source).matchingSemantics(.unicodeScalar))
        } catch {
            throw CheckSyntaxError("regular expression /\(source)/: \(error)")
        }
    }

    /// The first capture group of the first match, or the whole match when there is no group.
    ///
    /// - Returns: `nil` without a match, or when the group has no part in the match.
    func firstGroup(in text: String) -> String? {
        guard let match = try? compiled.regex.firstMatch(in: text) else { return nil }
        guard match.output.count > 1 else { return String(text[match.range]) }
        return match.output[1].substring.map(String.init)
    }

    func matches(_ text: String) -> Bool {
        (try? compiled.regex.firstMatch(in: text)) != nil
    }
}
