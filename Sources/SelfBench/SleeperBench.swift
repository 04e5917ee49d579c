import LoopRuntime
import Timekeeping

/// How late sleeping users wake.
enum SleeperBench {
    /// Touched on the loop's thread only.
    private final class Latenesses: @unchecked Sendable {
        var all: [Int64] = []
    }

    /// Every sleeper sleeps again and again, 0.2 s to 1 s at a time.
    static func run(sleepers: Int, seconds: Int) async throws -> String {
        let loop = try EventLoop(name: "sleepers", cpu: 0)
        try loop.start()
        defer { loop.stop() }
        let sorted = await Task(executorPreference: loop) {
            let latenesses = Latenesses()
            latenesses.all.reserveCapacity(sleepers * seconds * 2)
            let end = MonotonicInstant.now + .seconds(seconds)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<sleepers {
                    group.addTask {
                        while .now < end {
                            let length = Int.random(in: 200_000...1_000_000)
                            let deadline = MonotonicInstant.now + .microseconds(length)
                            await loop.sleep(until: deadline)
                            latenesses.all.append((MonotonicInstant.now - deadline).count)
                        }
                    }
                }
            }
            return latenesses.all.sorted()
        }.value
        func quantile(_ share: Double) -> String {
            let index = min(sorted.count - 1, Int(Double(sorted.count) * share))
            return rounded(Double(sorted[index]) / 1_000)
        }
        return "\(sorted.count) wakes of \(sleepers) sleepers, late by µs: p50 \(quantile(0.5)), "
            + "p99 \(quantile(0.99)), p99.9 \(quantile(0.999)), max \(quantile(1))"
    }
}
