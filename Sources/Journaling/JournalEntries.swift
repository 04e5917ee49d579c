package import Measuring
package import Reporting
package import Timekeeping
package import Verdicts

/// What a run is, written before its first request.
package struct JournalHeader: Sendable, Equatable, Codable {
    package var plan: MeasuringPlan
    package var origin: MonotonicInstant
    package var shards: Int
    package var terms: RunTerms
    package var gates: [Gate]
    /// As far as it is known before the run: the duration is none yet.
    package var meta: RunMeta
    /// As far as it is known before the run.
    package var machine: MachineFacts
    /// Whether the run goes on until the data decide, and is looked at several times.
    package var isExtended: Bool

    package init(
        plan: MeasuringPlan,
        origin: MonotonicInstant,
        shards: Int,
        terms: RunTerms,
        gates: [Gate],
        meta: RunMeta,
        machine: MachineFacts = MachineFacts(),
        isExtended: Bool = false
    ) {
        self.plan = plan
        self.origin = origin
        self.shards = shards
        self.terms = terms
        self.gates = gates
        self.meta = meta
        self.machine = machine
        self.isExtended = isExtended
    }

    /// The same header with every secret masked in every text.
    package func masked(by masker: Masker) -> JournalHeader {
        JournalHeader(
            plan: plan.renamed(masker.masked),
            origin: origin,
            shards: shards,
            terms: terms.masked(by: masker),
            gates: gates.map { $0.renamed(masker.masked) },
            meta: meta.masked(by: masker),
            machine: machine.masked(by: masker),
            isExtended: isExtended
        )
    }
}

extension JournalHeader {
    /// Journals of older runs tell neither of the machine nor of looks.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            plan: try values.decode(MeasuringPlan.self, forKey: .plan),
            origin: try values.decode(MonotonicInstant.self, forKey: .origin),
            shards: try values.decode(Int.self, forKey: .shards),
            terms: try values.decode(RunTerms.self, forKey: .terms),
            gates: try values.decode([Gate].self, forKey: .gates),
            meta: try values.decode(RunMeta.self, forKey: .meta),
            machine: try values.decodeIfPresent(MachineFacts.self, forKey: .machine)
                ?? MachineFacts(),
            isExtended: try values.decodeIfPresent(Bool.self, forKey: .isExtended) ?? false
        )
    }
}

/// What the shards reported since the entry before, and what stands beside it: once a second.
package struct JournalTick: Sendable {
    package var deltas: [(shard: Int, delta: RecorderDelta)]
    package var state: State

    package init(deltas: [(shard: Int, delta: RecorderDelta)], state: State) {
        self.deltas = deltas
        self.state = state
    }

    /// All but the figures of operations and requests.
    package struct State: Sendable, Equatable, Codable {
        /// As of now.
        package var load: LoadFacts
        /// New examples of failures.
        package var failures: [FailureExample]
        /// New readings of the machine.
        package var machine: [MachineReading]
        /// New answers that held another tenant's data, the first of the run; `nil` = none.
        package var leaks: [LeakEvidence]?

        package init(
            load: LoadFacts,
            failures: [FailureExample] = [],
            machine: [MachineReading] = [],
            leaks: [LeakEvidence] = []
        ) {
            self.load = load
            self.failures = failures
            self.machine = machine
            self.leaks = leaks.isEmpty ? nil : leaks
        }
    }

    /// What the machine was doing in a second of the run.
    package struct MachineReading: Sendable, Equatable, Codable {
        package var second: Int
        package var figures: MachineSecond

        package init(second: Int, figures: MachineSecond) {
            self.second = second
            self.figures = figures
        }
    }
}

/// How a run came to its end; a journal without it was cut off.
package struct JournalEnd: Sendable, Equatable, Codable {
    package var ended: RunEnd
    package var load: LoadFacts
    package var machine: MachineFacts
    /// The look that the run was ended by; `nil` for a run of fixed length.
    package var look: Look?
    /// When new work was stopped before the schedule's end; `nil` when it was not.
    package var stopped: Nanoseconds?
    /// From the run's origin to the end of the drain.
    package var duration: Nanoseconds

    package init(
        ended: RunEnd,
        load: LoadFacts,
        machine: MachineFacts,
        look: Look? = nil,
        stopped: Nanoseconds? = nil,
        duration: Nanoseconds
    ) {
        self.ended = ended
        self.load = load
        self.machine = machine
        self.look = look
        self.stopped = stopped
        self.duration = duration
    }

    /// The same end with every secret masked in every text.
    package func masked(by masker: Masker) -> JournalEnd {
        var end = self
        end.machine = machine.masked(by: masker)
        return end
    }
}
