import HTTPLanes
import Reporting
import Timekeeping
import Workload

/// What one run measures, in order.
struct BenchPlan {
    let rows: [RequestBench.Row]
    let rounds: Int
    let span: Nanoseconds
    let parts: BenchParts
    /// Open files a process may have.
    let descriptors: Int

    /// Descriptors a client or the server needs beside its connections.
    private static let otherDescriptors = 200

    /// Measures all parts on one server.
    func run() throws(BenchFailure) -> [Section] {
        let most = descriptors - Self.otherDescriptors
        let playable = rows.filter { $0.users <= most }
        for row in rows where row.users > most {
            note("\(row.name) left out: \(descriptors) open files are allowed (ulimit -Hn)")
        }
        let clients = availableClients()
        let server = try BenchServer(
            processor: Machine.serverProcessor,
            connections: min(25_000, most)
        )
        defer { server.stop() }
        let meter = Meter(server: server, span: span)
        var goals = Goals()
        var sections: [Section] = []
        if has(.requests) {
            let bench = RequestBench(meter: meter, clients: clients, rounds: rounds)
            let measurements = playable.flatMap { bench.run($0, progress: note) }
            let figures = RequestFigures(measurements: measurements)
            sections.append(Section(figures, rows: playable, clients: clients))
            for lane in Lane.allCases { goals.add(lane, figures) }
        }
        if has(.steps) { sections.append(steps(meter, &goals)) }
        if has(.thinking) { sections.append(try thinking(server, most: most, &goals)) }
        if has(.timers) {
            note("timers")
            sections.append(TimerBench.section(TimerBench.run(seconds: 4)))
        }
        if has(.executor), let section = ExecutorBench.section() { sections.append(section) }
        if has(.allocations) {
            let counts = AllocationBench(meter: meter).all(progress: note)
            sections.append(AllocationBench.section(counts))
        }
        if has(.calls) { sections += systemCalls(meter, clients) }
        if has(.instructions) { sections += instructions(meter, &goals) }
        if !goals.rows.isEmpty { sections.append(goals.section) }
        return sections
    }

    private func has(_ part: BenchPart) -> Bool { parts.parts.contains(part) }

    private func note(_ line: String) { StandardError.write(line) }

    private func availableClients() -> [Client] {
        let clients = Lane.allCases.map(Client.lane) + [.bareCurl, .wrk, .h2load]
        return clients.filter { client in
            guard let program = client.program, !Machine.has(program.rawValue) else { return true }
            note("\(program.rawValue) is missing: apt-get install \(program.package)")
            return false
        }
    }

    private func steps(_ meter: Meter, _ goals: inout Goals) -> Section {
        var results: [(lane: Lane, steps: [StepBench.Step])] = []
        for lane in Lane.allCases {
            let steps = StepBench(meter: meter, rounds: rounds).run(lane, progress: note)
            results.append((lane, steps))
            let ratio = StepBench.ratio(.formPost, in: steps)?.median
            goals.add(lane, "form POST with token, cookie, text ÷ bare GET", ratio, atMost: 1.5)
        }
        return StepBench.section(results)
    }

    private func thinking(
        _ server: BenchServer,
        most: Int,
        _ goals: inout Goals
    ) throws(BenchFailure) -> Section {
        let users = min(ThinkingBench.users, most)
        var results: [(lane: Lane, users: Int, figures: FigureLine)] = []
        for lane in Lane.allCases {
            note("\(users) thinking users: \(lane.rawValue)")
            let bench = ThinkingBench(server: server)
            guard let line = try bench.run(lane, users: users, length: .seconds(10)) else {
                continue
            }
            results.append((lane, users, line))
            goals.add(lane, "thinking users: lag p99, ms", line["lag.p99"], atMost: 1)
            goals.add(lane, "thinking users: lag p99.9, ms", line["lag.p99.9"], atMost: 5)
        }
        return ThinkingBench.section(results)
    }

    private func systemCalls(_ meter: Meter, _ clients: [Client]) -> [Section] {
        guard Machine.has(Program.strace.rawValue) else {
            note("system calls are not counted: apt-get install \(Program.strace.package)")
            return []
        }
        var counts: [SystemCallBench.Count] = []
        for client in clients {
            note("system calls: \(client.name)")
            do {
                counts.append(try SystemCallBench(meter: meter).run(client))
            } catch {
                note("not counted: \(error)")
            }
        }
        return [SystemCallBench.section(counts)]
    }

    private func instructions(_ meter: Meter, _ goals: inout Goals) -> [Section] {
        guard Machine.has(Program.valgrind.rawValue) else {
            note("instructions are not counted: apt-get install \(Program.valgrind.package)")
            return []
        }
        var counts: [InstructionBench.Count] = []
        for lane in Lane.allCases {
            do {
                var pair: [InstructionBench.Count] = []
                for shards in [1, 2] {
                    note("instructions: \(lane.rawValue), \(shards) of 2 shards")
                    pair.append(try InstructionBench(meter: meter).run(lane, shards: shards))
                }
                let ratio = pair[1].perRequest / pair[0].perRequest
                goals.add(lane, "instructions with two shards ÷ with one", ratio, atMost: 1.03)
                counts += pair
            } catch {
                note("not counted: \(error)")
            }
        }
        return [InstructionBench.section(counts)]
    }
}
