import Engine
import Measuring
import Statistics
import Timekeeping
import Verdicts
import Workload

extension RunFacts {
    /// A run as it was played, for the judge.
    ///
    /// - Parameters:
    ///   - seed: the run's, for its schedule of arrivals.
    ///   - clock: both clocks read before the run; a wall clock stepped since makes times of day
    ///     wrong and is reported.
    ///   - isExtended: whether it goes on until the data decide.
    init(
        _ played: PlayedRun,
        scenario: Scenario,
        gates: [Gate],
        seed: UInt64,
        clock: ClockAnchor,
        calibration: Calibration.Found,
        isExtended: Bool
    ) {
        var load = LoadFacts(played, scenario: scenario)
        load.plannedArrivals = Self.scheduledArrivals(scenario, played, seed: seed)
        load.arrivalsLostByGenerator = max(0, load.plannedArrivals - played.arrivalsHandled)
        load.arrivalGaps = played.arrivalGaps.count > 0 ? played.arrivalGaps : nil
        var faults: [String] = []
        if !played.isComplete {
            faults.append("a thread of the generator did not end: some operations are not counted")
        }
        let now = ClockAnchor.now()
        let step = now.unixNanoseconds - clock.unixNanoseconds(at: now.monotonic)
        if abs(step) > Self.largestClockStep.count {
            let size = DurationText.readable(Nanoseconds(abs(step)))
            faults.append("the wall clock was stepped by \(size) during the run")
        }
        self.init(
            record: played.record,
            terms: RunTerms(scenario),
            gates: gates,
            ended: played.end,
            load: load,
            machine: MachineFacts(calibration, faults: faults),
            look: played.look,
            leaks: played.leaks,
            isExtended: isExtended,
            stopped: played.stoppedAt.map { max(.zero, $0 - played.record.origin) }
        )
    }

    private static let largestClockStep = Nanoseconds.seconds(1)

    /// The arrivals that a run which was not cut short must have handled.
    private static func scheduledArrivals(_ scenario: Scenario, _ played: PlayedRun, seed: UInt64)
        -> Int
    {
        guard case .arrivals(let load) = scenario.load, case .completed = played.end else {
            return 0
        }
        let end = played.stoppedAt.map { $0 - played.record.origin - load.leadIn }
        var schedule = ArrivalSchedule(load, seed: seed)
        var count = 0
        while let arrival = schedule.next(), arrival.offset < end ?? load.duration { count += 1 }
        return count
    }
}

extension MachineFacts {
    /// This machine as it was found before a run, and what was seen of it since.
    init(_ calibration: Calibration.Found, faults: [String] = []) {
        self.init(
            noiseFloor: calibration.noiseFloor,
            faults: faults,
            descriptorLimit: MachineLimits.descriptorLimit,
            calibration: calibration.quote
        )
    }
}

extension LoadFacts {
    /// The load as far as it has been played.
    init(_ played: PlayedRun, scenario: Scenario) {
        let attendance = played.attendance
        self.init(
            plannedPeakUsers: scenario.load.peakUsers,
            achievedPeakUsers: attendance.peak,
            usersStarted: attendance.begun,
            usersReady: attendance.signedIn,
            usersUndecided: max(
                0,
                attendance.begun - attendance.signedIn - attendance.refused
            ),
            signInShare: attendance.timeThere > .zero
                ? attendance.timeSigningIn.seconds / attendance.timeThere.seconds : 0,
            // Only of ended sessions is it known how they were spent.
            timePresent: attendance.present == 0 ? attendance.timePresent : .zero,
            timeIdle: attendance.present == 0 ? attendance.timeIdle : .zero,
            operationsEnded: attendance.operations,
            dataExhausted: played.ranOutOfData,
            signedIn: played.signedIn
        )
    }
}
