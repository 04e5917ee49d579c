import ArgumentParser
import LoopRuntime
import Measuring
import Timekeeping

/// The measured process of timers: how late sleeping users wake beside a busy one.
struct TimersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timers",
        abstract: "Measures the lateness of timers (a part of the benchmark).",
        shouldDisplay: false
    )

    @Option var sleepers: Int
    @Option(help: "The share of the loop's time the busy user takes, in %.")
    var load: Int
    @Option var seconds: Int

    /// Touched on the loop's thread only.
    private final class Latenesses: @unchecked Sendable {
        var all: [Int64] = []
    }

    private static let slice = Nanoseconds.microseconds(50)

    func run() throws {
        let loop = try EventLoop(name: "timers", cpu: Machine.clientProcessor)
        try loop.start()
        defer { loop.stop() }
        let result = Waiter<FigureLine>()
        Task(executorPreference: loop) { result.give(await measure(on: loop)) }
        print(result.take().text)
    }

    private func measure(on loop: EventLoop) async -> FigureLine {
        let latenesses = Latenesses()
        latenesses.all.reserveCapacity(sleepers * seconds * 2)
        let end = MonotonicInstant.now + .seconds(seconds)
        _ = loop.takeHealth()
        await withDiscardingTaskGroup { group in
            if load > 0 { group.addTask { await self.beBusy(on: loop, until: end) } }
            for _ in 0..<sleepers {
                group.addTask { await Self.sleep(on: loop, until: end, into: latenesses) }
            }
        }
        let busy = loop.takeHealth().busyShare
        let sorted = latenesses.all.sorted()
        func quantile(_ share: Double) -> Double {
            guard let last = sorted.last else { return .nan }
            let index = Int(Double(sorted.count) * share)
            return Double(index < sorted.count ? sorted[index] : last) / 1_000
        }
        return FigureLine([
            ("wakes", Double(sorted.count)), ("busy", busy), ("p50", quantile(0.5)),
            ("p99", quantile(0.99)), ("p99.9", quantile(0.999)), ("max", quantile(1)),
        ])
    }

    /// Sleeps again and again, 0.2 s to 1 s at a time.
    private static func sleep(
        on loop: EventLoop,
        until end: MonotonicInstant,
        into latenesses: Latenesses
    ) async {
        while .now < end {
            let length = Int.random(in: 200_000...1_000_000)
            let deadline = MonotonicInstant.now + .microseconds(length)
            await loop.sleep(until: deadline)
            latenesses.all.append((MonotonicInstant.now - deadline).count)
        }
    }

    /// Works in slices with pauses between them that leave the wanted share; a pause missed is
    /// made up for, but others have their turn after every slice.
    private func beBusy(on loop: EventLoop, until end: MonotonicInstant) async {
        let period = Nanoseconds(Self.slice.count * 100 / Int64(load))
        var due = MonotonicInstant.now
        while .now < end {
            let stop = MonotonicInstant.now + Self.slice
            while .now < stop {}
            due = due + period
            if due > .now { await loop.sleep(until: due) } else { await loop.pause() }
        }
    }
}
