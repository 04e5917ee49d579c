import Glibc
import Measuring
import Synchronization
import Testing
import Timekeeping

@testable import LoopRuntime

@Suite("The queue of jobs and the heap of timers")
struct QueueTests {
    @Test("timers leave by deadline, and equal deadlines in the order they came")
    func timerOrder() {
        var heap = TimerHeap<Int>()
        var generator = SystemRandomNumberGenerator()
        let deadlines = (0..<2_000).map { _ in Int64.random(in: 0..<300, using: &generator) }
        for (index, deadline) in deadlines.enumerated() {
            heap.insert(MonotonicInstant(nanoseconds: deadline), index)
        }
        let expected = deadlines.indices.sorted {
            (deadlines[$0], $0) < (deadlines[$1], $1)
        }
        #expect(heap.earliest?.nanoseconds == deadlines.min())
        #expect(heap.removeAll().map(\.payload) == expected)
        #expect(heap.isEmpty)
    }

    @Test("a timer is not due before its deadline, and is at it")
    func notEarly() {
        var heap = TimerHeap<String>()
        heap.insert(MonotonicInstant(nanoseconds: 100), "a")
        #expect(heap.popDue(at: MonotonicInstant(nanoseconds: 99)) == nil)
        #expect(heap.popDue(at: MonotonicInstant(nanoseconds: 100))?.payload == "a")
        #expect(heap.popDue(at: MonotonicInstant(nanoseconds: 100)) == nil)
    }
}

@Suite("The event loop", .serialized, .timeLimit(.minutes(1)))
struct EventLoopTests {
    private func onLoop<Result: Sendable>(
        _ body: @escaping @Sendable (EventLoop) async -> Result
    ) async throws -> Result {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let result = await Task(executorPreference: loop) { await body(loop) }.value
        loop.stop()
        return result
    }

    @Test("every resume of a user happens on its loop's thread, helpers and child tasks included")
    func resumesStayOnTheThread() async throws {
        let loops = try (0..<2).map { try EventLoop(name: "shard-\($0)") }
        for loop in loops { try loop.start() }
        let strays = Strays()
        let foreign = Foreign()
        await withTaskGroup(of: Void.self) { group in
            for user in 0..<1_000 {
                let loop = loops[user % 2]
                group.addTask(executorPreference: loop) {
                    await play(on: loop, strays: strays, foreign: foreign)
                }
            }
        }
        for loop in loops { loop.stop() }
        #expect(strays.checks.load(ordering: .relaxed) == 1_000 * 11)
        #expect(strays.count.load(ordering: .relaxed) == 0)
    }

