import Timekeeping
import Wording

/// Figures and nouns in sentences.
package enum Words {
    static func operations(_ count: Int) -> Bilingual {
        let figure = DecimalText.grouped(count)
        return count == 1
            ? Bilingual(ja: "操作\(figure)件", en: "\(figure) operation")
            : Bilingual(ja: "操作\(figure)件", en: "\(figure) operations")
    }

    static func periods(_ count: Int) -> Bilingual {
        count == 1
            ? Bilingual(ja: "遅延継続 1回", en: "1 latency-continuation period")
            : Bilingual(ja: "遅延継続 \(count)回", en: "\(count) latency-continuation periods")
    }

    /// What a gate is held against, at the end of its reason.
    static func limit(_ limit: Bilingual) -> Bilingual {
        Bilingual(ja: "基準は\(limit)", en: "the limit is \(limit)")
    }
}
