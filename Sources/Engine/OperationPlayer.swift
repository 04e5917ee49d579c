import Measuring
import Responses
import Timekeeping
import Workload

/// Plays operations for one user and reports them: the way from a template to a sample.
///
/// Confined to its shard's thread, see ``VirtualUser``.
final class OperationPlayer: @unchecked Sendable {
    /// How an operation ended, and when.
    struct Played {
        let outcome: Outcome
        let done: MonotonicInstant
    }

    private let user: Int
    private let shard: Shard
    private var values: [String?]
    private var client: (any UserClient)?

    private var plan: RunPlan { shard.plan }

    init(user: Int, shard: Shard) {
        self.user = user
        self.shard = shard
        values = Array(repeating: nil, count: shard.plan.scenario.slotNames.count)
    }

    // MARK: Session and values

    /// Gives the user a fresh client and its account.
    func beginSession(account: [String]?) {
        client = shard.worker.makeClient(user: user)
        shard.clients[user] = client
        values = Array(repeating: nil, count: values.count)
        set(plan.scenario.builtins.user, "\(user + 1)")
        guard let feed = plan.scenario.accounts, let account else { return }
        for (slot, value) in zip(feed.columns, account) { values[slot.index] = value }
    }

    func endSession() {
        client?.close()
        client = nil
        shard.clients[user] = nil
    }

    /// Draws the data rows of an iteration; false when a unique feed has run out.
    func loadRows(of flow: PlayableFlow, sequence: Int, iteration: Int) -> Bool {
        set(plan.scenario.builtins.iteration, "\(iteration + 1)")
        set(plan.scenario.builtins.unique, "\(plan.runTag)-\(user + 1)-\(iteration + 1)")
        for index in flow.feeds {
            let feed = plan.scenario.data[index]
            guard let row = feed.row(sequence: sequence, seed: plan.seed) else { return false }
            for (slot, value) in zip(feed.columns, row) { values[slot.index] = value }
        }
        return true
    }

    private func set(_ slot: Slot?, _ value: String) {
        guard let slot else { return }
        values[slot.index] = value
    }

    // MARK: Operations

    /// Plays one operation and records it.
    func play(_ operation: PlayableOperation, planned: MonotonicInstant) async -> Played {
        shard.operationBegan(operation.index, user: user, planned: planned)
        let results =
            operation.operation.together
            ? await playTogether(operation.requests, planned: planned)
            : await playInSequence(operation.requests, planned: planned)
        let now = shard.worker.now
        let first = results.first
        let done = results.map(\.done).max() ?? now
        // Nothing sent is nothing proven.
        let nothing: Outcome = results.isEmpty ? .notPlayable : .succeeded
        let outcome = results.first { $0.outcome != .succeeded }?.outcome ?? nothing
        shard.operationEnded(
            OperationSample(
                operation: operation.index,
                user: user,
                outcome: outcome,
                stamps: Stamps(
                    planned: planned,
                    dispatched: first?.dispatched ?? now,
                    written: first?.written ?? now,
                    firstByte: first?.firstByte ?? now,
                    done: done
                )
            )
        )
        return Played(outcome: outcome, done: done)
    }

    /// One after another; the first failure ends the operation.
    private func playInSequence(
        _ requests: [PlayableRequest],
        planned: MonotonicInstant
    ) async -> [RequestResult] {
        var results: [RequestResult] = []
        var due = planned
        for request in requests {
            let result = await play(request, planned: due)
            results.append(result)
            guard result.outcome == .succeeded else { break }
            due = result.done
        }
        return results
    }

