package import Timekeeping
package import Wording

/// How a term of the contract came out; the words and their meaning are those of load runs.
package enum AvailabilityVerdict: String, Sendable, Hashable, CaseIterable {
    case fail = "FAIL"
    case invalid = "INVALID"
    case inconclusive = "INCONCLUSIVE"
    case pass = "PASS"
}

/// One term of the contract, judged.
package struct Finding: Sendable, Hashable {
    package enum Subject: String, Sendable, Hashable, CaseIterable {
        case serviceHours, maintenance, availability, repair, longOutages, monitoring, notice
        case interval

        /// The item of METI's checklist.
        package var item: Int {
            switch self {
            case .serviceHours: 1
            case .maintenance: 2
            case .availability: 5
            case .repair: 10
            case .longOutages: 12
            case .monitoring: 13
            case .notice: 15
            case .interval: 16
            }
        }
    }

    package var subject: Subject
    /// `nil` = nothing to judge: the contract is silent, or nothing happened.
    package var verdict: AvailabilityVerdict?
    /// Why, in words; one sentence each.
    package var reasons: [Bilingual]
    /// Whether the verdict of the whole waits for this one; a year is not waited for.
    package var isDecisive = true
    /// Whether there is no verdict because nothing of the kind happened while all was watched: no
    /// outage that had to be repaired, no planned stop.
    package var nothingHappened = false
}

/// How long it took to tell somebody of an outage (checklist item 15).
package struct Notice: Sendable, Hashable {
    /// The slot that found the outage.
    package var slot: UTCInstant
    /// From the slot that found the outage to the end of the hook command.
    package var took: Nanoseconds
    /// Whether the command ended well.
    package var succeeded: Bool

    package init(slot: UTCInstant, took: Nanoseconds, succeeded: Bool) {
        self.slot = slot
        self.took = took
        self.succeeded = succeeded
    }
}
