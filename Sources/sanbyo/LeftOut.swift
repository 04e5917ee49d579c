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
        guard ends.count == 2, let from = clock.offset(ends[0], length: length),
            let to = clock.offset(ends[1], near: from)
        else {
            throw Self.fault(
                text,
                "write two times of day in UTC (10:03..10:05) or lengths of time since the run's "
                    + "start (90s..2min)"
            )
        }
        guard to > from else {
            throw Self.fault(text, "it ends before it begins; write the earlier time first")
        }
        guard to > .zero, from < length else {
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
    private static let halfDay = Nanoseconds.seconds(43_200)

    /// The time of day in UTC at an offset, to the second.
    func timeOfDay(_ offset: Nanoseconds) -> String {
        let iso = TimeOfDay.iso(unixNanoseconds: start.unixNanoseconds + offset.count)
        return String(iso.dropFirst(11).prefix(8))
    }

    /// The offset that a text means: a length of time, or the first such time of day in UTC within
    /// the run, else the one nearest to its start.
    func offset(_ text: String, length: Nanoseconds) -> Nanoseconds? {
        if let time = Self.length(text) { return time }
        guard let next = next(text) else { return nil }
        return next < length || next < Self.halfDay ? next : next - Self.day
    }

    /// The offset that a text means: a length of time, or the time of day in UTC that is nearest
    /// to another offset.
    func offset(_ text: String, near other: Nanoseconds) -> Nanoseconds? {
        if let time = Self.length(text) { return time }
        guard var found = next(text) else { return nil }
        while found - other > Self.halfDay { found = found - Self.day }
        while other - found > Self.halfDay { found += Self.day }
        return found
    }

    private static func length(_ text: String) -> Nanoseconds? {
        DurationText.parse(text.trimmingCharacters(in: .whitespaces))
    }

    /// The first time of day at or after the run's start, below 24 hours.
    private func next(_ text: String) -> Nanoseconds? {
        let parts = text.trimmingCharacters(in: .whitespaces)
            .split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.count == 2 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? Int(part) : nil
        }
        guard (2...3).contains(parts.count), numbers.count == parts.count,
            numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        let since = start.unixNanoseconds % Self.day.count
        let offset = Nanoseconds.seconds(seconds) - Nanoseconds(since)
        return offset < .zero ? offset + Self.day : offset
    }
}
