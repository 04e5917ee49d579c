import Measuring
import Timekeeping
import Wording

/// What a response time has beyond the service time, by cause.
enum StartGapText {
    /// The causes with their names in files.
    static func parts(of gap: StartGap) -> [(name: String, time: Nanoseconds)] {
        [
            ("userBusy", gap.busyUser), ("lag", gap.lag), ("waiting", gap.waiting),
            ("nameLookup", gap.nameLookup), ("connect", gap.connect), ("tls", gap.tls),
        ]
    }

    /// The causes in the order of ``parts(of:)``.
    static let names = [
        Bilingual(ja: "利用者待ち", en: "no free user"), Bilingual(ja: "発行遅れ", en: "lag"),
        Bilingual(ja: "送信待ち", en: "waiting"), Bilingual(ja: "名前解決", en: "name lookup"),
        Bilingual(ja: "接続", en: "connect"), Bilingual("TLS"),
    ]

    /// "no free user 98%, lag 2%": the causes that count, the largest first.
    static func causes(of gap: StartGap, atMost: Int = .max) -> Bilingual {
        guard gap.total > .zero else { return Bilingual("–") }
        return zip(names, parts(of: gap)).map { ($0, $1.time.seconds / gap.total.seconds) }
            .filter { $0.1 >= 0.02 }
            .sorted { $0.1 > $1.1 }
            .prefix(atMost)
            .map { $0 + Bilingual(" \(DecimalText.fixed($1 * 100, decimals: 0))%") }
            .listed
    }

    /// The mean of R − S.
    static func mean(of gap: StartGap, n: Int) -> Nanoseconds? {
        n > 0 ? Nanoseconds(gap.total.count / Int64(n)) : nil
    }
}
