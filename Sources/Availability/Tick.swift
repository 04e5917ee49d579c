package import Timekeeping

/// What is probed at a tick (checklist item 13).
package enum ProbeKind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Whether the web service answers.
    case web
    /// Whether what needs the database answers.
    case database
    /// Whether an answer comes within a time.
    case timeout

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }
}

/// How one probe of a tick ended.
package enum ProbeOutcome: Sendable, Hashable {
    /// Answered as expected, in time.
    case ok
    /// The service did not do what the probe asks for, in words.
    case failed(String)
    /// The probe itself could not be made (no socket, the tool was stopped): says nothing about
    /// the service.
    case unknown(String)
}

/// A first look that failed, where a second one decided (`confirm`).
package struct FirstLook: Sendable, Hashable {
    package var reason: String
    package var time: Nanoseconds?

    package init(reason: String, time: Nanoseconds? = nil) {
        self.reason = reason
        self.time = time
    }
}

/// One probe of a tick.
package struct ProbeResult: Sendable, Hashable {
    package var kind: ProbeKind
    package var outcome: ProbeOutcome
    /// From the probe's start to its end, whatever the end; `nil` where nobody measured it.
    package var time: Nanoseconds?
    /// The look before this one; `nil` where the first decided.
    package var first: FirstLook?

    package init(
        kind: ProbeKind,
        outcome: ProbeOutcome,
        time: Nanoseconds? = nil,
        first: FirstLook? = nil
    ) {
        self.kind = kind
        self.outcome = outcome
        self.time = time
        self.first = first
    }
}

/// When a tick counts as down (methodology §6.2).
package enum DownRule: String, Sendable, Hashable, CaseIterable {
    /// When any of its probes failed.
    case any
    /// When all of them did.
    case all
}

/// What a tick says of the service.
package enum TickState: Sendable, Hashable {
    case up, down
    /// Nothing: nobody probed, or the tool could not.
    case unknown
}

/// The probes made at one slot of the grid.
///
/// Slots are the multiples of the distance between probes since 1970 by the wall clock, so that a
/// probe that is stopped and started again goes on in the same grid.
package struct Tick: Sendable, Hashable {
    package var slot: UTCInstant
    /// When the probes really began.
    package var started: UTCInstant
    package var results: [ProbeResult]

    package init(slot: UTCInstant, started: UTCInstant, results: [ProbeResult]) {
        self.slot = slot
        self.started = started
        self.results = results
    }

    package func state(_ rule: DownRule) -> TickState {
        let failed = results.filter(\.isFailed).count
        switch rule {
        case .any where failed > 0: return .down
        case .all where failed > 0 && failed == results.count: return .down
        default: break
        }
        return results.isEmpty || !results.allSatisfy(\.isKnown) ? .unknown : .up
    }
}

extension ProbeResult {
    package var isFailed: Bool {
        if case .failed = outcome { true } else { false }
    }

    /// The same, decided by a second look: the failure of the first is kept with it.
    package func confirmed(by second: ProbeResult) -> ProbeResult {
        guard case .failed(let reason) = outcome else { return second }
        var decided = second
        decided.first = FirstLook(reason: reason, time: time)
        return decided
    }

    /// Whether the probe says anything about the service.
    package var isKnown: Bool {
        if case .unknown = outcome { false } else { true }
    }
}
