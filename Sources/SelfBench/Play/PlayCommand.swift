import ArgumentParser
import Engine
import HTTPLanes
import Measuring
import Timekeeping
import Workload

/// The measured process of a lane: plays one journey until its standard input ends.
struct PlayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Plays a journey until the standard input ends (a part of the benchmark).",
        shouldDisplay: false
    )

    @Option(transform: { try lane(named: $0) }) var lane: Lane
    @Option var url: String
    @Option var users: Int
    @Option var journey: Journey
    @Option var authorities: String?
    @Option(help: "The processors of the shards, with commas.")
    var processors: String
    @Flag var countAllocations = false

    /// Users who think come over a span as long as they think, so that none start together.
    private var rampUp: Nanoseconds {
        if journey == .thinking { return ThinkingBench.rampUp }
        return .microseconds(users * (authorities == nil ? 100 : 400))
    }

    func run() throws {
        _ = Machine.raiseDescriptorLimit()
        let scenario = journey.scenario(
            users: users,
            rampUp: rampUp,
            duration: .seconds(3_600),
            authorities: authorities
        )
        let chosen = processors.split(separator: ",").compactMap { Int($0) }
        let workers = try chosen.enumerated().map { index, processor in
            let worker = try lane.makeWorker(
                index: index,
                transport: scenario.transport,
                cpu: processor
            )
            try worker.start()
            return worker
        }
        defer { for worker in workers { worker.stop() } }
        let run = try EngineRun(
            scenario,
            baseURL: url,
            workers: workers,
            countsAllocations: countAllocations
        )
        print(figures(of: run.play(), allocations: run.allocations).text)
    }

    private static func lane(named name: String) throws -> Lane {
        guard let lane = Lane(rawValue: name) else { throw ValidationError("no lane \(name)") }
        return lane
    }

    private func figures(of record: RunRecord, allocations: AllocationWatch?) -> FigureLine {
        let totals = record.totals(judgedOnly: false)
        let rampSeconds = Set(-1...Int(rampUp.seconds.rounded(.up)))
        let lag = record.lag(without: rampSeconds)
        func milliseconds(_ percent: Double) -> Double {
            lag.percentile(percent)?.milliseconds ?? .nan
        }
        var figures: [(name: String, value: Double)] = [
            ("operations", Double(totals.planned)),
            ("failures", Double(totals.failed - totals.unfinished)),
            ("lag.count", Double(lag.count)),
            ("lag.p50", milliseconds(50)),
            ("lag.p99", milliseconds(99)),
            ("lag.p99.9", milliseconds(99.9)),
            ("lag.max", milliseconds(100)),
            ("turn.longest", record.health.loop.longestTurn.milliseconds),
            ("busy", record.health.loop.busyShare),
        ]
        if let seconds = allocations?.steadySeconds(warmUp: AllocationBench.warmUpReports) {
            figures += [
                ("allocations.playing", Double(seconds.reduce(0) { $0 + $1.playing })),
                ("allocations.reporting", Double(seconds.reduce(0) { $0 + $1.reporting })),
                ("allocations.requests", Double(seconds.reduce(0) { $0 + $1.requests })),
                ("allocations.seconds", Double(seconds.count)),
            ]
        }
        return FigureLine(figures)
    }
}
