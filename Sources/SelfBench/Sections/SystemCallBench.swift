import Glibc
import Reporting
import Timekeeping

/// System calls per request, by strace attached to a client in steady state.
struct SystemCallBench {
    let meter: Meter
    static let users = 100

    struct Count {
        let client: Client
        let requests: Int
        /// Calls by name, most first.
        let calls: [(name: String, count: Int)]

        func perRequest(_ count: Int) -> Double { Double(count) / Double(max(1, requests)) }
        var all: Double { perRequest(calls.reduce(0) { $0 + $1.count }) }
    }

    /// - Throws: when strace may not attach, or the client cannot be started.
    func run(_ client: Client) throws(BenchFailure) -> Count {
        let load = BenchLoad(
            users: Self.users,
            baseURL: meter.server.url(isEncrypted: false, address: 0),
            authorities: meter.server.certificate
        )
        let child = try meter.start(client, load: load)
        defer {
            child.end(signal: client.stopSignal)
            try? meter.awaitIdleServer()
        }
        let process = child.identifier
        let requests: Int
        // The client stands still while the tracer comes and goes and the server is asked, so that
        // the calls counted are those of the requests counted.
        try pause(process)
        let tracer = try ChildProcess([
            "strace", "-f", "-c", "-q", "-o", "/dev/stdout", "-p", "\(process)",
        ])
        for _ in 0..<200 where !Self.isTraced(process) { usleep(10_000) }
        do throws(BenchFailure) {
            guard Self.isTraced(process) else {
                throw BenchFailure("strace may not attach to processes here")
            }
            let before = try meter.server.status().requests
            kill(process, SIGCONT)
            usleep(UInt32(meter.span.count / 1_000))
            try pause(process)
            requests = try meter.server.status().requests - before - 1
        } catch {
            tracer.end(signal: SIGINT)
            kill(process, SIGCONT)
            throw error
        }
        let end = tracer.end(signal: SIGINT)
        kill(process, SIGCONT)
        return Count(client: client, requests: requests, calls: Self.calls(end.output))
    }

    /// Stops a process and waits until the server has answered what it had sent.
    private func pause(_ process: pid_t) throws(BenchFailure) {
        kill(process, SIGSTOP)
        var (seen, before) = (try meter.server.status().requests, -1)
        while seen > before + 1 {
            usleep(100_000)
            (seen, before) = (try meter.server.status().requests, seen)
        }
    }

    private static func isTraced(_ process: pid_t) -> Bool {
        let status = SystemText.file("/proc/\(process)/status") ?? ""
        return SystemText.value(of: "TracerPid", in: status).map { $0 != "0" } ?? false
    }

    /// Reads strace's summary: "% time, seconds, usecs/call, calls, errors, syscall".
    private static func calls(_ summary: String) -> [(name: String, count: Int)] {
        summary.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 5, Double(fields[0]) != nil, let name = fields.last,
                name != "total", let count = Int(fields[3])
            else { return nil }
            return (String(name), count)
        }.sorted { $0.count > $1.count }
    }

    static func section(_ counts: [Count]) -> Section {
        let rows = counts.map { count in
            let names = count.calls.prefix(7).map {
                "\($0.name) \(figure(count.perRequest($0.count), decimals: 3))"
            }
            let control = count.calls.first { $0.name == "epoll_ctl" }?.count ?? 0
            return [
                count.client.name, figure(count.all),
                figure(count.perRequest(control), decimals: 4),
                names.joined(separator: ", "),
            ]
        }
        return Section(
            title: "System calls per request in steady state, \(users) users, plain",
            notes: ["Counted by strace, which slows the client: counts, not times."],
            table: TextTable(
                [
                    .init("client"), .init("calls/request", right: true),
                    .init("epoll_ctl", right: true), .init("by name"),
                ],
                rows: rows
            ),
            raw: .array(
                counts.map { count in
                    [
                        "client": .string(count.client.name), "requests": .int(count.requests),
                        "calls": .array(
                            count.calls.map { ["name": .string($0.name), "count": .int($0.count)] }
                        ),
                    ]
                }
            )
        )
    }
}
