import Measuring
import Timekeeping

// What the generator had of the machine, and what else went on there.
extension HealthChecks {
    var machine: [HealthFinding] {
        [cpu, runQueue, steal, sockets, cores, blocked].compactMap(\.self)
    }

    private var cpu: HealthFinding {
        let found = facts.record.busiestShare(over: Self.cpuWindow, \.busiestShard)
        return HealthFinding(
            name: "CPU per core",
            isHealthy: found < Self.busiest,
            value: .share(found),
            limit: .share(Self.busiest),
            reason: "the busiest \(Self.cpuWindow) s of a thread that plays users took "
                + "\(ShareText.percent(found)) of a core",
            remedy: "play on more threads (--shards), a faster machine, or with fewer users"
        )
    }

    /// A thread without a core stamps answers late, whether or not an operation was due.
    private var runQueue: HealthFinding {
        let found = facts.record.busiestShare(over: Self.cpuWindow, \.starvedShard)
        return HealthFinding(
            name: "run queue",
            isHealthy: found < Self.mostStarved,
            value: .share(found),
            limit: .share(Self.mostStarved),
            reason: "a thread that plays users was ready and waited for a core for at most "
                + "\(ShareText.percent(found)) of \(Self.cpuWindow) s",
            remedy: "end other programs on this machine, or give the tool cores of its own"
        )
    }

    private var steal: HealthFinding? {
        guard !facts.record.machine.isEmpty else { return nil }
        let found = facts.record.stolenShare(over: Self.cpuWindow)
        return HealthFinding(
            name: "steal",
            isHealthy: found < Self.mostStolen,
            value: .share(found),
            limit: .share(Self.mostStolen),
            reason: "the host of this machine gave at most \(ShareText.percent(found)) of a "
                + "core's time to others in \(Self.cpuWindow) s",
            remedy: "use a machine that does not share its processors"
        )
    }

    /// Connections that could not be opened for lack of something here are no fault of the service.
    private var sockets: HealthFinding {
        let open = facts.record.timeline.map(\.loop.openSockets).max() ?? 0
        let failed = facts.record.totals(judgedOnly: false).byOutcome[.noSocket, default: 0]
        let limit = facts.machine.descriptorLimit
        return HealthFinding(
            name: "sockets",
            isHealthy: failed == 0,
            value: .count(failed),
            limit: .count(0),
            reason: "at most \(Words.figure(open)) were open"
                + (limit.map { " (\(Words.figure($0)) descriptors are allowed)" } ?? "")
                + "; \(Words.operations(failed)) failed for lack of a descriptor, port or memory",
            remedy: "raise `ulimit -n`, widen net.ipv4.ip_local_port_range, or ask for fewer users"
        )
    }

    /// Shown only: what other programs take shows where it matters, in the checks above.
    private var cores: HealthFinding? {
        let readings = facts.record.machine.values
        guard let busiest = readings.map(\.busiestCore).max(),
            let runnable = readings.map(\.runnable).max(),
            let resident = readings.map(\.resident).max()
        else { return nil }
        return HealthFinding(
            "whole machine",
            shown: .share(busiest),
            "the busiest core was busy for at most \(ShareText.percent(busiest)) of a second, with "
                + "up to \(runnable) threads of all programs running or waiting; this one used "
                + "\(resident >> 20) MiB"
        )
    }

    private var blocked: HealthFinding? {
        guard let found = facts.record.blocked.percentile(99.9) else { return nil }
        return HealthFinding(
            "blocked p99.9",
            shown: .time(found),
            "99.9% of operations were sent at most \(DurationText.readable(found)) after they were "
                + "dispatched (waiting for a connection, opening it)"
        )
    }
}

extension RunRecord {
    /// The largest mean of a figure over some seconds in a row, 0 … 1.
    func busiestShare(over window: Int, _ share: (SecondFigures) -> Double) -> Double {
        largestMean(of: timeline.map { ($0.second, share($0)) }, over: window)
    }

    /// The largest share of a core's time that the host took over some seconds in a row, 0 … 1.
    func stolenShare(over window: Int) -> Double {
        largestMean(
            of: machine.sorted { $0.key < $1.key }.map { ($0.key, $0.value.steal) },
            over: window
        )
    }

    /// Seconds left out do not thin the ones beside them: only windows wholly left out are not
    /// judged.
    private func largestMean(of shares: [(second: Int, share: Double)], over window: Int)
        -> Double
    {
        let length = min(window, shares.count)
        guard length > 0 else { return 0 }
        return (0...(shares.count - length)).lazy
            .map { shares[$0..<($0 + length)] }
            .filter { part in !part.allSatisfy { isWhollyLeftOut($0.second) } }
            .map { part in part.reduce(0) { $0 + $1.share } / Double(length) }
            .max() ?? 0
    }
}
