import Foundation
import LoopRuntime
import Synchronization
import Timekeeping

/// Measures the clock and the timers that everything else is measured by.
enum Meters {
    /// The clock's smallest step and the cost of a reading.
    static func clock() -> Calibration.Clock {
        let readings = 200_000
        var smallest = Int64.max
        let began = MonotonicInstant.now
        var last = began
        for _ in 0..<readings {
            let now = MonotonicInstant.now
            let step = (now - last).count
            if step > 0 { smallest = min(smallest, step) }
            last = now
        }
        let all = (MonotonicInstant.now - began).count
        return Calibration.Clock(
            resolution: Double(smallest),
            readCost: Double(all) / Double(readings)
        )
    }

    /// Touched by one loop's thread, then by whoever waits for the end.
    private final class Latenesses: @unchecked Sendable {
        var all: [Nanoseconds] = []
    }

    /// How late fifty sleepers are woken, 20 to 100 ms at a time.
    /// - Throws: `ToolFailure` with exit code 70 when there is no thread to be had.
    static func timers(for seconds: Int) throws -> Calibration.Times {
        let loop: EventLoop
        do {
            loop = try EventLoop(name: "timers")
            try loop.start()
        } catch {
            throw ToolFailure(message: "\(error)", exitCode: ExitCodes.ownFault)
        }
        defer { loop.stop() }
        let latenesses = Latenesses()
        let done = DispatchSemaphore(value: 0)
        let end = MonotonicInstant.now + .seconds(seconds)
        Task(executorPreference: loop) {
            await withDiscardingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        while .now < end {
                            let due =
                                MonotonicInstant.now
                                + .microseconds(.random(in: 20_000...100_000))
                            await loop.sleep(until: due)
                            latenesses.all.append(MonotonicInstant.now - due)
                        }
                    }
                }
            }
            done.signal()
        }
        done.wait()
        return Calibration.Times(latenesses.all)
    }
}

extension Calibration.Times {
    init(_ times: [Nanoseconds]) {
        let sorted = times.sorted()
        func quantile(_ share: Double) -> Double {
            guard !sorted.isEmpty else { return 0 }
            let rank = max(1, Int((share * Double(sorted.count)).rounded(.up)))
            return sorted[rank - 1].milliseconds
        }
        self.init(
            p50: quantile(0.5),
            p99: quantile(0.99),
            p999: quantile(0.999),
            n: sorted.count
        )
    }
}
