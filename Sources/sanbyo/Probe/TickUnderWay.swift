import Availability
import Timekeeping

/// A tick that has begun: its probes, and a second look at those that failed where one is asked
/// for.
final class TickUnderWay {
    let slot: UTCInstant
    let started: UTCInstant
    let begin = MonotonicInstant.now
    private let probers: [Prober]
    private let rule: DownRule
    private let confirm: Nanoseconds?
    private var round: ProbeRound
    private var first: [ProbeResult] = []
    private var secondLook: MonotonicInstant?
    private var isConfirming = false

    init(slot: UTCInstant, _ probers: [Prober], rule: DownRule, confirm: Nanoseconds?) {
        self.slot = slot
        started = .now
        self.probers = probers
        self.rule = rule
        self.confirm = confirm
        round = ProbeRound(probers)
    }

    /// The tick when it has ended, else `nil`.
    func ended() -> Tick? {
        if let due = secondLook {
            guard MonotonicInstant.now >= due else { return nil }
            secondLook = nil
            isConfirming = true
            let failed = first.filter(\.isFailed).map(\.kind)
            round = ProbeRound(probers.filter { failed.contains($0.kind) })
        }
        guard round.isOver else { return nil }
        let results = round.take()
        guard !isConfirming else { return tick(joined(results)) }
        let looked = tick(results)
        guard let confirm, looked.state(rule) == .down else { return looked }
        first = results
        secondLook = MonotonicInstant.now + confirm
        return nil
    }

    /// The second look decides for the probes that were made again; what the first found is kept.
    private func joined(_ second: [ProbeResult]) -> [ProbeResult] {
        first.map { result in
            second.first { $0.kind == result.kind }.map(result.confirmed) ?? result
        }
    }

    private func tick(_ results: [ProbeResult]) -> Tick {
        Tick(slot: slot, started: started, results: results)
    }
}
