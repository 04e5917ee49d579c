import Measuring
import Responses
import Timekeeping
import Workload

/// One simulated client: its account, its values, its connections, and where it is in its journey.
///
/// Confined to its shard's thread: it is created there and every task that touches it has the
/// shard's executor as its preference. That confinement, not the compiler, makes the
/// `@unchecked Sendable` true.
final class VirtualUser: @unchecked Sendable {
    /// From 0; the user's place in the schedule, its account row and its stripe follow from it.
    let number: Int
    private let shard: Shard
    private let player: OperationPlayer
    /// Iterations begun, over all of the user's active stretches.
    private var iteration = 0
    private var thinking: Thinking
    /// The end of the newest operation: an instant that has passed, known without a clock.
    private var latest = MonotonicInstant(nanoseconds: .min)

    private var plan: RunPlan { shard.plan }

    init(number: Int, shard: Shard) {
        self.number = number
        self.shard = shard
        player = OperationPlayer(user: number, shard: shard)
        thinking = Thinking(seed: shard.plan.seed, user: number, iteration: 0)
    }

    // MARK: Closed model

    /// Plays one active stretch of the schedule after another.
    func playClosed(active stretches: [Range<Nanoseconds>]) async {
        for stretch in stretches {
            let start = shard.origin + stretch.lowerBound
            let stop = shard.origin + stretch.upperBound
            await shard.worker.sleep(until: start)
            guard !shard.isStopping else { return }
            await session(start: start, stop: stop) { signedIn in
                await self.iterateClosed(from: signedIn, until: stop)
                // Someone who thinks beyond the end is still there until the end.
                await self.shard.worker.sleep(until: stop)
            }
        }
    }

    private func iterateClosed(from start: MonotonicInstant, until stop: MonotonicInstant) async {
        var due = start
        while !shard.isStopping, due < stop {
            let flow = plan.flow(user: number, iteration: iteration)
            let sequence = number + iteration * plan.peakUsers
            let end = await iterate(flow, sequence: sequence, planned: due, until: stop)
            guard let end else { return }
            due = flow.pacing == nil ? end : nextCycle(of: flow, after: due, until: stop)
        }
    }

    /// When the next cycle of a paced flow starts; records those that are given up.
    @inline(never)
    private func nextCycle(
        of flow: PlayableFlow,
        after planned: MonotonicInstant,
        until stop: MonotonicInstant
    ) -> MonotonicInstant {
        guard let pacing = flow.pacing else { return planned }
        let next = Pacing.next(after: planned, pacing: pacing, now: shard.worker.now)
        for missed in next.missed where missed < stop {
            shard.recordMissed(flow, user: number, planned: missed)
        }
        if shard.isStopping { missCycles(of: flow, from: next.due, every: pacing, until: stop) }
        return next.due
    }

    /// Records the cycles that were due before the run was stopped and are not played any more.
    private func missCycles(
        of flow: PlayableFlow,
        from first: MonotonicInstant,
        every pacing: Nanoseconds,
        until stop: MonotonicInstant
    ) {
        var due = first
        while due < stop, due <= shard.worker.now {
            shard.recordMissed(flow, user: number, planned: due)
            due = due + pacing
        }
    }

    // MARK: Open model

    /// Signs in, then plays the arrivals that the desk hands out until it closes.
    func playOpen(signInAt: MonotonicInstant, desk: ArrivalDesk, stop: MonotonicInstant) async {
        await shard.worker.sleep(until: signInAt)
        guard !shard.isStopping else { return }
        await session(start: signInAt, stop: stop) { _ in
            while let arrival = await desk.nextArrival() {
                let flow = self.plan.flow(arrival: arrival.number)
                self.shard.arrivalHandled()
                guard !self.shard.isStopping else {
                    self.shard.recordMissed(flow, user: self.number, planned: arrival.planned)
                    continue
                }
                _ = await self.iterate(
                    flow,
                    sequence: arrival.number,
                    planned: arrival.planned,
                    until: stop
                )
            }
        }
    }

    // MARK: One pass

    /// Plays every flow once from sign-in to sign-out, without think time.
    func playOnce() async {
        await session(start: shard.worker.now, stop: MonotonicInstant(nanoseconds: .max)) { _ in
            for (number, flow) in self.plan.flows.enumerated() where !self.shard.isStopping {
                guard self.player.loadRows(of: flow, sequence: number, iteration: number) else {
                    self.shard.dataRanOut()
                    continue
                }
                for operation in flow.steps where !self.shard.isStopping {
                    let played = await self.player.play(operation, planned: self.shard.worker.now)
                    guard played.outcome == .succeeded else { break }
                }
            }
        }
    }

