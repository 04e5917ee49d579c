import Verdicts

/// Finds what a person may have meant by a misspelled word.
enum Suggestion {
    /// The candidate nearest to the word, when it is near enough to be a slip of the fingers.
    ///
    /// Near enough: one edit for up to four letters, a third of the letters for longer words.
    static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let lowered = word.lowercased()
        let best =
            candidates
            .map { (name: $0, edits: distance(lowered, $0.lowercased())) }
            .min { ($0.edits, $0.name) < ($1.edits, $1.name) }
        guard let best, best.edits <= max(1, word.count / 3) else { return nil }
        return best.name
    }

    /// "did you mean “peak”?", or the words to choose from.
    static func remedy(for word: String, among candidates: [String]) -> String {
        if let nearest = nearest(to: word, among: candidates) {
            return "did you mean “\(nearest)”?"
        }
        guard !candidates.isEmpty else { return "remove it" }
        let shown = candidates.prefix(24).joined(separator: ", ")
        return "use one of: \(shown)\(candidates.count > 24 ? ", …" : "")"
    }

    /// Edits between the beginnings of two words: what is longer than any name need not be weighed.
    static func distance(_ first: String, _ second: String) -> Int {
        EditDistance.between(
            Array(first.unicodeScalars.prefix(64)),
            Array(second.unicodeScalars.prefix(64))
        )
    }
}
