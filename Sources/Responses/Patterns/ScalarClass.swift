/// A set of Unicode scalars that one place of a pattern accepts.
struct ScalarClass: Sendable, Equatable {
    enum Item: Sendable, Equatable {
        case range(ClosedRange<UInt32>)
        /// `\d`, `\w`, `\s`, and `\D`, `\W`, `\S` when negated.
        case named(Name, isNegated: Bool)
    }

    enum Name: Sendable, Equatable {
        case digit, word, space
    }

    private let items: [Item]
    private let isNegated: Bool
    private let ignoresCase: Bool
    /// The answers for the scalars below 128, one bit each.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    init(_ items: [Item], isNegated: Bool = false, ignoresCase: Bool = false) {
        self.items = items
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
        for value in UInt32(0)..<128 {
            guard let scalar = Unicode.Scalar(value), accepts(scalar) else { continue }
            if value < 64 { ascii.low |= 1 << value } else { ascii.high |= 1 << (value - 64) }
        }
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<64: ascii.low & (1 << UInt64(scalar.value)) != 0
        case 64..<128: ascii.high & (1 << UInt64(scalar.value - 64)) != 0
        default: accepts(scalar)
        }
    }

    private func accepts(_ scalar: Unicode.Scalar) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase {
            let other = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            found = other.contains {
                $0.unicodeScalars.count == 1 && $0.unicodeScalars.allSatisfy(holds)
            }
        }
        return found != isNegated
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        items.contains { item in
            switch item {
            case .range(let range): range.contains(scalar.value)
            case .named(let name, let isNegated): Self.holds(scalar, name) != isNegated
            }
        }
    }

    static func holds(_ scalar: Unicode.Scalar, _ name: Name) -> Bool {
        let properties = scalar.properties
        switch name {
        case .digit: return properties.generalCategory == .decimalNumber
        case .space: return properties.isWhitespace
        case .word:
            if properties.isAlphabetic { return true }
            return switch properties.generalCategory {
            case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark,
                .enclosingMark:
                true
            default: false
            }
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.items == right.items && left.isNegated == right.isNegated
            && left.ignoresCase == right.ignoresCase
    }
}
