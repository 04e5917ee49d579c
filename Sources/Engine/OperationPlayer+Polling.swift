import Measuring
import Responses
import Timekeeping
import Workload

/// ``Polling`` with its conditions compiled.
final class PlayablePolling: Sendable {
    let every: Nanoseconds
    let atMost: Nanoseconds
    let until: CompiledChecks

    init(_ polling: Polling) throws(CheckSyntaxError) {
        every = polling.every
        atMost = polling.atMost
        until = try CompiledChecks(expectations: polling.until, takes: [])
    }
}

extension OperationPlayer {
    /// Asks again until the answer says that it is ready, or for as long as it may.
    ///
    /// Polls are due at fixed distances from the first one's planned start, and a last one when the
    /// time is over; one that the answer before has kept waiting is sent at once. So what is ready
    /// is seen at most one distance and one answer later, and never too soon. The pauses belong to
    /// the operation: they are part of its response and service time and of its age in flight, and
    /// go on while the run drains.
    @inline(never)  // as all that a waiting task calls, see ``VirtualUser``
    func poll(
        _ request: PlayableRequest,
        _ polling: PlayablePolling,
        planned: MonotonicInstant
    ) async -> RequestResult {
        let last = planned + polling.atMost
        var due = planned
        var whole = await ask(request, planned: due)
        while whole.outcome == .notReady, due < last {
            due = min(last, max(due + polling.every, whole.done))
            await shard.worker.rest(until: due)
            let next = await ask(request, planned: due)
            whole.outcome = next.outcome
            whole.done = next.done
        }
        if whole.outcome == .notReady {
            note(request, .notReady, words: words(for: polling))
        }
        return whole
    }

    private func words(for polling: PlayablePolling) -> String {
        "not ready within \(DurationText.canonical(polling.atMost)): \(latestUnready)"
    }
}
