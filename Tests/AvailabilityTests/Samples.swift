import Timekeeping

@testable import Availability

/// 2026-11-01T00:00:00Z, a multiple of five minutes.
let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)
let fiveMinutes = Nanoseconds.seconds(300)
let day = Nanoseconds.seconds(86_400)

/// XC-Gate's answers: 99.5 % of 30 days, probed every five minutes.
func terms(_ change: (inout AvailabilityTerms) -> Void = { _ in }) -> AvailabilityTerms {
    var terms = AvailabilityTerms(every: fiveMinutes)
    terms.share = 0.995
    terms.over = day * 30
    change(&terms)
    return terms
}

/// Ticks of a text, one a character: "." up, "x" down, "?" not probed by the tool's fault, " " a
/// slot without a tick.
func ticks(
    _ text: String,
    from begin: UTCInstant = start,
    every: Nanoseconds = fiveMinutes,
    kinds: [ProbeKind] = [.web]
) -> [Tick] {
    var slot = begin
    var ticks: [Tick] = []
    for letter in text {
        if let outcome = outcome(letter) {
            ticks.append(
                Tick(
                    slot: slot,
                    started: slot + .milliseconds(2),
                    results: kinds.map {
                        ProbeResult(kind: $0, outcome: outcome, time: .milliseconds(5))
                    }
                )
            )
        }
        slot = slot + every
    }
    return ticks
}

private func outcome(_ letter: Character) -> ProbeOutcome? {
    switch letter {
    case ".": .ok
    case "x": .failed("unexpected-status: expected status 200-399, got 503")
    case "?": .unknown("no socket")
    default: nil
    }
}

/// As many characters of a kind.
func run(_ letter: Character, _ count: Int) -> String { String(repeating: letter, count: count) }

/// The report at the end of the text.
func report(
    _ text: String,
    _ terms: AvailabilityTerms = terms(),
    kinds: [ProbeKind] = [.web],
    notices: [Notice] = []
) -> AvailabilityReport {
    AvailabilityReport(
        ticks: ticks(text, every: terms.every, kinds: kinds),
        terms: terms,
        now: start + terms.every * text.count - Nanoseconds(1),
        notices: notices
    )
}

func finding(_ report: AvailabilityReport, _ subject: Finding.Subject) -> Finding? {
    report.findings.first { $0.subject == subject }
}
