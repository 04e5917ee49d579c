package import Timekeeping

/// Lengths of time in both languages: the same figure, the units in each language's own words.
package enum Lengths {
    /// One that was measured, to about three figures: "2.31 s" and "2.31秒".
    package static func measured(_ time: Nanoseconds) -> Bilingual {
        spelled(DurationText.readable(time))
    }

    /// One that was set, as scenarios and contracts write it: "5min" and "5分".
    package static func limit(_ time: Nanoseconds) -> Bilingual {
        let text = DurationText.canonical(time)
        let number = text.prefix { !$0.isLetter }
        let unit = String(text.dropFirst(number.count))
        return Bilingual(ja: "\(String(number) + name(of: unit))", en: "\(text)")
    }

    /// The text of a length with blanks before its units, "2 min 05 s", as "2分05秒" too.
    package static func spelled(_ text: String) -> Bilingual {
        let words = text.split(separator: " ").map { name(of: String($0)) }
        return Bilingual(ja: "\(words.joined())", en: "\(text)")
    }

    /// The Japanese name of a unit; what is no unit stays.
    private static func name(of unit: String) -> String {
        switch unit {
        case "ns": "ナノ秒"
        case "us", "µs": "マイクロ秒"
        case "ms": "ミリ秒"
        case "s": "秒"
        case "min": "分"
        case "h": "時間"
        case "d": "日"
        default: unit
        }
    }
}
