package import Measuring
package import Statistics
package import Timekeeping
package import Wording
import Workload

/// Everything a run is judged by.
package struct RunFacts: Sendable {
    package var record: RunRecord
    package var terms: RunTerms
    /// The scenario's own gates; the contract's come from ``terms``.
    package var gates: [Gate]
    package var ended: RunEnd
    package var load: LoadFacts
    package var machine: MachineFacts
    /// The look that the run was ended by; `nil` for a run of fixed length.
    package var look: Look?
    /// The first answers that held another tenant's data; the record counts all.
    package var leaks: [LeakEvidence]
    /// When new work was stopped before the schedule's end, as offset from the origin; `nil` when
    /// it was not, or when that is not known.
    package var stopped: Nanoseconds?
    /// Whether the run was to go on until the data decide: each judging of it is one of several
    /// looks, also the last one of a run that was stopped before its first.
    package var isExtended: Bool
    /// Seconds of the run that are left out on request: as if nothing was planned in them.
    package var leftOut: Set<Int> { record.leftOut }

    package init(
        record: RunRecord,
        terms: RunTerms,
        gates: [Gate],
        ended: RunEnd,
        load: LoadFacts,
        machine: MachineFacts = MachineFacts(),
        look: Look? = nil,
        leaks: [LeakEvidence] = [],
        isExtended: Bool = false,
        stopped: Nanoseconds? = nil
    ) {
        self.leaks = leaks
        self.record = record
        self.terms = terms
        self.gates = gates
        self.ended = ended
        self.load = load
        self.machine = machine
        self.look = look
        self.isExtended = isExtended || look != nil
        self.stopped = stopped
    }

    /// Up to where the load was put on the service and is judged: all of it, or what came before
    /// the run was cut short or the look that ended it.
    package var playedUntil: Nanoseconds {
        let covered = record.completeUpTo.map { max(.zero, $0 - record.origin) } ?? .zero
        let cut = ended == .completed ? nil : stopped ?? covered
        return [terms.load.duration, look?.end, cut].compactMap(\.self).min() ?? .zero
    }

    /// What of the judged span was played; seconds left out lie in it.
    package var judgedSpan: Range<Nanoseconds> {
        let whole = record.plan.judgedSpan
        return whole.lowerBound..<max(whole.lowerBound, min(whole.upperBound, playedUntil))
    }

    /// δ: what a measured time may be wrong by: the machine's own noise and the generator's lag on
    /// this run (methodology §7.4).
    package var errorBound: Nanoseconds {
        let lag = record.health.lag.percentile(99.9) ?? .zero
        return lag + (machine.noiseFloor ?? MachineFacts.assumedNoise)
    }

    /// The same run judged without some of its seconds.
    package func without(_ seconds: Set<Int>) -> RunFacts {
        var facts = self
        facts.record.leaveOut(seconds)
        return facts
    }
}

/// One of a few looks at a run that goes on as long as they do not decide.
///
/// Each is judged with its part of the chance of error, so that looking again does not make a
/// wrong verdict likelier (``SequentialLooks``).
package struct Look: Sendable, Equatable, Codable {
    /// From 1.
    package var number: Int
    package var most: Int
    /// Operations planned before this offset are judged; a whole second.
    package var end: Nanoseconds

    package init(number: Int, most: Int, end: Nanoseconds) {
        self.number = number
        self.most = most
        self.end = end
    }
}

/// How a run came to its end.
package enum RunEnd: Sendable, Equatable, Codable {
    case completed
    /// Stopped by a signal, for example "SIGINT".
    case interrupted(signal: String)
    /// Stopped for another reason, in words.
    case stopped(reason: Bilingual)
}

