import Timekeeping

/// Figures of several rounds: the median, and how far the others lie from it.
struct Spread {
    let median: Double
    let least: Double
    let most: Double

    /// `nil` when there are no figures.
    init?(_ figures: [Double]) {
        let sorted = figures.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        least = first
        most = last
        let middle = sorted.count / 2
        median =
            sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// "0.87 (0.85–0.90)".
    var text: String {
        "\(figure(median)) (\(figure(least))–\(figure(most)))"
    }
}

/// A figure with decimals, or a dash when there is none.
func figure(_ value: Double?, decimals: Int = 2) -> String {
    guard let value, value.isFinite else { return "–" }
    return DecimalText.fixed(value, decimals: decimals)
}
