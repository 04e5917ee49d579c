/// MSER-5: where a series has left its warm-up (White 1997; methodology §2.1).
package struct WarmUp: Hashable, Sendable {
    /// How many leading values to leave out; a multiple of five.
    package var cut: Int
    /// False when the best cut is at the middle: the series had not settled.
    package var isSettled: Bool

    /// Batches of five values z_j, n batches: the d ≤ n/2 that makes
    /// Σ_(j>d)(z_j − z̄_d)² ÷ (n − d)² smallest; the earliest of equals.
    ///
    /// Fewer than ten values are too few: no cut, not settled.
    package init(_ values: [Double]) {
        let size = 5
        let batches = stride(from: 0, to: values.count - values.count % size, by: size)
            .map { values[$0..<$0 + size].reduce(0, +) / Double(size) }
        cut = 0
        isSettled = false
        guard batches.count >= 2 else { return }
        var best = Double.infinity
        var bestCut = 0
        // From the end, a batch at a time (Welford's update): equal values give exactly 0.
        var mean = 0.0
        var squares = 0.0
        for d in batches.indices.reversed() {
            let count = Double(batches.count - d)
            let distance = batches[d] - mean
            mean += distance / count
            squares += distance * (batches[d] - mean)
            let score = squares / (count * count)
            if d <= batches.count / 2, score <= best {
                best = score
                bestCut = d
            }
        }
        guard best.isFinite else { return }
        cut = bestCut * size
        isSettled = bestCut < batches.count / 2
    }
}
