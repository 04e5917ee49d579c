import CAllocationCount
import Engine
import Synchronization

/// Allocations on a worker's thread, those of playing apart from those of the report every second.
///
/// The thread's counter is read before and after each report: what lies between two reports is
/// playing. What the main thread does with the reports is on another thread and not counted.
final class AllocationWatch: Sendable {
    /// Between two reports.
    struct Second: Sendable {
        var playing = 0
        var reporting = 0
        var requests = 0
    }

    private struct State {
        var counterAtBegin: UInt64 = 0
        var counterAfterReport: UInt64 = 0
        var seconds: [Second] = []
        var told = 0
        var requestsBefore = 0
    }

    private let worker: any Worker
    private let state = Mutex(State())

    init(of worker: any Worker) {
        self.worker = worker
    }

    /// Called before the report is asked for; the worker keeps the order.
    func beforeReport() {
        worker.enqueueOnLoop {
            let counter = sanbyo_allocations_of_thread()
            self.state.withLock { state in
                state.counterAtBegin = counter
                let playing = Int(counter - state.counterAfterReport)
                state.seconds.append(Second(playing: playing))
            }
        }
    }

    func afterReport() {
        worker.enqueueOnLoop {
            let counter = sanbyo_allocations_of_thread()
            self.state.withLock { state in
                state.counterAfterReport = counter
                let last = state.seconds.count - 1
                state.seconds[last].reporting = Int(counter - state.counterAtBegin)
            }
        }
    }

    /// Called with every report's merging.
    func reported(requests: Int) {
        state.withLock { state in
            state.seconds[state.told].requests = requests - state.requestsBefore
            state.requestsBefore = requests
            state.told += 1
        }
    }

    /// All seconds between reports without those in which users came or went.
    func steadySeconds(warmUp: Int) -> [Second] {
        state.withLock { Array($0.seconds.dropFirst(warmUp).dropLast(2)) }
    }
}