    private func play(on loop: EventLoop, strays: Strays, foreign: Foreign) async {
        strays.check(loop)
        for step in 1...3 {
            await loop.sleep(until: .now + .microseconds(step * 300))
            strays.check(loop)
            await helper(loop, strays)
        }
        async let child: Void = helper(loop, strays)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.helper(loop, strays) }
        }
        await child
        await foreign.hop()
        strays.check(loop)
        await loop.pause()
        strays.check(loop)
    }

    private func helper(_ loop: EventLoop, _ strays: Strays) async {
        await loop.sleep(until: .now + .microseconds(50))
        strays.check(loop)
    }

    @Test("work from other threads runs on the loop's, all of it and in order")
    func foreignWork() async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let order = Mutex<[Int]>([])
        let strays = Strays()
        for number in 0..<5_000 {
            loop.enqueueOnLoop {
                strays.check(loop)
                order.withLock { $0.append(number) }
            }
        }
        loop.stop()
        #expect(order.withLock { $0 } == Array(0..<5_000))
        #expect(strays.count.load(ordering: .relaxed) == 0)
    }

    @Test("an idle loop is woken at once by another thread")
    func wake() async throws {
        let lateness = try await onLoop { loop in
            let began = MonotonicInstant.now
            await Foreign().sleepThenReturn()
            _ = loop
            return MonotonicInstant.now - began
        }
        #expect(lateness >= .milliseconds(20))
        #expect(lateness < .milliseconds(1_000))
    }

    @Test("10,000 sleeping users wake on time, never early")
    func manySleepers() async throws {
        let latenesses = try await onLoop { loop in
            await withTaskGroup(of: Int64.self) { group in
                let base = MonotonicInstant.now + .milliseconds(300)
                for user in 0..<10_000 {
                    group.addTask {
                        let deadline = base + .microseconds(user * 37 % 500_000)
                        await loop.sleep(until: deadline)
                        return (MonotonicInstant.now - deadline).count
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        let sorted = latenesses.sorted()
        #expect(sorted.count == 10_000)
        #expect(sorted[0] >= 0)
        #expect(sorted[9_900] < Nanoseconds.milliseconds(50).count)
    }

    @Test("waking the sleepers ends all sleeps, and later ones return at once")
    func wakeSleepers() async throws {
        let lasted = try await onLoop { loop in
            let began = MonotonicInstant.now
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask { await loop.sleep(until: .now + .seconds(100)) }
                }
                await loop.sleep(until: .now + .milliseconds(20))
                loop.wakeSleepers()
            }
            await loop.sleep(until: .now + .seconds(100))
            return MonotonicInstant.now - began
        }
        #expect(lasted >= .milliseconds(20))
        #expect(lasted < .seconds(10))
    }

    @Test("rests go on when sleepers are woken, and end when all are")
    func rests() async throws {
        let (first, both) = try await onLoop { loop in
            let began = MonotonicInstant.now
            loop.wakeSleepers()
            await loop.rest(until: began + .milliseconds(60))
            let first = MonotonicInstant.now - began
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await loop.rest(until: .now + .seconds(100)) }
                group.addTask { await loop.rest(until: .now + .milliseconds(20)) }
                group.addTask { loop.wakeSleepers() }
                await group.next()
                await group.next()
                loop.wakeAll()
            }
            await loop.rest(until: .now + .seconds(100))
            return (first, MonotonicInstant.now - began)
        }
        #expect(first >= .milliseconds(60))
        #expect(both >= .milliseconds(80))
        #expect(both < .seconds(10))
    }

    @Test("stopping a loop ends the sleeps of its tasks")
    func stopEndsSleeps() async throws {
        let loop = try EventLoop(name: "test")
        try loop.start()
        let task = Task(executorPreference: loop) {
            await loop.sleep(until: .now + .seconds(100))
            return loop.isOnLoop
        }
        usleep(20_000)
        loop.stop()
        #expect(await task.value)
    }

    @Test("the loop tells of a turn that kept everything waiting, and of its timers")
    func health() async throws {
        let health = try await onLoop { loop in
            _ = loop.takeHealth()
            await loop.sleep(until: .now + .milliseconds(5))
            // By the thread's own time: other work on the machine must not decide the test.
            let cpu = EventLoop.threadCPU()
            while EventLoop.threadCPU() - cpu < .milliseconds(60) {}
            await loop.sleep(until: .now + .milliseconds(5))
            return loop.takeHealth()
        }
        #expect(health.longestTurn >= .milliseconds(60))
        #expect(health.timersFired == 2)
        #expect(health.cpu >= .milliseconds(60))
        #expect(health.span >= .milliseconds(70))
        #expect(health.busyShare > 0 && health.busyShare <= 1)
    }

    @Test("an event of a descriptor's earlier use does not reach the later one")
    func generations() throws {
        final class Handler: SocketHandler {
            func socketReady(_ descriptor: Int32, events: SocketEvents) {}
        }
        var table = SocketTable()
        let first = Handler()
        let second = Handler()
        table.open(7, handler: first)
        let oldTag = UInt64(7) | UInt64(1) << 32
        #expect(table.target(ofTag: oldTag)?.handler === first)
        table.close(7)
        #expect(table.target(ofTag: oldTag) == nil)
        table.open(7, handler: second)
        #expect(table.target(ofTag: oldTag) == nil)
        #expect(table.open == 1)
        #expect(table.takeOpened() == 2)
    }
}

/// Counts what ran off its loop's thread.
final class Strays: Sendable {
    let checks = Atomic<Int>(0)
    let count = Atomic<Int>(0)

    func check(_ loop: EventLoop) {
        checks.add(1, ordering: .relaxed)
        if !loop.isOnLoop { count.add(1, ordering: .relaxed) }
    }
}

/// Sends a user away to a thread of the system's pool, from which it must come back.
actor Foreign {
    func hop() async {}

    func sleepThenReturn() async {
        try? await Task.sleep(for: .milliseconds(20))
    }
}
