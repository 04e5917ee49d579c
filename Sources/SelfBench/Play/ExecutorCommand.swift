import ArgumentParser
import CAllocationCount
import LoopRuntime
import Timekeeping

/// The measured process of the executor: what suspending, resuming and making tasks costs.
struct ExecutorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "executor",
        abstract: "Measures the executor (a part of the benchmark).",
        shouldDisplay: false
    )

    @Option var switches: Int
    @Option var tasks: Int

    /// A task that waits.
    @safe private struct Waiting {
        private let continuation: UnsafeContinuation<Void, Never>

        init(_ continuation: UnsafeContinuation<Void, Never>) {
            unsafe self.continuation = continuation
        }

        func wake() { unsafe continuation.resume() }
    }

    /// Tasks that wait; touched on the loop's thread only.
    private final class Parking: @unchecked Sendable {
        private(set) var waiting: [Waiting] = []

        init(capacity: Int) {
            waiting.reserveCapacity(capacity)
        }

        /// Waits until someone wakes all.
        func wait() async {
            await unsafe withUnsafeContinuation { unsafe waiting.append(Waiting($0)) }
        }

        /// Wakes the other one, if it waits, then waits.
        func pass() async {
            await unsafe withUnsafeContinuation { mine in
                let other = waiting.popLast()
                unsafe waiting.append(Waiting(mine))
                other?.wake()
            }
        }

        func wakeAll() {
            for other in waiting { other.wake() }
            waiting = []
        }
    }

    func run() throws {
        let loop = try EventLoop(name: "executor", cpu: Machine.clientProcessor)
        try loop.start()
        defer { loop.stop() }
        let result = Waiter<FigureLine>()
        Task(executorPreference: loop) {
            let resume = await resumeCost()
            let (creation, heap) = await creationCost(on: loop)
            result.give(
                FigureLine([
                    ("resume", resume), ("creation", creation), ("heap", heap),
                ])
            )
        }
        print(result.take().text)
    }

    /// µs for one suspension and resumption, by two tasks that wake each other in turn.
    private func resumeCost() async -> Double {
        let parking = Parking(capacity: 2)
        let began = MonotonicInstant.now
        await withDiscardingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<(switches / 2) { await parking.pass() }
                    parking.wakeAll()
                }
            }
        }
        return (MonotonicInstant.now - began).seconds * 1e6 / Double(switches)
    }

    /// µs to make a task and run it until it waits, and the bytes of heap it then holds.
    private func creationCost(on loop: EventLoop) async -> (Double, Double) {
        let parking = Parking(capacity: tasks)
        let heapBefore = sanbyo_heap_in_use()
        let began = MonotonicInstant.now
        var spent = Nanoseconds.zero
        var heap = 0
        await withDiscardingTaskGroup { group in
            for _ in 0..<tasks { group.addTask { await parking.wait() } }
            while parking.waiting.count < tasks { await loop.pause() }
            spent = .now - began
            heap = Int(sanbyo_heap_in_use()) - Int(heapBefore)
            parking.wakeAll()
        }
        return (spent.seconds * 1e6 / Double(tasks), Double(heap) / Double(tasks))
    }
}
