import Measuring
import Timekeeping
import Verdicts
import Workload

extension RunFacts {
    /// A run as it was played, for the judge.
    ///
    /// - Parameter clock: both clocks read before the run; a wall clock stepped since makes times
    ///   of day wrong and is reported.
    init(_ played: PlayedRun, scenario: Scenario, gates: [Gate], clock: ClockAnchor) {
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
            scenario: scenario,
            gates: gates,
            ended: played.end,
            load: LoadFacts(
                plannedPeakUsers: scenario.load.peakUsers,
                achievedPeakUsers: played.record.timeline.map(\.users).max() ?? 0,
                usersStarted: played.usersBegun,
                usersReady: played.usersSignedIn,
                usersUndecided: max(
                    0,
                    played.usersBegun - played.usersSignedIn - played.usersRefused
                ),
                plannedArrivals: Self.plannedArrivals(scenario, played),
                dataExhausted: played.ranOutOfData
            ),
            machine: MachineFacts(faults: faults)
        )
    }

    private static let largestClockStep = Nanoseconds.seconds(1)

    /// Arrivals of a run that was not cut short; a cut run is never a PASS anyway.
    private static func plannedArrivals(_ scenario: Scenario, _ played: PlayedRun) -> Int {
        guard case .arrivals(let load) = scenario.load, case .completed = played.end else {
            return 0
        }
        return Int(ArrivalSchedule.expectedCount(load.stages).rounded())
    }
}
