/// A part of all requests, as people write it: "5%", "0.25%", "100%".
///
/// Kept in millionths, so that which requests are hit is decided by whole numbers and the count of
/// hits is exact.
struct Share: Hashable, Sendable {
    /// 1 to 1,000,000.
    let millionths: Int

    static let all = Share(millionths: 1_000_000)

    init(millionths: Int) {
        self.millionths = millionths
    }

    /// Reads a percentage above 0 and up to 100 with at most four decimals; otherwise `nil`.
    init?(percent text: some StringProtocol) {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, Self.areDigits(whole, atMost: 3) else {
            return nil
        }
        var decimals = parts.count == 2 ? String(parts[1]) : "0"
        guard Self.areDigits(decimals, atMost: 4) else { return nil }
        while decimals.count < 4 { decimals += "0" }
        guard let units = Int(whole), let fraction = Int(decimals) else { return nil }
        let millionths = units * 10_000 + fraction
        guard (1...1_000_000).contains(millionths) else { return nil }
        self.init(millionths: millionths)
    }

    /// Whether the request with this number, counted from 1, is hit.
    ///
    /// Of the first n requests exactly ⌊n × share⌋ are hit, spread evenly.
    func hits(_ number: Int) -> Bool {
        number * millionths / 1_000_000 > (number - 1) * millionths / 1_000_000
    }

    private static func areDigits(_ text: some StringProtocol, atMost length: Int) -> Bool {
        (1...length).contains(text.count) && text.allSatisfy { $0.isASCII && $0.isNumber }
    }
}

extension Share: CustomStringConvertible {
    var description: String {
        let fraction = millionths % 10_000
        guard fraction > 0 else { return "\(millionths / 10_000)%" }
        var decimals = String(10_000 + fraction).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return "\(millionths / 10_000).\(decimals)%"
    }
}