    /// All at the same time, as a browser fetches the parts of a page.
    private func playTogether(
        _ requests: [PlayableRequest],
        planned: MonotonicInstant
    ) async -> [RequestResult] {
        await withTaskGroup(of: RequestResult.self) { group in
            for request in requests {
                group.addTask { await self.play(request, planned: planned) }
            }
            var results: [RequestResult] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.dispatched < $1.dispatched }
        }
    }

    // MARK: Requests

    /// The part of a request that the operation's stamps are made of.
    struct RequestResult: Sendable {
        let outcome: Outcome
        let dispatched: MonotonicInstant
        let written: MonotonicInstant
        let firstByte: MonotonicInstant
        let done: MonotonicInstant
    }

    /// How many redirects are followed before the service is taken to go round in circles.
    static let mostRedirects = 10

    /// Plays one request with its redirects, checks the answer and keeps what is to be taken.
    private func play(
        _ request: PlayableRequest,
        planned: MonotonicInstant
    ) async -> RequestResult {
        let rendering = RequestRendering.render(
            request.request,
            baseURL: plan.baseURL,
            values: values,
            transport: plan.scenario.transport,
            keepsBody: request.checks.neededBody || shard.observer != nil
        )
        switch rendering {
        case .failure(let missing):
            let name = plan.scenario.slotNames[missing.slot.index]
            note(
                request,
                .notPlayable,
                words: "${\(name)} had no value when the request was due"
            )
            return ended(.notPlayable, first: nil)
        case .success(let outgoing):
            return await follow(request, outgoing, planned: planned)
        }
    }

    private func follow(
        _ request: PlayableRequest,
        _ first: OutgoingRequest,
        planned: MonotonicInstant
    ) async -> RequestResult {
        var outgoing = first
        var firstExchange: Exchange?
        var due = planned
        for hop in 0...Self.mostRedirects {
            guard !shard.isAborting, let client else {
                return ended(.unfinished, first: firstExchange)
            }
            guard plan.hosts.allows(url: outgoing.url) else {
                let host = HostPolicy.host(of: outgoing.url) ?? outgoing.url
                note(
                    request,
                    .hostNotAllowed,
                    words: "\(host) is not among the allowed hosts; nothing was sent there"
                )
                return ended(.hostNotAllowed, first: firstExchange)
            }
            let exchange = await client.perform(outgoing)
            firstExchange = firstExchange ?? exchange
            let next = Redirects.next(
                after: exchange,
                of: outgoing,
                follow: request.request.followRedirects
            )
            let verdict = next == nil ? check(request, exchange) : (.succeeded, "")
            record(request, exchange, outcome: verdict.0, planned: due, hop: hop)
            shard.observer?(
                ExchangeReport(
                    user: user,
                    operation: plan.measuring.requests[request.index].operation,
                    request: request.index,
                    hop: hop,
                    sent: outgoing,
                    exchange: exchange,
                    outcome: verdict.0,
                    words: verdict.1,
                    taken: taken(by: request)
                )
            )
            guard let next else {
                if verdict.0 != .succeeded { note(request, verdict.0, exchange, words: verdict.1) }
                return ended(verdict.0, first: firstExchange, last: exchange)
            }
            outgoing = next.remaining(after: exchange)
            due = exchange.done
        }
        note(request, .tooManyRedirects, words: "more than \(Self.mostRedirects) redirects")
        return ended(.tooManyRedirects, first: firstExchange)
    }

    /// Applies expectations and takes to a final answer.
    private func check(_ request: PlayableRequest, _ exchange: Exchange) -> (Outcome, String) {
        guard exchange.outcome == .succeeded else { return (exchange.outcome, exchange.detail) }
        let answer = Answer(
            status: exchange.status,
            headers: exchange.headers.map { Answer.Header(name: $0.name, value: $0.value) },
            body: exchange.body,
            cookies: { [client] in client?.cookieValue(named: $0) }
        )
        switch request.checks.evaluate(answer, values: &values) {
        case .succeeded: return (.succeeded, "")
        case .unexpectedStatus(let words): return (.unexpectedStatus, words)
        case .unexpectedContent(let words): return (.unexpectedContent, words)
        case .nothingToTake(let words): return (.nothingToTake, words)
        }
    }

    // MARK: Reporting

    private func record(
        _ request: PlayableRequest,
        _ exchange: Exchange,
        outcome: Outcome,
        planned: MonotonicInstant,
        hop: Int
    ) {
        shard.recorder.record(
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
                hiddenRetries: exchange.hiddenRetries
            )
        )
    }

    private func note(
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

    /// - Parameters:
    ///   - first: the exchange of the request itself, if it was sent.
    ///   - last: the one that was checked; without it the request ended now.
    private func ended(
        _ outcome: Outcome,
        first: Exchange?,
        last: Exchange? = nil
    ) -> RequestResult {
        let now = shard.worker.now
        return RequestResult(
            outcome: outcome,
            dispatched: first?.dispatched ?? now,
            written: first?.written ?? now,
            firstByte: last?.firstByte ?? now,
            done: last?.done ?? now
        )
    }

    private func taken(by request: PlayableRequest) -> [(name: String, value: String?)] {
        request.request.takes.map {
            (plan.scenario.slotNames[$0.slot.index], values[$0.slot.index])
        }
    }
}
