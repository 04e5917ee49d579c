import NIOCore

import Timekeeping

/// Turns the faults of the programme on and off and holds what a stall holds.
///
/// A fault is on exactly between its `fault-begin` and `fault-end` in the event log, because the
/// same turn of the event loop that switches it writes the line. Used on the event loop only.
final class FaultClock {
    private var board: FaultBoard
    private let programme: FaultProgramme
    private let loop: NIOIsolatedEventLoop
    private let log: EventLog
    private var alarms: [Scheduled<Void>] = []
    private var parked: [() -> Void] = []

    init(_ programme: FaultProgramme, loop: NIOIsolatedEventLoop, log: EventLog) {
        self.programme = programme
        self.loop = loop
        self.log = log
        board = FaultBoard(programme)
    }

    /// Starts the programme, again if it runs already: faults that are on end first.
    func start(at origin: MonotonicInstant) {
        stop()
        board = FaultBoard(programme)
        log.record("origin", ["originMonotonicNanoseconds": .number(origin.nanoseconds)])
        for (index, fault) in programme.faults.enumerated() {
            schedule(at: origin + fault.begin) { $0.begin(index) }
            schedule(at: origin + fault.end) { $0.end(index, isComplete: true) }
        }
    }

    /// Ends the programme: what is on goes off, what is held goes on its way.
    func stop() {
        for alarm in alarms { alarm.cancel() }
        alarms.removeAll()
        for index in programme.faults.indices where board.isOn[index] {
            end(index, isComplete: false)
        }
    }

    /// Keeps the action until the stall is over and says by which fault; `nil` when there is no
    /// stall, and then the action is not kept.
    func park(_ action: @escaping () -> Void) -> Int? {
        guard let stall = board.stall else { return nil }
        board.countHeld(by: stall)
        parked.append(action)
        return stall
    }

    /// What happens to a request that is about to be worked on.
    func treat(needsDatabase: Bool) -> Treatment {
        board.treat(needsDatabase: needsDatabase)
    }

    /// The fault that makes the database unreachable now, if any.
    func refuseDatabase() -> Int? {
        board.refuseDatabase()
    }

    /// Whether an answer shows another company's data now, and by which fault.
    func leak() -> Int? {
        board.leak()
    }

    private func begin(_ index: Int) {
        board.turn(index, on: true)
        log.record(
            "fault-begin",
            ["fault": .count(index + 1), "what": .text(programme.faults[index].description)]
        )
    }

    /// Ends a fault; not complete when the programme is stopped while the fault is on.
    private func end(_ index: Int, isComplete: Bool) {
        guard board.isOn[index] else { return }
        board.turn(index, on: false)
        let tally = board.tallies[index]
        log.record(
            "fault-end",
            [
                "fault": .count(index + 1), "what": .text(programme.faults[index].description),
                "complete": .truth(isComplete), "held": .count(tally.held),
                "delayed": .count(tally.delayed),
                "failed": .count(tally.failed), "reset": .count(tally.reset),
                "leaked": .count(tally.leaked),
            ]
        )
        guard board.stall == nil else { return }
        let released = parked
        parked.removeAll()
        for action in released { action() }
    }

    private func schedule(at instant: MonotonicInstant, _ action: @escaping (FaultClock) -> Void) {
        let wait = max(0, (instant - .now).count)
        alarms.append(loop.scheduleTask(in: .nanoseconds(wait)) { [self] in action(self) })
    }
}
