import Engine
import Measuring
import Reporting
import Responses
import Timekeeping

/// Makes evidence that may be shown of what the engine found.
struct LeakExcerpts {
    let origin: MonotonicInstant
    /// Both clocks, read before the run.
    let clock: ClockAnchor
    private let masker: Masker

    /// So many characters are shown before and behind a marker.
    static let reach = 60

    init(origin: MonotonicInstant, clock: ClockAnchor, secrets: [String]) {
        self.origin = origin
        self.clock = clock
        masker = Masker(secrets: secrets)
    }

    /// The first ones in time, with the wall clock's time and an excerpt, secrets masked.
    func evidence(of found: [FoundLeak], atMost most: Int) -> [LeakEvidence] {
        let first = found.sorted { $0.evidence.done < $1.evidence.done }.prefix(max(0, most))
        return first.map { leak in
            var evidence = leak.evidence.masked(by: masker)
            evidence.unixNanoseconds = clock.unixNanoseconds(at: origin + evidence.done)
            evidence.excerpt = masker.excerpt(
                of: leak.context.text,
                around: leak.context.place,
                reach: Self.reach
            )
            return evidence
        }
    }
}
