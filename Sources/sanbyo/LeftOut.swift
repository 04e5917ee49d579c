import Foundation
import Journaling
import Measuring
import Reporting
import Timekeeping

/// A stretch of a run that is not judged, as a user names it: `10:03..10:05`, `90s..2min`.
struct LeftOut: CustomStringConvertible {
    /// The seconds of the run that the stretch touches.
    let seconds: Set<Int>
    let description: String

    /// - Throws: `ToolFailure` with exit code 64 for a text that is no stretch of the run.
    init(_ text: String, of directory: RunDirectory) throws {
        let run = directory.run
        let length = run.end?.duration ?? run.covered
        let clock = RunClock(start: run.header.meta.start)
        let ends = text.components(separatedBy: "..")
        guard ends.count == 2, let from = clock.offset(ends[0]), let to = clock.offset(ends[1])
        else {
            throw Self.fault(
                text,
                "write two times of day in UTC (10:03..10:05) or lengths of time since the run's "
                    + "start (90s..2min)"
            )
        }
        guard to > max(from, .zero), from < length else {
            throw Self.fault(
                text,
                "the run went from \(clock.timeOfDay(.zero)) to \(clock.timeOfDay(length)) UTC "
                    + "and lasted \(DurationText.readable(length)); name a stretch of it"
            )
        }
        let last = (min(to, length) - Nanoseconds(1)).wholeSecond
        seconds = Set(max(0, from.wholeSecond)...max(0, last))
        description =
            "\(clock.timeOfDay(max(from, .zero)))..\(clock.timeOfDay(min(to, length))) UTC "
            + "(\(seconds.count) s)"
    }

    private static func fault(_ text: String, _ words: String) -> ToolFailure {
        ToolFailure(message: "--without \(text): \(words)", exitCode: ExitCodes.usage)
    }
}

/// Turns times of day into offsets of a run and back.
struct RunClock {
    let start: ClockAnchor

    private static let day = Nanoseconds.seconds(86_400)

    /// The time of day in UTC at an offset, to the second.
    func timeOfDay(_ offset: Nanoseconds) -> String {
        let iso = TimeOfDay.iso(unixNanoseconds: start.unixNanoseconds + offset.count)
        return String(iso.dropFirst(11).prefix(8))
    }

    /// The offset that a text means: a length of time, or the next such time of day in UTC from
    /// twelve hours before the run's start on.
    func offset(_ text: String) -> Nanoseconds? {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        if let length = DurationText.parse(trimmed) { return length }
        let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.count == 2 ? Int($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count,
            numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        let midnight = start.unixNanoseconds - start.unixNanoseconds % Self.day.count
        var offset = Nanoseconds(midnight - start.unixNanoseconds) + .seconds(seconds)
        if offset < Nanoseconds(-Self.day.count / 2) { offset += Self.day }
        return offset
    }
}
