package import Timekeeping
package import Wording

/// Figures in both languages.
package enum Phrases {
    /// A length of time that was agreed: "3.5 h" and "3.5時間", "5 min" and "5分".
    ///
    /// In the largest unit that writes it with at most one decimal.
    package static func agreed(_ time: Nanoseconds) -> Bilingual {
        let units: [(name: String, size: Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("min", 60_000_000_000),
            ("s", 1_000_000_000), ("ms", 1_000_000),
        ]
        for (name, size) in units where time.count >= size && time.count * 10 % size == 0 {
            let tenths = time.count * 10 / size
            let number =
                tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
            return Lengths.spelled("\(number) \(name)")
        }
        return Lengths.measured(time)
    }

    /// Bytes as they were agreed: "3 GB".
    package static func bytes(_ bytes: Int) -> String {
        for (name, size) in [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000)]
        where bytes >= size && bytes % (size / 10) == 0 {
            let tenths = bytes / (size / 10)
            return tenths % 10 == 0
                ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return "\(DecimalText.grouped(bytes)) B"
    }

    /// Several texts one after another: "…; …" and "…、…".
    package static func joined(_ texts: [Bilingual]) -> Bilingual {
        texts.joined(ja: "、", en: "; ")
    }
}