    // MARK: Both

    /// Signs in, does the work, signs out.
    private func session(
        start: MonotonicInstant,
        stop: MonotonicInstant,
        work: (_ signedIn: MonotonicInstant) async -> Void
    ) async {
        shard.userBegan(number, planned: start)
        player.beginSession(account: plan.scenario.accounts?.rows[safe: number])
        if let signedIn = await signIn(planned: start, until: stop) {
            shard.userSignedIn(number)
            await work(signedIn)
            await signOut()
        }
        player.endSession()
        shard.userEnded(number)
    }

    /// Plays the operations before the first iteration; tries again from the first when one fails.
    ///
    /// - Returns: when the last was done, or `nil` when the user's time was over first.
    private func signIn(
        planned: MonotonicInstant,
        until stop: MonotonicInstant
    ) async -> MonotonicInstant? {
        var due = planned
        attempts: while !shard.isStopping, due < stop {
            for id in plan.scenario.beforeEachUser {
                let played = await player.play(plan.operations[id.index], planned: due)
                due = played.done
                guard played.outcome == .succeeded else {
                    if played.outcome != .unfinished { shard.signInFailed(number) }
                    guard shard.load == .full else { return nil }
                    due = due + Self.pauseAfterFailure
                    await shard.worker.sleep(until: due)
                    continue attempts
                }
                guard !shard.isStopping else { return nil }
            }
            return due
        }
        return nil
    }

    private func signOut() async {
        var due = shard.worker.now
        for id in plan.scenario.afterEachUser where !shard.isAborting {
            due = await player.play(plan.operations[id.index], planned: due).done
        }
    }

    /// Plays the steps of one iteration.
    ///
    /// A failed operation ends the iteration, as a person would start over; the rest of its steps
    /// are not planned. The pause after a failure is at least ``pauseAfterFailure``, so that users
    /// without think time do not hammer a service that refuses them.
    ///
    /// - Returns: when the next iteration may start, or `nil` when unique data have run out.
    @inline(never)
    private func iterate(
        _ flow: PlayableFlow,
        sequence: Int,
        planned: MonotonicInstant,
        until stop: MonotonicInstant
    ) async -> MonotonicInstant? {
        guard beginIteration(flow, sequence: sequence) else { return nil }
        var due = planned
        for step in flow.steps.indices {
            guard !shard.isStopping, due < stop else { return due }
            if due > latest {
                await shard.worker.sleep(until: due)
                guard !shard.isStopping else { return due }
            }
            let operation = flow.steps[step]
            let played = await player.play(operation, planned: due)
            due = nextStart(after: played, of: operation, in: flow)
            guard played.outcome == .succeeded else { return due }
        }
        return due
    }

    // Never inlined into what waits: a waiting task keeps room for all that it calls by itself, and
    // there are thousands of them.

    /// Draws the data of the next iteration; false when unique data have run out.
    @inline(never)
    private func beginIteration(_ flow: PlayableFlow, sequence: Int) -> Bool {
        guard player.loadRows(of: flow, sequence: sequence, iteration: iteration) else {
            shard.dataRanOut()
            return false
        }
        thinking = Thinking(seed: plan.seed, user: number, iteration: iteration)
        iteration += 1
        return true
    }

    @inline(never)
    private func nextStart(
        after played: OperationPlayer.Played,
        of operation: PlayableOperation,
        in flow: PlayableFlow
    ) -> MonotonicInstant {
        latest = played.done
        let pause = thinking.pause(operation.think ?? flow.think)
        return played.done
            + (played.outcome == .succeeded ? pause : max(pause, Self.pauseAfterFailure))
    }

    /// The least pause before a user starts over after a failed operation.
    static let pauseAfterFailure = Nanoseconds.seconds(1)
}

/// The pauses of one iteration, drawn from a stream of their own.
private struct Thinking {
    let seed: UInt64
    let user: Int
    let iteration: Int
    private var generator: SeededGenerator?

    init(seed: UInt64, user: Int, iteration: Int) {
        self.seed = seed
        self.user = user
        self.iteration = iteration
    }

    mutating func pause(_ think: ThinkTime) -> Nanoseconds {
        if case .none = think { return .zero }
        var drawing =
            generator
            ?? SeededGenerator(
                seed: seed,
                stream: .thinkTime,
                UInt64(user),
                UInt64(iteration)
            )
        defer { generator = drawing }
        return think.drawn(using: &drawing)
    }
}

extension Array {
    /// The element, or `nil` beyond the end.
    subscript(safe index: Int) -> Element? {
        indices.contains(index) ? self[index] : nil
    }
}
