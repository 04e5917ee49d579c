import Timekeeping

/// What the service did and when, by its own clocks: one JSON object per event.
///
/// Every event has `unixNanoseconds` (wall clock) and `monotonicNanoseconds` (`CLOCK_MONOTONIC`,
/// the same for every process of the machine), read when it happens.
final class EventLog {
    /// Lines kept for `GET /rehearsal/log`; the file, if any, has all.
    private static let kept = 10_000

    private(set) var lines: [String] = []
    private let file: LogFile?

    init(file: LogFile?) {
        self.file = file
    }

    /// Writes an event of now.
    func record(_ event: String, _ details: KeyValuePairs<String, JSONText> = [:]) {
        let now = ClockAnchor.now()
        let stamps: KeyValuePairs<String, JSONText> = [
            "event": .text(event), "unixNanoseconds": .number(now.unixNanoseconds),
            "monotonicNanoseconds": .number(now.monotonic.nanoseconds),
        ]
        let members = (Array(stamps) + Array(details)).map {
            JSONText.Member(key: $0.key, value: $0.value)
        }
        let line = JSONText.object(members).line
        if lines.count < Self.kept { lines.append(line) }
        file?.append(line)
        file?.flush()
    }
}
