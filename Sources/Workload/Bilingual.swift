/// The languages reports are written in.
package enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case japanese = "ja"
    case english = "en"
}

/// One text in both languages.
package struct Bilingual: Sendable, Hashable, Codable {
    package var ja: String
    package var en: String

    package init(ja: String, en: String) {
        self.ja = ja
        self.en = en
    }

    /// A text that is the same in both: a name, a figure.
    package init(_ text: String) {
        self.init(ja: text, en: text)
    }

    package subscript(_ language: Language) -> String {
        switch language {
        case .japanese: ja
        case .english: en
        }
    }
}
