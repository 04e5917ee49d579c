import LoopRuntime
import Timekeeping

/// What it costs that one task resumes another on the same loop.
enum ExecutorBench {
    /// Two tasks that hand a baton to each other; touched on the loop's thread only.
    @safe private final class Baton: @unchecked Sendable {
        var waiting: UnsafeContinuation<Void, Never>?

        /// Wakes the other task, if it waits, and waits.
        func pass() async {
            await unsafe withUnsafeContinuation { mine in
                let other = unsafe waiting
                unsafe waiting = mine
                unsafe other?.resume()
            }
        }

        func end() {
            unsafe waiting?.resume()
            unsafe waiting = nil
        }
    }

    static func run(switches: Int) async throws -> String {
        let loop = try EventLoop(name: "executor", cpu: 0)
        try loop.start()
        defer { loop.stop() }
        let spent = await Task(executorPreference: loop) {
            let baton = Baton()
            let began = MonotonicInstant.now
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<(switches / 2) { await baton.pass() }
                        baton.end()
                    }
                }
            }
            return MonotonicInstant.now - began
        }.value
        return "\(rounded(spent.seconds * 1e6 / Double(switches))) µs per suspend and resume"
    }
}
