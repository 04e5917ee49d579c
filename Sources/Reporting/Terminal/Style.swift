package import Verdicts
package import Wording

/// Colours of a terminal, or none.
package struct Style: Sendable {
    package let isColoured: Bool

    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    func bold(_ text: String) -> String { wrapped(text, "1") }
    func faint(_ text: String) -> String { wrapped(text, "2") }

    func verdict(_ verdict: Verdict) -> String { colored(verdict.rawValue, as: verdict) }

    func colored(_ text: String, as verdict: Verdict) -> String {
        switch verdict {
        case .pass: wrapped(text, "1;32")
        case .fail: wrapped(text, "1;31")
        case .inconclusive: wrapped(text, "1;33")
        case .invalid: wrapped(text, "1;35")
        }
    }

    private func wrapped(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension Verdict {
    /// "FAIL"; in Japanese "FAIL 不合格": the English word is the one that files and exit codes
    /// are about.
    package func title(in language: Language) -> String {
        language == .english ? rawValue : "\(rawValue) \(word[language])"
    }
}
