/// The word a gate begins with: what is measured, before the limit is known.
enum GateMeasure {
    case percentile(Millionths)
    case max, mean, errors, late, compliance, longestDelay, delays, rate
}

extension GateMeasure {
    var name: String {
        switch self {
        case .percentile(let share): "p\(share.percentText)"
        case .max: "max"
        case .mean: "mean"
        case .errors: "errors"
        case .late: "late"
        case .compliance: "compliance"
        case .longestDelay: "longest_delay"
        case .delays: "delays"
        case .rate: "rate"
        }
    }

    /// Whether the text always names a subject, so that `max < 2s` is refused as unclear.
    var needsSubject: Bool {
        switch self {
        case .percentile, .max, .mean, .rate: true
        default: false
        }
    }

    /// The relations that make sense for the measure.
    var relations: [Gate.Relation] {
        switch self {
        case .compliance, .rate: [.above, .atLeast]
        default: [.below, .atMost]
        }
    }
}
