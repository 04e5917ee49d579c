import Measuring
import Timekeeping
import Workload

// What is told of each request.
extension OperationPlayer {
    /// Records an exchange, and shows it to whoever watches.
    func report(
        _ request: PlayableRequest,
        _ outgoing: OutgoingRequest,
        _ exchange: Exchange,
        _ outcome: Outcome,
        _ words: String = "",
        planned: MonotonicInstant,
        hop: Int
    ) {
        shard.recorder.record(sample(request, exchange, outcome, planned: planned, hop: hop))
        if let observer = shard.observer {
            observer(
                ExchangeReport(
                    user: user,
                    operation: plan.measuring.requests[request.index].operation,
                    request: request.index,
                    hop: hop,
                    sent: outgoing.copy(),
                    exchange: exchange,
                    outcome: outcome,
                    words: words,
                    taken: taken(by: request)
                )
            )
        }
        if outcome != .succeeded { note(request, outcome, exchange, words: words) }
    }

    private func sample(
        _ request: PlayableRequest,
        _ exchange: Exchange,
        _ outcome: Outcome,
        planned: MonotonicInstant,
        hop: Int
    ) -> RequestSample {
        RequestSample(
            request: request.index,
            user: user,
            outcome: outcome,
            status: exchange.status,
            stamps: Stamps(
                planned: planned,
                dispatched: exchange.dispatched,
                written: exchange.written,
                firstByte: exchange.firstByte,
                done: exchange.done
            ),
            hop: hop,
            bytesSent: exchange.bytesSent,
            bytesReceived: exchange.bytesReceived,
            connection: exchange.connection,
            hiddenRetries: exchange.hiddenRetries,
            searched: searched(request, exchange, planned: planned, hop: hop)
        )
    }

    /// Looks whether an answer holds another tenant's data.
    private func searched(
        _ request: PlayableRequest,
        _ exchange: Exchange,
        planned: MonotonicInstant,
        hop: Int
    ) -> AnswerSearched {
        guard let tenants = shard.tenants else { return .no }
        return tenants.look(
            at: exchange,
            user: user,
            asked: TenantWatch.Asked(
                operation: plan.measuring.requests[request.index].operation,
                request: request.index,
                hop: hop,
                planned: planned - shard.origin,
                done: exchange.done - shard.origin
            )
        )
    }

    /// Keeps a failure as an example of its kind; one that the end of the run caused is none.
    func note(
        _ request: PlayableRequest,
        _ outcome: Outcome,
        _ exchange: Exchange? = nil,
        words: String
    ) {
        guard outcome != .unfinished else { return }
        shard.failures.note(
            FailureExample(
                operation: plan.measuring.requests[request.index].operation,
                request: request.index,
                outcome: outcome,
                status: exchange?.status ?? 0,
                words: words,
                user: user
            )
        )
    }

    func meaning(of refusal: RequestTemplate.Refusal) -> (Outcome, words: String) {
        switch refusal {
        case .missing(let slot):
            let name = plan.scenario.slotNames[slot.index]
            return (.notPlayable, "${\(name)} had no value when the request was due")
        case .notPlayable(let words):
            return (.notPlayable, words)
        case .hostNotAllowed(let host):
            return (
                .hostNotAllowed, "\(host) is not among the allowed hosts; nothing was sent there"
            )
        }
    }

    private func taken(by request: PlayableRequest) -> [(name: String, value: String?)] {
        request.request.takes.map {
            (plan.scenario.slotNames[$0.slot.index], values[$0.slot.index])
        }
    }
}
