import Foundation

/// Measures what the tool can carry on this machine, against a server that does nothing.
struct CeilingMeter {
    let folder: String
    let server: NoOpServer

    /// Response times of doing nothing: twenty users, some thousand operations in all.
    func noOp() throws -> Calibration.Times {
        let run = try OwnRun(
            scenario(users: 20, ramp: "0s", hold: "8s", think: "{ exponential: 20ms }"),
            ["--shards", "1"],
            in: folder
        )
        guard let times = run.summary.operations.first(where: \.judged)?.responseMs,
            let p50 = times.p50,
            let p99 = times.p99, let p999 = times.p999
        else {
            throw ToolFailure(
                message: "nothing could be measured against a server on loopback",
                exitCode: ExitCodes.ownFault
            )
        }
        return Calibration.Times(p50: p50, p99: p99, p999: p999, n: times.n)
    }

    func ceiling() throws -> Calibration.Ceiling {
        let busy = try OwnRun(
            scenario(users: 50, ramp: "0s", hold: "6s", think: "none"),
            ["--shards", "1"],
            in: folder
        )
        let share = max(busy.finding("CPU per core")?.value?.value ?? 1, 0.01)
        let operations = Double(busy.summary.operations.first(where: \.judged)?.planned ?? 0) / 6
        let ports = MachineLimits.ephemeralPorts ?? .max
        let descriptors = MachineLimits.mostDescriptors - MachineLimits.descriptorsOfOurOwn
        let tried = max(1, min(2_000, ports / 2, descriptors / 2))
        let many = try OwnRun(
            scenario(users: tried, ramp: "3s", hold: "6s", think: "{ exponential: 2s }"),
            in: folder
        )
        let perUser = max(1, (many.resident - busy.resident) / tried)
        let rate = operations / share * 0.8
        return Calibration.Ceiling(
            operationsPerSecond: rate.rounded(),
            busyShare: share,
            usersTried: tried,
            lagMs: (many.finding("scheduling lag p99.9")?.value?.value ?? 0) * 1_000,
            memoryPerUser: perUser,
            users: [
                "ports to one address": ports,
                "file descriptors": descriptors,
                "memory": MachineLimits.freeMemory / perUser,
                "processors, each user pausing 10 s": Int(rate * 10)
                    * MachineLimits.processors,
            ]
        )
    }

    private func scenario(users: Int, ramp: String, hold: String, think: String) -> String {
        """
        scenario: calibration
        service: \(server.url)
        load:
          users: { peak: \(users), ramp: \(ramp), hold: \(hold) }
        seed: 3
        before-each-user:
          - { operation: connect, get: /, expect: { status: 200 } }
        flows:
          look:
            think: \(think)
            steps:
              - { operation: look, get: /, expect: { status: 200 } }
        """
    }
}

extension OwnRun {
    /// The most memory the run's process used, in bytes.
    fileprivate var resident: Int {
        summary.machine?.residentBytes ?? 0
    }
}
