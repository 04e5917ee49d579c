package import Availability
package import Timekeeping

/// The record of a probe: ticks and what else happened, as read from `ticks.jsonl`.
///
/// A line is a JSON object and complete in itself, so the file may be cut anywhere, read by other
/// tools, and appended to by later starts of the same probe.
package struct ProbeLog: Sendable {
    package static let fileName = "ticks.jsonl"
    /// What the newest format is called in a head.
    package static let version = 1

    /// How a start of the probe, or an import, introduces itself.
    package struct Head: Sendable, Equatable {
        package var begin: UTCInstant
        /// The tool's version.
        package var tool: String
        package var probe: String
        package var question: String?
        package var service: String
        package var kinds: [ProbeKind]
        package var contract: String?
        package var contractSHA256: String?
        /// The terms as they were at that start.
        package var terms: AvailabilityTerms
        /// The file that was imported; `nil` for the tool's own ticks.
        package var importedFrom: String?
        /// How long after a slot's begin the imported monitor asks.
        package var phase: Nanoseconds?

        package init(
            begin: UTCInstant,
            tool: String,
            probe: String,
            question: String?,
            service: String,
            kinds: [ProbeKind],
            contract: String?,
            contractSHA256: String?,
            terms: AvailabilityTerms,
            importedFrom: String? = nil,
            phase: Nanoseconds? = nil
        ) {
            self.begin = begin
            self.tool = tool
            self.probe = probe
            self.question = question
            self.service = service
            self.kinds = kinds
            self.contract = contract
            self.contractSHA256 = contractSHA256
            self.terms = terms
            self.importedFrom = importedFrom
            self.phase = phase
        }
    }

    /// The wall clock was stepped while a probe ran.
    package struct ClockStep: Sendable, Equatable {
        /// By the stepped clock.
        package var at: UTCInstant
        /// How far; negative when it was put back.
        package var by: Nanoseconds

        package init(at: UTCInstant, by: Nanoseconds) {
            self.at = at
            self.by = by
        }
    }

    /// A run of the hook command.
    package struct HookRun: Sendable, Equatable {
        package enum Edge: String, Sendable { case start, end }

        package var edge: Edge
        /// The slot that found the outage, or its end.
        package var slot: UTCInstant
        package var ended: UTCInstant
        /// From the begin of the tick that found it to the end of the command.
        package var took: Nanoseconds
        /// Why it failed, in words; `nil` when it ended with 0.
        package var failure: String?

        package init(
            edge: Edge,
            slot: UTCInstant,
            ended: UTCInstant,
            took: Nanoseconds,
            failure: String?
        ) {
            self.edge = edge
            self.slot = slot
            self.ended = ended
            self.took = took
            self.failure = failure
        }
    }

    /// A line that says nothing usable; it is not counted.
    package struct Fault: Sendable, Equatable, CustomStringConvertible {
        package var file: String
        /// From 1.
        package var line: Int
        package var problem: String

        /// "ticks.jsonl:12: …".
        package var description: String { "\(file):\(line): \(problem)" }
    }

    package var path: String
    /// The newest last; at least one in a log that was read.
    package var heads: [Head] = []
    /// In the order written.
    package var ticks: [Tick] = []
    package var clockSteps: [ClockStep] = []
    package var hookRuns: [HookRun] = []
    package var faults: [Fault] = []
    /// The number of the last byte that belongs to a whole line, and whether the line end is there.
    package var wholeBytes = 0
    /// Whether bytes follow that are no whole line: the end of a write that was cut off.
    package var isTorn = false
    /// Whether the last whole line lacks its line end.
    package var lacksLineEnd = false

    /// A record with nothing in it yet.
    package init(path: String) {
        self.path = path
    }

    /// The newest start's own.
    package var terms: AvailabilityTerms { heads.last?.terms ?? AvailabilityTerms() }

    /// Up to when the record goes: the end of its last slot.
    package var end: UTCInstant? {
        ticks.map(\.slot).max().map { $0 + terms.every - Nanoseconds(1) }
    }

    /// The phase that imports into the record have; `nil` where there was none, or no tick of it.
    ///
    /// Each file has a first row of its own, and taken from that the phase of a monitor that asks
    /// a little early or late would move its slots from file to file.
    package var importPhase: Nanoseconds? {
        if let phase = heads.compactMap(\.phase).first { return phase }
        // Of an earlier version of the tool: the first tick is that of the file's first row.
        guard heads.first?.importedFrom != nil else { return nil }
        return ticks.first.map { $0.started - $0.slot }
    }

    /// The first failed slot of the outage that runs; `nil` when the service was last seen up.
    ///
    /// Slots that nobody probed end no outage here: nobody has seen the service up since.
    package func runningOutage(by rule: DownRule) -> UTCInstant? {
        let timeline = Timeline(ticks, every: terms.every, rule: rule)
        return timeline.slots.reversed().filter { $0.state != .unknown }
            .prefix { $0.state == .down }.last?.slot
    }

    /// The notices given: the hook's runs at the begin of outages.
    package var notices: [Notice] {
        hookRuns.filter { $0.edge == .start }
            .map { Notice(slot: $0.slot, took: $0.took, succeeded: $0.failure == nil) }
    }

    /// The record, judged.
    ///
    /// - Parameters:
    ///   - terms: instead of those of the newest start (a contract read again, say).
    ///   - now: for a probe that is running; the end of the record when absent.
    package func report(
        terms: AvailabilityTerms? = nil,
        now: UTCInstant? = nil,
        from: UTCInstant? = nil,
        to: UTCInstant? = nil
    ) -> AvailabilityReport {
        AvailabilityReport(
            ticks: ticks,
            terms: terms ?? self.terms,
            now: now ?? end ?? .now,
            from: from,
            to: to,
            notices: notices
        )
    }

    /// Why a start cannot go on in this record, in words: one record is of one probe of one service
    /// and has one distance between ticks, or else its ticks would be judged as one availability.
    ///
    /// An import knows no service and is named by its folder, so it contradicts neither.
    package func contradiction(of head: Head) -> String? {
        if let first = heads.first, first.terms.every != head.terms.every {
            return "the distance between ticks is \(DurationText.canonical(head.terms.every)), and"
                + " \(DurationText.canonical(first.terms.every)) before"
        }
        let services = heads.map(\.service).filter { !$0.isEmpty }
        if let service = services.first, !head.service.isEmpty, service != head.service {
            return "the service is \(head.service), and \(service) before"
        }
        let own = heads.first { $0.importedFrom == nil }
        guard let own, head.importedFrom == nil, own.probe != head.probe else { return nil }
        return "the probe is “\(head.probe)”, and “\(own.probe)” before"
    }
}
