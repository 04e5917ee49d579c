/// The judgement of a gate or of a run.
package enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
    /// Kept with confidence.
    case pass = "PASS"
    /// Broken with confidence, also without the windows in which the generator was suspect.
    case fail = "FAIL"
    /// Too little data to say, or the run was cut short.
    case inconclusive = "INCONCLUSIVE"
    /// The measurement itself cannot be trusted.
    case invalid = "INVALID"

    /// The exit code of a run with this verdict; 1 is never a verdict.
    package var exitCode: Int32 {
        switch self {
        case .pass: 0
        case .fail: 2
        case .inconclusive: 3
        case .invalid: 4
        }
    }
}

extension Verdict {
    /// The one that decides where several stand beside each other: FAIL before INVALID before
    /// INCONCLUSIVE before PASS; `nil` when there is none.
    package static func deciding(_ verdicts: some Sequence<Verdict>) -> Verdict? {
        let order: [Verdict] = [.fail, .invalid, .inconclusive, .pass]
        let present = Set(verdicts)
        return order.first(where: present.contains)
    }
}
