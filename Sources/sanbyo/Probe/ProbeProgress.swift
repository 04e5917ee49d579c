import Availability
import ScenarioFiles
import Timekeeping

/// Says on standard error how a probe goes: every change, and a line now and then.
final class ProbeProgress {
    private let console: Console
    private let isQuiet: Bool
    private var counts = (up: 0, down: 0, unknown: 0)
    private var last: TickState?
    private var spoke = MonotonicInstant(nanoseconds: .min)
    /// Without a change there is a line this often at most.
    private static let silence = Nanoseconds.seconds(60)

    init(console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    func begin(_ ready: ReadyProbe, target: String, folder: String, first: UTCInstant) {
        guard !isQuiet else { return }
        let kinds = ready.file.targets.map(\.kind.rawValue).joined(separator: ", ")
        console.note(
            """
            probing \(target) (\(kinds)) every \
            \(DurationText.canonical(ready.file.terms.every)), first at \(first); the record is in \
            \(folder)
            """
        )
    }

    /// Something that must be known, quiet or not.
    func say(_ words: String) { console.note("\(UTCInstant.now.dateAndTime)  \(words)") }

    func show(_ tick: Tick, state: TickState, downSince: UTCInstant?) {
        switch state {
        case .up: counts.up += 1
        case .down: counts.down += 1
        case .unknown: counts.unknown += 1
        }
        let isChange = state != last
        last = state
        let now = MonotonicInstant.now
        guard !isQuiet,
            isChange || spoke.nanoseconds == .min || now - spoke >= Self.silence
        else { return }
        spoke = now
        let total = "\(counts.up) up, \(counts.down) down, \(counts.unknown) not probed"
        console.note("\(tick.slot.dateAndTime)  \(words(tick, state))  (\(total))")
    }

    private func words(_ tick: Tick, _ state: TickState) -> String {
        let parts = tick.results.map { result in
            switch result.outcome {
            case .ok:
                "\(result.kind.rawValue) \(result.time.map(DurationText.readable) ?? "ok")"
                    + (result.first.map { " at the second look (first: \($0.reason))" } ?? "")
            case .failed(let why): "\(result.kind.rawValue) FAILED \(why)"
            case .unknown(let why): "\(result.kind.rawValue) not probed: \(why)"
            }
        }
        let word =
            switch state {
            case .up: "up"
            case .down: "DOWN"
            case .unknown: "unknown"
            }
        return "\(word): \(parts.joined(separator: ", "))"
    }
}
