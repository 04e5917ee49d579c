import Measuring
import Timekeeping

/// What a response time has beyond the service time, by cause.
enum StartGapText {
    /// The causes with their names in files.
    static func parts(of gap: StartGap) -> [(name: String, time: Nanoseconds)] {
        [
            ("userBusy", gap.busyUser), ("lag", gap.lag), ("waiting", gap.waiting),
            ("nameLookup", gap.nameLookup), ("connect", gap.connect), ("tls", gap.tls),
        ]
    }

    private static let words = [
        "userBusy": "no free user", "lag": "lag", "waiting": "waiting",
        "nameLookup": "name lookup", "connect": "connect", "tls": "TLS",
    ]

    /// "no free user 98%, lag 2%": the causes that count, the largest first.
    static func causes(of gap: StartGap, atMost: Int = .max) -> String {
        guard gap.total > .zero else { return "–" }
        return parts(of: gap).map { ($0.name, $0.time.seconds / gap.total.seconds) }
            .filter { $0.1 >= 0.02 }
            .sorted { $0.1 > $1.1 }
            .prefix(atMost)
            .map { "\(words[$0.0] ?? $0.0) \(DecimalText.fixed($0.1 * 100, decimals: 0))%" }
            .joined(separator: ", ")
    }

    /// The mean of R − S.
    static func mean(of gap: StartGap, n: Int) -> Nanoseconds? {
        n > 0 ? Nanoseconds(gap.total.count / Int64(n)) : nil
    }
}
