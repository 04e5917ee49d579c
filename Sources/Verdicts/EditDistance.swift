/// How many edits lie between two words: what "did you mean" goes by.
package enum EditDistance {
    /// The optimal string alignment distance (Damerau 1964): insert, remove, replace, swap
    /// neighbours.
    package static func between<Element: Equatable>(
        _ left: [Element],
        _ right: [Element]
    ) -> Int {
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
