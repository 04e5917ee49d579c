import Glibc
import Timekeeping

/// Measures a client from outside, in the same way whoever it is.
///
/// The client is a process of its own on its processor. When the server has all its connections
/// and has had three requests of each, a stretch of time begins: the requests are those that the
/// server counted, the processor time is that of the client's whole process. Opening connections
/// and starting up is in neither.
struct Meter {
    let server: BenchServer
    let span: Nanoseconds

    /// Starts a client, measures one stretch, ends it, and waits until the server is idle.
    func measure(_ client: Client, load: BenchLoad, round: Int) throws(BenchFailure) -> Measurement
    {
        try awaitIdleServer()
        let idle = try server.status()
        let child = try start(client, load: load)
        var result: Measurement
        do {
            result = try stretch(of: child, client: client, load: load, round: round)
        } catch {
            child.end(signal: SIGKILL)
            throw error
        }
        let end = child.end(signal: client.stopSignal)
        if let fault = client.fault(in: end) { result.faults.append(fault) }
        try awaitIdleServer()
        let served = try server.status().requestsOfClient(since: idle, connections: load.users)
        if let told = client.requestsTold(in: end), told != served {
            result.faults.append("the client counted \(told) requests, the server \(served)")
        }
        return result
    }

    /// Starts a client and waits until its load is steady.
    func start(_ client: Client, load: BenchLoad) throws(BenchFailure) -> ChildProcess {
        let child = try ChildProcess(
            client.command(for: load),
            processors: load.processorList
        )
        do {
            try awaitSteadyLoad(of: child, users: load.users)
        } catch {
            child.end(signal: SIGKILL)
            throw BenchFailure("\(client.name), \(load.users) users: \(error)")
        }
        return child
    }

    private func stretch(
        of child: ChildProcess,
        client: Client,
        load: BenchLoad,
        round: Int
    ) throws(BenchFailure) -> Measurement {
        let process = child.identifier
        let processor = load.processors[0]
        let (statusBefore, before) = (try server.status(), try ProcessFigures(of: process))
        let (began, processorBefore) = (MonotonicInstant.now, ProcessorTime(of: processor))
        usleep(UInt32(span.count / 1_000))
        let (statusAfter, after) = (try server.status(), try ProcessFigures(of: process))
        let (ended, processorAfter) = (MonotonicInstant.now, ProcessorTime(of: processor))
        let cpu = after.cpu - before.cpu
        let userTicks = after.userTicks - before.userTicks
        let ticks = userTicks + after.systemTicks - before.systemTicks
        let others = processorAfter.busy - processorBefore.busy - cpu
        // The later question is a connection and a request of its own.
        var faults: [String] = []
        let reopened = statusAfter.accepted - statusBefore.accepted - 1
        if reopened > 0 { faults.append("\(reopened) connections were opened anew") }
        if statusAfter.open != load.users + 1 {
            faults.append("\(statusAfter.open - 1) connections open at the end")
        }
        return Measurement(
            client: client,
            users: load.users,
            isEncrypted: load.isEncrypted,
            round: round,
            requests: statusAfter.requests - statusBefore.requests - 1,
            span: ended - began,
            cpu: cpu,
            userShare: Double(userTicks) / Double(max(1, ticks)),
            resident: after.resident,
            anonymous: after.anonymous,
            peak: after.peak,
            othersShare: max(0, Double(others.count) / Double((ended - began).count)),
            faults: faults
        )
    }

    /// Waits until all connections are open and each has had about three answers.
    func awaitSteadyLoad(of child: ChildProcess, users: Int) throws(BenchFailure) {
        let deadline = MonotonicInstant.now + .seconds(60)
        while try server.status().open != users + 1 {
            guard .now < deadline else {
                let open = try server.status().open - 1
                throw BenchFailure("only \(open) connections after a minute")
            }
            guard !child.isOver else { throw BenchFailure("ended at once") }
            usleep(50_000)
        }
        let opened = try server.status().requests
        usleep(300_000)
        while try server.status().requests < opened + 3 * users {
            guard .now < deadline else { throw BenchFailure("hardly any requests in a minute") }
            usleep(50_000)
        }
    }

    /// Waits until only the question itself is open, at most 10 s.
    func awaitIdleServer() throws(BenchFailure) {
        for _ in 0..<200 {
            if try server.status().open <= 1 { return }
            usleep(50_000)
        }
        throw BenchFailure("connections of an ended client stay open at the server")
    }
}
