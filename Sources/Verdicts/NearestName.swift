/// Finds the name a misspelt one was meant to be.
enum NearestName {
    /// The name with the fewest edits, when they are few for its length; ties go to the first.
    static func nearest(to text: String, among names: [String]) -> String? {
        let wanted = Array(text.lowercased())
        let scored = names.map { (name: $0, edits: edits(wanted, Array($0.lowercased()))) }
        guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
        let allowed = max(wanted.count < 4 ? 1 : 2, wanted.count / 3)
        return best.edits <= allowed ? best.name : nil
    }

    /// The optimal string alignment distance: insert, remove, replace, swap neighbours.
    static func edits(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
                let swapped =
                    row > 0 && column > 0 && left[row] == right[column - 1]
                    && left[row - 1] == right[column]
                if swapped { least = min(least, before[column - 1] + 1) }
                current.append(least)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
