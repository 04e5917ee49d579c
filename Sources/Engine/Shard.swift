import Measuring
import Statistics
import Timekeeping
import Workload

/// The users of one worker, and what they have measured.
///
/// Everything here is touched on the worker's thread only; `RunSession` reaches it by
/// `enqueueOnLoop`. That makes the `@unchecked Sendable` true.
final class Shard: @unchecked Sendable {
    let plan: RunPlan
    let worker: any Worker
    /// This shard's number, and of how many: user u and arrival k belong here when u, k mod
    /// `count` is `index`.
    let index: Int
    let count: Int
    let origin: MonotonicInstant
    let load: RunSession.Load
    let observer: (@Sendable (ExchangeReport) -> Void)?

    let recorder: ShardRecorder
    /// `nil` when answers are not searched for other tenants' data.
    let tenants: TenantWatch?
    var failures = FailureBook()
    /// The clients of users in session, by user.
    var clients: [Int: any UserClient] = [:]

    /// No new operation begins.
    private(set) var isStopping = false
    /// What is in flight ends now.
    private(set) var isAborting = false

    /// What each user of the stripe waits for, by the user's place in the stripe.
    private var operationsInFlight: [InFlight?]
    /// How each of them spends its session.
    private var idling: [Idling]
    private var buffers: [OutgoingRequest] = []
    private var attendance: Attendance
    private var arrivalsHandled = 0
    private var arrivalGaps: ArrivalGaps
    private var hasRunOutOfData = false
    private var desk: ArrivalDesk?
    private var hasPlayed = false
    private var latestBeat = Nanoseconds.zero

    private struct Idling {
        var begin = MonotonicInstant(nanoseconds: .min)
        /// Since when there has been nothing to do; the end of the session when it is over.
        var since = MonotonicInstant(nanoseconds: .min)
        /// For how long there was nothing to do before.
        var before = Nanoseconds.zero

        /// A session begins when it was planned to, or when the one before has ended.
        mutating func beginSession(planned: MonotonicInstant) {
            begin = max(planned, since)
            since = begin
            before = .zero
        }

        mutating func end(at instant: MonotonicInstant) {
            if instant > since { before += instant - since }
        }
    }

    init(
        plan: RunPlan,
        worker: any Worker,
        index: Int,
        count: Int,
        origin: MonotonicInstant,
        load: RunSession.Load,
        observer: (@Sendable (ExchangeReport) -> Void)?
    ) {
        self.plan = plan
        self.worker = worker
        self.index = index
        self.count = count
        self.origin = origin
        self.load = load
        self.observer = observer
        tenants = TenantWatch(plan)
        recorder = ShardRecorder(plan: plan.measuring, origin: origin)
        arrivalGaps = ArrivalGaps(plan.scenario.load, shards: count)
        attendance = Attendance(judgedSpan: plan.measuring.judgedSpan)
        operationsInFlight = Array(repeating: nil, count: plan.peakUsers / count + 1)
        idling = Array(repeating: Idling(), count: plan.peakUsers / count + 1)
    }

    // MARK: Buffers

    /// A buffer to render a request into; given back when the request has been answered.
    func takeBuffer() -> OutgoingRequest {
        buffers.popLast() ?? OutgoingRequest(origin: plan.origin)
    }

    func putBack(_ buffer: OutgoingRequest) {
        buffers.append(buffer)
    }

    // MARK: Playing

