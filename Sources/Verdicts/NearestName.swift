/// Finds the name a misspelt one was meant to be.
enum NearestName {
    /// The name with the fewest edits, when they are few for its length; ties go to the first.
    static func nearest(to text: String, among names: [String]) -> String? {
        let wanted = Array(text.lowercased())
        let scored = names.map {
            (name: $0, edits: EditDistance.between(wanted, Array($0.lowercased())))
        }
        guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
        let allowed = max(wanted.count < 4 ? 1 : 2, wanted.count / 3)
        return best.edits <= allowed ? best.name : nil
    }
}
