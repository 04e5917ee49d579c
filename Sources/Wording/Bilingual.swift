/// The languages reports are written in.
package enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case japanese = "ja"
    case english = "en"
}

/// One text in both languages.
///
/// Made from a phrase in each: whoever writes one writes the other, or it does not compile.
package struct Bilingual: Sendable, Hashable {
    package let ja: String
    package let en: String

    package init(ja: Phrase<Japanese>, en: Phrase<English>) {
        self.init(ja.text, en.text)
    }

    /// A text that is the same in both: a name, a figure, what a user wrote.
    package init(_ text: String) {
        self.init(text, text)
    }

    private init(_ ja: String, _ en: String) {
        self.ja = ja
        self.en = en
    }

    /// Says nothing.
    package static let none = Bilingual("")

    package var isEmpty: Bool { en.isEmpty }

    package subscript(_ language: Language) -> String {
        switch language {
        case .japanese: ja
        case .english: en
        }
    }

    /// The same change made to both texts, such as masking.
    package func map(_ change: (String) -> String) -> Bilingual {
        Bilingual(change(ja), change(en))
    }

    package static func + (left: Bilingual, right: Bilingual) -> Bilingual {
        Bilingual(left.ja + right.ja, left.en + right.en)
    }

    package static func += (left: inout Bilingual, right: Bilingual) { left = left + right }

    /// Another statement after this one: "…; …" and "…。…"; either may be empty.
    package func then(_ next: Bilingual) -> Bilingual {
        isEmpty ? next : next.isEmpty ? self : [self, next].statements
    }
}

extension Sequence<Bilingual> {
    /// Names one after another: "…, …" and "…、…".
    package var listed: Bilingual { joined(ja: "、", en: ", ") }

    /// Statements one after another: "…; …" and "…。…".
    package var statements: Bilingual { joined(ja: "。", en: "; ") }

    package func joined(ja: String, en: String) -> Bilingual {
        let ja = map(\.ja).joined(separator: ja)
        let en = map(\.en).joined(separator: en)
        return Bilingual(ja: "\(ja)", en: "\(en)")
    }
}

extension Bilingual: Codable {
    private enum CodingKeys: CodingKey { case ja, en }

    /// Reads both texts, or one that stands for both: what older files and files in one language
    /// have.
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(text)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(String.self, forKey: .ja),
            try container.decode(String.self, forKey: .en)
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(ja, forKey: .ja)
        try container.encode(en, forKey: .en)
    }
}

extension Language {
    /// The text of this language.
    package func callAsFunction(ja: Phrase<Japanese>, en: Phrase<English>) -> String {
        Bilingual(ja: ja, en: en)[self]
    }
}
