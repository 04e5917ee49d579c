/// A regular expression as a tree.
indirect enum PatternNode: Sendable {
    case scalar(ScalarClass)
    case place(PatternPlace)
    case sequence([PatternNode])
    /// The earlier one is preferred.
    case alternatives([PatternNode])
    /// `most` nil = without limit.
    case repeated(PatternNode, least: Int, most: Int?, isGreedy: Bool)
    /// Numbered from 1 by the opening parenthesis.
    case group(PatternNode, number: Int)

    /// Whether it matches the empty text at any place, and so something in every text.
    var takesNothing: Bool {
        switch self {
        case .scalar, .place: false
        case .sequence(let parts): parts.allSatisfy(\.takesNothing)
        case .alternatives(let alternatives): alternatives.contains(where: \.takesNothing)
        case .repeated(let inner, let least, _, _): least == 0 || inner.takesNothing
        case .group(let inner, _): inner.takesNothing
        }
    }
}

/// A condition on the place between two scalars.
enum PatternPlace: Sendable {
    case start, end, lineStart, lineEnd, wordBoundary, noWordBoundary

    func holds(before: Unicode.Scalar?, after: Unicode.Scalar?) -> Bool {
        switch self {
        case .start: before == nil
        case .end: after == nil
        case .lineStart: before == nil || before == "\n"
        case .lineEnd: after == nil || after == "\n"
        case .wordBoundary: Self.isWord(before) != Self.isWord(after)
        case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ScalarClass.holds($0, .word) } ?? false
    }
}
