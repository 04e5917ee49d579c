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

    let user: Int
    let shard: Shard
    let plan: RunPlan
    private(set) var values: [String?]
    private var client: (any UserClient)?
    /// What the newest answer to a poll lacked.
    private(set) var latestUnready = ""

    init(user: Int, shard: Shard) {
        self.user = user
        self.shard = shard
        plan = shard.plan
        values = Array(repeating: nil, count: shard.plan.scenario.slotNames.count)
    }

    // MARK: Session and values

    /// Gives the user a fresh client and its account.
    func beginSession(account: [String]?) {
        client = shard.worker.makeClient(user: user)
        shard.clients[user] = client
        values = Array(repeating: nil, count: values.count)
        if let slot = plan.scenario.builtins.user { values[slot.index] = "\(user + 1)" }
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
        let builtins = plan.scenario.builtins
        if let slot = builtins.iteration { values[slot.index] = "\(iteration + 1)" }
        if let slot = builtins.unique {
            values[slot.index] = "\(plan.runTag)-\(user + 1)-\(iteration + 1)"
        }
        for index in flow.feeds {
            let feed = plan.data[index]
            guard let row = feed.row(sequence: sequence, seed: plan.seed) else { return false }
            for (slot, value) in zip(feed.columns, row) { values[slot.index] = value }
        }
        return true
    }

    // MARK: Operations

    /// Plays one operation and records it.
    @inline(never)  // as all that a waiting task calls, see ``VirtualUser``
    func play(_ operation: PlayableOperation, planned: MonotonicInstant) async -> Played {
        shard.operationBegan(operation.index, user: user, planned: planned)
        let result =
            operation.together
            ? await playTogether(operation.requests, planned: planned)
            : await playInSequence(operation.requests, planned: planned)
        record(operation, result, planned: planned)
        return Played(outcome: result.outcome, done: result.done)
    }

    @inline(never)
    private func record(
        _ operation: PlayableOperation,
        _ result: RequestResult,
        planned: MonotonicInstant
    ) {
        shard.operationEnded(
            OperationSample(
                operation: operation.index,
                user: user,
                outcome: result.outcome,
                stamps: Stamps(
                    planned: planned,
                    dispatched: result.dispatched,
                    written: result.written,
                    firstByte: result.firstByte,
                    done: result.done
                )
            )
        )
    }

    /// One after another; the first failure ends the operation.
    private func playInSequence(
        _ requests: [PlayableRequest],
        planned: MonotonicInstant
    ) async -> RequestResult {
        guard !requests.isEmpty else { return .nothing(at: shard.worker.now) }
        var result = await play(requests[0], planned: planned)
        for place in 1..<requests.count {
            guard result.outcome == .succeeded else { break }
            result.add(await play(requests[place], planned: result.done))
        }
        return result
    }

    /// All at the same time, as a browser fetches the parts of a page.
    @inline(never)
    private func playTogether(
        _ requests: [PlayableRequest],
        planned: MonotonicInstant
    ) async -> RequestResult {
        await withTaskGroup(of: RequestResult.self) { group in
            for request in requests {
                group.addTask { await self.play(request, planned: planned) }
            }
            var results: [RequestResult] = []
            for await result in group { results.append(result) }
            results.sort { $0.dispatched < $1.dispatched }
            guard var whole = results.first else { return .nothing(at: shard.worker.now) }
            for result in results.dropFirst() { whole.add(result) }
            return whole
        }
    }

    // MARK: Requests

    /// How many redirects are followed before the service is taken to go round in circles.
    static let mostRedirects = 10

    /// Plays one request to its end.
    private func play(
        _ request: PlayableRequest,
        planned: MonotonicInstant
    ) async -> RequestResult {
        guard let polling = request.polling else { return await ask(request, planned: planned) }
        return await poll(request, polling, planned: planned)
    }

    /// Sends one request with its redirects, checks the answer and keeps what is to be taken.
    func ask(_ request: PlayableRequest, planned: MonotonicInstant) async -> RequestResult {
        if let constant = request.constant {
            return await send(constant, of: request, planned: planned)
        }
        let outgoing = shard.takeBuffer()
        defer { shard.putBack(outgoing) }
        do throws(RequestTemplate.Refusal) {
            try request.template.render(into: outgoing, values: values)
        } catch {
            return refused(request, error, first: nil)
        }
        return await send(outgoing, of: request, planned: planned)
    }

    private func send(
        _ outgoing: OutgoingRequest,
        of request: PlayableRequest,
        planned: MonotonicInstant
    ) async -> RequestResult {
        guard !shard.isAborting, let client else { return ended(.unfinished) }
        let exchange = await client.perform(outgoing)
        guard request.followsRedirects, exchange.status / 100 == 3 else {
            return conclude(request, outgoing, exchange, planned: planned)
        }
        return await follow(request, outgoing, exchange, planned: planned)
    }

    @inline(never)
    private func conclude(
        _ request: PlayableRequest,
        _ outgoing: OutgoingRequest,
        _ exchange: Exchange,
        planned: MonotonicInstant
    ) -> RequestResult {
        let outcome = end(request, outgoing, exchange, planned: planned, hop: 0)
        return ended(outcome, first: Sending(exchange), last: exchange)
    }

    /// Goes where a 3xx answer leads.
    @inline(never)
    private func follow(
        _ request: PlayableRequest,
        _ sent: OutgoingRequest,
        _ redirection: Exchange,
        planned: MonotonicInstant
    ) async -> RequestResult {
        let first = Sending(redirection)
        var outgoing = sent
        var exchange = redirection
        var due = planned
        for hop in 0...Self.mostRedirects {
            switch Redirects.next(after: exchange, of: outgoing) {
            case .nowhere:
                let outcome = end(request, outgoing, exchange, planned: due, hop: hop)
                return ended(outcome, first: first, last: exchange)
            case .unreadable(let location):
                report(request, outgoing, exchange, .succeeded, planned: due, hop: hop)
                return refused(request, .hostNotAllowed(location), first: first)
            case .request(let next):
                report(request, outgoing, exchange, .succeeded, planned: due, hop: hop)
                if let host = request.template.refusedHost(of: next) {
                    return refused(request, .hostNotAllowed(host), first: first)
                }
                due = exchange.done
                outgoing = next
            }
            guard hop < Self.mostRedirects else { break }
            guard !shard.isAborting, let client else { return ended(.unfinished, first: first) }
            exchange = await client.perform(outgoing)
        }
        note(request, .tooManyRedirects, words: "more than \(Self.mostRedirects) redirects")
        return ended(.tooManyRedirects, first: first)
    }

    // MARK: Answers

    /// Checks a final answer and reports it.
    private func end(
        _ request: PlayableRequest,
        _ outgoing: OutgoingRequest,
        _ exchange: Exchange,
        planned: MonotonicInstant,
        hop: Int
    ) -> Outcome {
        guard exchange.outcome == .succeeded else {
            let words = exchange.detail
            report(request, outgoing, exchange, exchange.outcome, words, planned: planned, hop: hop)
            return exchange.outcome
        }
        let verdict =
            request.checks.looksAtStatusOnly && request.polling == nil
            ? request.checks.statusVerdict(exchange.status) ?? .succeeded
            : check(request, outgoing, exchange)
        let (outcome, words) = verdict.asOutcome
        guard outcome != .notReady else {
            // As an answer it is all right; whether it was the last poll is decided by who polls.
            latestUnready = words
            report(request, outgoing, exchange, .succeeded, words, planned: planned, hop: hop)
            return outcome
        }
        report(request, outgoing, exchange, outcome, words, planned: planned, hop: hop)
        return outcome
    }

    /// Applies expectations and takes.
    private func check(
        _ request: PlayableRequest,
        _ outgoing: OutgoingRequest,
        _ exchange: Exchange
    ) -> CheckResult {
        let answer = Answer(
            status: exchange.status,
            headers: exchange.headers.map { Answer.Header(name: $0.name, value: $0.value) },
            body: exchange.body,
            cookies: { [client] name in client?.cookieValue(named: name, for: outgoing) }
        )
        return request.checks.evaluate(answer, until: request.polling?.until, values: &values)
    }

    // MARK: Ends

    /// A request that is not sent, or not sent on.
    private func refused(
        _ request: PlayableRequest,
        _ refusal: RequestTemplate.Refusal,
        first: Sending?
    ) -> RequestResult {
        let (outcome, words) = meaning(of: refusal)
        note(request, outcome, words: words)
        return ended(outcome, first: first)
    }

    /// When a request itself went out, before any redirects.
    private struct Sending {
        let dispatched: MonotonicInstant
        let written: MonotonicInstant

        init(_ exchange: Exchange) {
            dispatched = exchange.dispatched
            written = exchange.written
        }
    }

    /// - Parameters:
    ///   - first: when the request itself was sent, if it was.
    ///   - last: the exchange that was checked, which is not needed any more; without it the
    ///     request ended now.
    private func ended(
        _ outcome: Outcome,
        first: Sending? = nil,
        last: Exchange? = nil
    ) -> RequestResult {
        let end = last?.done ?? shard.worker.now
        let result = RequestResult(
            outcome: outcome,
            dispatched: first?.dispatched ?? end,
            written: first?.written ?? end,
            firstByte: last?.firstByte ?? end,
            done: end
        )
        if let last, shard.observer == nil { client?.giveBack(last) }
        return result
    }
}
