/// An exact decimal number of millionths: shares and rates as people write them.
///
/// Binary fractions cannot hold 99.9 %; text that is read and written back must not change.
package struct Millionths: Sendable, Hashable, Comparable {
    package let count: Int

    package init(count: Int) {
        self.count = count
    }

    package var value: Double { Double(count) / 1e6 }

    /// The number without needless zeros: "2.5".
    package var text: String { Self.text(count, decimals: 6) }

    /// The share as a percentage without needless zeros and without the sign: "99.9".
    package var percentText: String { Self.text(count, decimals: 4) }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }

    /// Reads digits with an optional fraction of at most `decimals` places, exactly.
    ///
    /// - Returns: the number times 10^decimals, or `nil` when the text is no such number or is
    ///   out of range.
    static func scaled(_ text: some StringProtocol, decimals: Int) -> Int? {
        let parts = String(text).split(
            separator: ".",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard
            let whole = parts.first, !whole.isEmpty, !fraction.isEmpty,
            fraction.count <= decimals, whole.count <= 12,
            (whole + fraction).allSatisfy({ ("0"..."9").contains($0) })
        else { return nil }
        let padding = String(repeating: "0", count: decimals - fraction.count)
        return Int(String(whole) + fraction + padding)
    }

    private static func text(_ count: Int, decimals: Int) -> String {
        var digits = String(count)
        while digits.count <= decimals { digits = "0" + digits }
        var fraction = String(digits.suffix(decimals))
        while fraction.last == "0" { fraction.removeLast() }
        let whole = String(digits.dropLast(decimals))
        return fraction.isEmpty ? whole : whole + "." + fraction
    }
}
