import Glibc
import Reporting
import Timekeeping
import Workload

/// Instructions per request with one shard and with two, counted by callgrind.
///
/// Counts, because times with two shards would be those of a server that shares its processor.
/// Of two runs of different length the differences are taken, so that starting up and opening
/// connections are not among them.
struct InstructionBench {
    let meter: Meter
    static let users = 50

    struct Count {
        let lane: Lane
        let shards: Int
        let requests: Int
        let instructions: Int

        var perRequest: Double { Double(instructions) / Double(max(1, requests)) }
    }

    /// - Throws: when valgrind cannot run the program.
    func run(_ lane: Lane, shards: Int) throws(BenchFailure) -> Count {
        let short = try total(lane, shards: shards, length: .milliseconds(500))
        let long = try total(lane, shards: shards, length: .seconds(6))
        return Count(
            lane: lane,
            shards: shards,
            requests: long.requests - short.requests,
            instructions: long.instructions - short.instructions
        )
    }

    /// A whole run from start to end.
    private func total(
        _ lane: Lane,
        shards: Int,
        length: Nanoseconds
    ) throws(BenchFailure) -> (requests: Int, instructions: Int) {
        var load = BenchLoad(
            users: Self.users,
            baseURL: meter.server.url(isEncrypted: false, address: 0),
            authorities: meter.server.certificate
        )
        load.processors = Array(repeating: Machine.clientProcessor, count: shards)
        // valgrind cannot read the debugging information of Swift's compiler.
        let program = meter.server.file("stripped")
        let counts = meter.server.file("callgrind.out")
        guard
            ChildProcess.output(of: ["strip", "--strip-debug", "-o", program, ChildProcess.own])
                != nil
        else {
            throw BenchFailure("strip is missing: apt-get install binutils")
        }
        let own = Client.lane(lane).command(for: load).dropFirst()
        let child = try ChildProcess(
            [
                "valgrind", "--log-file=/dev/null", "--tool=callgrind", "--fair-sched=yes",
                "--callgrind-out-file=\(counts)", program,
            ] + own,
            processors: load.processorList
        )
        let before = try meter.server.status()
        try meter.awaitSteadyLoad(of: child, users: load.users)
        usleep(UInt32(length.count / 1_000))
        child.end()
        try meter.awaitIdleServer()
        let after = try meter.server.status()
        let line = SystemText.value(of: "totals", in: SystemText.file(counts) ?? "")
        guard let instructions = line.flatMap({ Int($0) }) else {
            throw BenchFailure("callgrind has not counted")
        }
        let requests = after.requestsOfClient(since: before, connections: load.users)
        return (requests, instructions)
    }

    static func section(_ counts: [Count]) -> Section {
        let rows = counts.map { count in
            let one = counts.first { $0.lane == count.lane && $0.shards == 1 }
            return [
                count.lane.rawValue, "\(count.shards)", "\(count.requests)",
                figure(count.perRequest, decimals: 0),
                figure(one.map { count.perRequest / $0.perRequest }, decimals: 3),
            ]
        }
        return Section(
            title: "Instructions per request with one shard and with two, \(users) users, plain",
            notes: [
                "User-mode instructions by callgrind: the difference between a long run and a short "
                    + "one."
            ],
            table: TextTable(
                [
                    .init("lane"), .init("shards", right: true), .init("requests", right: true),
                    .init("instructions/request", right: true), .init("÷ one shard", right: true),
                ],
                rows: rows
            ),
            raw: .array(
                counts.map {
                    [
                        "lane": .string($0.lane.rawValue), "shards": .int($0.shards),
                        "requests": .int($0.requests), "instructions": .int($0.instructions),
                    ]
                }
            )
        )
    }
}
