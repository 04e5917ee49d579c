/// Gaps between planned arrivals as they were kept, to tell whether they look like those of a
/// Poisson process (methodology §7.2).
///
/// Gaps are measured in operational time: the integral of the planned rate, in which a Poisson
/// process of any rate has gaps of the exponential law of mean 1. Where k shards take arrivals in
/// turn, the gaps of one shard are sums of k such, of the law Gamma(k, 1). Of each gap g only its
/// share in two sums and a bin of U = P(Gamma(k, 1) ≤ g) are kept, so that a tally has the same
/// size after any number of gaps, and tallies of shards add up.
package struct GapTally: Sendable, Equatable {
    /// Equal parts of 0 … 1 in which U is counted.
    package static let binCount = 1_000
    /// Beyond as many gaps, A² is given as what this many would show.
    package static let comparedCount = 10_000

    /// Gaps in all.
    package private(set) var count = 0
    /// Σ g ÷ k, in mean gaps of the shard; about `count`.
    package private(set) var sum = 0.0
    /// Σ (g ÷ k)².
    package private(set) var squares = 0.0
    /// How many values of U lie in each part.
    package private(set) var bins = Array(repeating: 0, count: binCount)

    /// A tally of nothing.
    package init() {}

    /// Adds the gap between two successive arrivals of one shard.
    ///
    /// - Parameters:
    ///   - g: in mean distances between arrivals of the whole schedule; about `k`. Below 0 counts
    ///     as 0, and what is no finite number is left out.
    ///   - k: how many shards take arrivals in turn; less than 1 counts as 1.
    package mutating func add(gap g: Double, shape k: Int) {
        guard g.isFinite else { return }
        let gap = max(0, g)
        let shape = max(1, k)
        let relative = gap / Double(shape)
        count += 1
        sum += relative
        squares += relative * relative
        let position = ErlangLaw.distribution(gap, shape: shape) * Double(Self.binCount)
        bins[min(Int(position), Self.binCount - 1)] += 1
    }

    /// Adds all gaps of another tally.
    package mutating func merge(_ other: GapTally) {
        count += other.count
        sum += other.sum
        squares += other.squares
        for index in bins.indices { bins[index] += other.bins[index] }
    }

    /// Standard deviation of a sample ÷ mean; `nil` for fewer than two gaps or without length.
    ///
    /// 0 for a constant rate. Of n gaps of a true Poisson process it strays from what is expected
    /// by about 1 ÷ √n.
    package var coefficientOfVariation: Double? {
        guard count > 1, sum > 0 else { return nil }
        let n = Double(count)
        let mean = sum / n
        let variance = max(0, squares - sum * mean) / (n - 1)
        let coefficient = variance.squareRoot() / mean
        return coefficient.isFinite ? coefficient : nil
    }

    /// The coefficient of variation of a Poisson process shared by k shards in turn: 1 ÷ √k.
    package static func expectedVariation(shape k: Int) -> Double {
        1 / Double(max(1, k)).squareRoot()
    }

    /// Anderson and Darling's A² of the gaps against the exponential law; `nil` without gaps.
    ///
    /// For any deviation from the law A² grows with n, so that at a million gaps one too small to
    /// matter (a clock's tick) is significant. Of more than 10,000 gaps this is therefore
    /// A² · 10,000 ÷ n, a size of the deviation: what 10,000 gaps that deviate so would show.
    /// Compare it with `AndersonDarling.critical1Percent`.
    package var andersonDarling: Double? {
        guard let statistic = AndersonDarling.statistic(bins: bins) else { return nil }
        return statistic * min(1, Double(Self.comparedCount) / Double(count))
    }
}

extension GapTally: Codable {
    private enum CodingKeys: String, CodingKey {
        case count, sum, squares, bins
    }

    /// Reads a tally and refuses one that no gaps could have made.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        count = try container.decode(Int.self, forKey: .count)
        sum = try container.decode(Double.self, forKey: .sum)
        squares = try container.decode(Double.self, forKey: .squares)
        bins = try container.decode([Int].self, forKey: .bins)
        guard isConsistent else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: container.codingPath,
                    debugDescription: "The sums and bins of gaps contradict each other."
                )
            )
        }
    }

    /// Whether the bins hold `count` gaps, few enough to be added up, and the sums are possible.
    private var isConsistent: Bool {
        let most = 1 << 53
        guard bins.count == Self.binCount, bins.allSatisfy({ (0...most).contains($0) }),
            (0...most).contains(count), bins.reduce(0, +) == count
        else { return false }
        return sum >= 0 && sum.isFinite && squares >= 0 && squares.isFinite
    }
}