    /// Plays this shard's stripe of the load to its end.
    func play() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.beat() }
            await self.playLoad()
            self.hasPlayed = true
        }
    }

    private func playLoad() async {
        guard load == .full else {
            if index == 0 { await VirtualUser(number: 0, shard: self).playOnce() }
            return
        }
        switch plan.scenario.load {
        case .users(let stages):
            await playUsers(UserSchedule(stages))
        case .arrivals(let load):
            await playArrivals(load)
        }
    }

    /// How far apart the shard looks whether its thread is held up.
    static let beatInterval = Nanoseconds.milliseconds(20)

    /// Notices a held-up thread (a stopped process, a starved core) also while no operation is
    /// due: answers that came meanwhile are stamped late, and only this tells.
    private func beat() async {
        var due = worker.now
        while !hasPlayed, !isStopping {
            due = max(due, worker.now) + Self.beatInterval
            await worker.sleep(until: due)
            latestBeat = max(latestBeat, worker.now - due)
        }
    }

    private func playUsers(_ schedule: UserSchedule) async {
        await withDiscardingTaskGroup { group in
            for number in stripe(of: plan.peakUsers) {
                let stretches = schedule.intervals(ofUser: number)
                guard !stretches.isEmpty else { continue }
                group.addTask {
                    await VirtualUser(number: number, shard: self).playClosed(active: stretches)
                }
            }
        }
    }

    private func playArrivals(_ load: ArrivalLoad) async {
        let desk = ArrivalDesk()
        self.desk = desk
        let stop = origin + plan.scenario.load.duration
        await withDiscardingTaskGroup { group in
            for number in stripe(of: load.users) {
                let share = load.leadIn.count * Int64(number) / Int64(max(load.users, 1))
                let signInAt = origin + Nanoseconds(share)
                group.addTask {
                    await VirtualUser(number: number, shard: self)
                        .playOpen(signInAt: signInAt, desk: desk, stop: stop)
                }
            }
            group.addTask { await self.announceArrivals(of: load, at: desk) }
        }
        recordMissed(desk.giveUp())
    }

    /// Sleeps from planned start to planned start; the schedule is never re-based.
    private func announceArrivals(of load: ArrivalLoad, at desk: ArrivalDesk) async {
        var schedule = ArrivalSchedule(load, seed: plan.seed, shard: index, shards: count)
        while !isStopping, let arrival = schedule.next() {
            let planned = origin + load.leadIn + arrival.offset
            await worker.sleep(until: planned)
            guard !isStopping else { break }
            arrivalGaps.note(arrival.number, at: worker.now - origin)
            desk.arrive(ArrivalDesk.Arrival(number: arrival.number, planned: planned))
        }
        desk.close()
    }

    private func stripe(of total: Int) -> StrideTo<Int> {
        stride(from: index, to: total, by: count)
    }

    // MARK: What users report

    func userBegan(_ user: Int, planned: MonotonicInstant) {
        attendance.begin(user, at: planned - origin)
        idling[user / count].beginSession(planned: planned)
    }

    func userSignedIn(_ user: Int) { attendance.signIn(user, at: worker.now - origin) }
    func signInFailed(_ user: Int) { attendance.refuse(user) }

    func userEnded(_ user: Int) {
        let now = worker.now
        let place = user / count
        idling[place].end(at: now)
        idling[place].since = now
        attendance.end(
            user,
            at: now - origin,
            present: now - idling[place].begin,
            idle: idling[place].before
        )
    }

    func dataRanOut() { hasRunOutOfData = true }
    func arrivalHandled() { arrivalsHandled += 1 }

    func operationBegan(_ operation: Int, user: Int, planned: MonotonicInstant) {
        operationsInFlight[user / count] =
            InFlight(operation: operation, user: user, planned: planned)
        idling[user / count].end(at: planned)
    }

    func operationEnded(_ sample: OperationSample) {
        operationsInFlight[sample.user / count] = nil
        idling[sample.user / count].since = sample.stamps.done
        attendance.operationEnded()
        recorder.record(sample)
    }

    /// Records a cycle that was given up: its first operation was planned and never sent.
    func recordMissed(_ flow: PlayableFlow, user: Int, planned: MonotonicInstant) {
        guard let first = flow.steps.first else { return }
        let now = worker.now
        attendance.operationEnded()
        recorder.record(
            OperationSample(
                operation: first.index,
                user: user,
                outcome: .missed,
                stamps: Stamps(
                    planned: planned,
                    dispatched: now,
                    written: now,
                    firstByte: now,
                    done: now
                )
            )
        )
    }

    private func recordMissed(_ arrivals: [ArrivalDesk.Arrival]) {
        for arrival in arrivals {
            arrivalHandled()
            recordMissed(plan.flow(arrival: arrival.number), user: -1, planned: arrival.planned)
        }
    }

    // MARK: What the session asks for

    func stopNewWork() {
        isStopping = true
        desk?.close()
        if let desk { recordMissed(desk.giveUp()) }
        worker.wakeSleepers()
    }

    func abortInFlight() {
        if !isStopping { stopNewWork() }
        isAborting = true
        if let desk { recordMissed(desk.giveUp()) }
        worker.wakeAll()
        for client in clients.values { client.abort() }
    }

    /// What came since the last call.
    func take() -> ShardReport {
        let waiting = (desk?.waitingArrivals ?? []).compactMap { arrival in
            plan.flow(arrival: arrival.number).steps.first.map {
                InFlight(operation: $0.index, user: -1, planned: arrival.planned)
            }
        }
        var loop = worker.takeLoopHealth()
        loop.latestTimer = max(loop.latestTimer, latestBeat)
        latestBeat = .zero
        return ShardReport(
            shard: index,
            delta: recorder.take(
                inFlight: operationsInFlight.compactMap(\.self) + waiting,
                users: attendance.present,
                loop: loop,
                at: worker.now
            ),
            failures: failures.take(),
            leaks: tenants?.take() ?? [],
            attendance: attendance.figures,
            arrivalsHandled: arrivalsHandled,
            arrivalGaps: arrivalGaps.tally,
            ranOutOfData: hasRunOutOfData
        )
    }
}