/// The load that was asked for and the load that was put on the service.
package struct LoadFacts: Sendable, Equatable, Codable {
    /// The most users asked for at one time.
    package var plannedPeakUsers: Int
    /// The most users that were active at one time, signing in or playing flows.
    package var achievedPeakUsers: Int
    /// Users that began their before-each-user operations (or, without any, began to play); a
    /// user that came twice counts twice, here and below.
    package var usersStarted: Int
    /// Those of them whose before-each-user operations all succeeded.
    package var usersReady: Int
    /// Users that were still at their before-each-user operations when the run ended.
    package var usersUndecided: Int
    /// The share of the users' time in the judged span that they spent getting in, 0 … 1.
    package var signInShare: Double
    /// The time that users were there in the whole run, all added up; zero = not known.
    package var timePresent: Nanoseconds
    /// Of ``timePresent``, between operations: thinking, waiting for a cycle or an arrival.
    package var timeIdle: Nanoseconds
    /// Operations that the users ended or gave up, counted apart from the recorder; `nil` = not
    /// known.
    package var operationsEnded: Int?
    /// Arrivals of the whole schedule of an open load; 0 for closed load and for a run cut short.
    package var plannedArrivals: Int
    /// Arrivals not played by the generator's own fault; those that found every user busy are
    /// the service's and stand in the record as `missed`.
    package var arrivalsLostByGenerator: Int
    /// The distances at which arrivals were announced; `nil` = not known.
    package var arrivalGaps: GapTally?
    /// Rows of a `unique` feed ran out, so iterations were not played.
    package var dataExhausted: Bool
    /// What the service itself said of users signed in; `nil` = it was not asked.
    package var signedIn: SignedInCount?

    package init(
        plannedPeakUsers: Int,
        achievedPeakUsers: Int,
        usersStarted: Int,
        usersReady: Int,
        usersUndecided: Int = 0,
        signInShare: Double = 0,
        timePresent: Nanoseconds = .zero,
        timeIdle: Nanoseconds = .zero,
        operationsEnded: Int? = nil,
        plannedArrivals: Int = 0,
        arrivalsLostByGenerator: Int = 0,
        dataExhausted: Bool = false,
        signedIn: SignedInCount? = nil
    ) {
        self.plannedPeakUsers = plannedPeakUsers
        self.achievedPeakUsers = achievedPeakUsers
        self.usersStarted = usersStarted
        self.usersReady = usersReady
        self.usersUndecided = usersUndecided
        self.signInShare = signInShare
        self.timePresent = timePresent
        self.timeIdle = timeIdle
        self.operationsEnded = operationsEnded
        self.plannedArrivals = plannedArrivals
        self.arrivalsLostByGenerator = arrivalsLostByGenerator
        self.dataExhausted = dataExhausted
        self.signedIn = signedIn
    }
}

/// How many users were signed in by the service's own count, asked for beside the load.
package struct SignedInCount: Sendable, Equatable, Codable {
    /// The highest count told within the judged span; `nil` = none was told.
    package let highest: Int?
    /// At half of the counts told within the judged span there were at least so many; `nil` = none
    /// was told, or the run is of before it was kept.
    package let median: Int?
    /// The counts told within the judged span.
    package let told: Int
    /// Askings of the whole run that brought no count.
    package let failed: Int

    /// - Parameter counts: those told within the judged span.
    package init(_ counts: [Int], failed: Int = 0) {
        highest = counts.max()
        median = counts.isEmpty ? nil : counts.sorted()[(counts.count - 1) / 2]
        told = counts.count
        self.failed = failed
    }
}

/// What is known of the machine that made the load.
package struct MachineFacts: Sendable, Equatable, Codable {
    /// The error of a single time measured on this machine: clock resolution, cost of a reading,
    /// and p99.9 of the response time of a server that does nothing; `nil` = not calibrated.
    package var noiseFloor: Nanoseconds?
    /// Taken for the noise of a machine that was not calibrated.
    package static let assumedNoise = Nanoseconds.microseconds(100)

    /// Suspicions of the tool itself ("the wall clock was stepped by 3 s"): each makes a run
    /// INVALID.
    package var faults: [Bilingual]
    /// How many descriptors this process may open; `nil` = not known.
    package var descriptorLimit: Int?
    /// What calibrating this machine found, in words; `nil` = it was not calibrated.
    package var calibration: Bilingual?

    /// What is known of the machine's own error.
    package var calibrationText: Bilingual {
        let found =
            calibration
            ?? Bilingual(ja: "このマシンは較正していない", en: "this machine was not calibrated")
        guard noiseFloor == nil else { return found }
        return found.then(
            Bilingual(
                ja: "雑音として\(Self.assumedNoise)を見込む",
                en: "\(Self.assumedNoise) are taken for its noise"
            )
        )
    }

    package init(
        noiseFloor: Nanoseconds? = nil,
        faults: [Bilingual] = [],
        descriptorLimit: Int? = nil,
        calibration: Bilingual? = nil
    ) {
        self.noiseFloor = noiseFloor
        self.faults = faults
        self.descriptorLimit = descriptorLimit
        self.calibration = calibration
    }
}
