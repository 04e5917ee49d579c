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

    /// Edits between two words: insert, delete, replace, swap neighbours (optimal string
    /// alignment; Damerau 1964).
    static func distance(_ first: String, _ second: String) -> Int {
        let left = Array(first.unicodeScalars.prefix(64))
        let right = Array(second.unicodeScalars.prefix(64))
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1] + [Int](repeating: 0, count: right.count)
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current[column + 1] = best
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
