package import Availability
package import Foundation
package import Timekeeping

/// Reads the log of another monitor as ticks.
///
/// CSV (RFC 4180) with a heading row; one row for each probe. Rows may stand in any order, come
/// twice and be written in different zones.
package struct ProbeImport {
    /// Which columns are what, and what the file does not say.
    package struct Options {
        /// The names of columns; `nil` = found by the names monitors commonly use.
        package var time: String?
        package var status: String?
        package var kind: String?
        package var milliseconds: String?
        package var reason: String?
        /// Of rows without a kind.
        package var usualKind = ProbeKind.web
        /// Of times without an offset; `nil` = such a time is a fault.
        package var zone: TimeZone?
        /// The distance between ticks.
        package var every = AvailabilityTerms.usualDistance
        /// How long after a slot's begin the monitor asks, as an earlier file of it showed; `nil` =
        /// the file's first row tells.
        package var phase: Nanoseconds?

        package init() {}
    }

    /// What a file came to.
    package struct Result {
        /// In order, one for each slot.
        package var ticks: [Tick] = []
        package var rows = 0
        /// Rows that say the same as another of the same slot and kind.
        package var duplicates = 0
        /// Rows that say something else; the worse counts.
        package var conflicts = 0
        /// Rows earlier than one before them.
        package var outOfOrder = 0
        /// Times of day that came twice because a clock was put back; the moment nearer to the row
        /// before is taken.
        package var ambiguous = 0
        /// The phase that the rows were put into slots by; `nil` without a row.
        package var phase: Nanoseconds?
        /// Sorted by line.
        package var faults: [Fault] = []
    }

    /// More faults than this are counted and not listed.
    package static let mostFaults = 50

    struct Row {
        var time: UTCInstant
        var result: ProbeResult
    }

    let file: String
    let options: Options
    var columns = ProbeImportColumns()
    var result = Result()
    /// Of the row before, as far as it could be read.
    var previous: UTCInstant?
    private var rows: [Row] = []

    package static func read(_ bytes: [UInt8], name: String, _ options: Options) -> Result {
        var reader = ProbeImport(file: name, options: options)
        reader.read(bytes)
        return reader.result
    }

    init(file: String, options: Options) {
        self.file = file
        self.options = options
    }

    private mutating func read(_ bytes: [UInt8]) {
        var parser = CSVParser()
        let table: [CSVParser.Row]
        do throws(CSVParser.Problem) {
            table = try parser.read(bytes) + parser.finish()
        } catch {
            fault(error.line, error.problem, error.remedy)
            return
        }
        guard let heading = table.first else {
            fault(1, "is empty", "write a heading row, for a start “time,ok”")
            return
        }
        guard findColumns(heading) else { return }
        for row in table.dropFirst() { take(row) }
        if rows.isEmpty, result.faults.isEmpty {
            fault(heading.line, "there is no row below the heading", "name a log with rows")
        }
        result.rows = rows.count
        result.outOfOrder = zip(rows, rows.dropFirst()).filter { $1.time < $0.time }.count
        join()
    }

    private mutating func take(_ row: CSVParser.Row) {
        guard row.fields.count == columns.count else {
            fault(
                row.line,
                "the row has \(row.fields.count) fields, and the heading \(columns.count)",
                "add or remove commas, or quote a field that holds one"
            )
            return
        }
        guard let time = time(row) else { return }
        previous = time
        guard let outcome = outcome(row), let kind = kind(row) else { return }
        rows.append(
            Row(
                time: time,
                result: ProbeResult(kind: kind, outcome: outcome, time: length(row))
            )
        )
    }

    mutating func fault(_ line: Int, _ problem: String, _ remedy: String) {
        result.faults.append(
            Fault(
                position: Position(file: file, line: line, column: 1),
                problem: problem,
                remedy: remedy
            )
        )
    }

    // MARK: Slots

    /// Puts rows into slots: each into the one whose begin, shifted by the monitor's phase, is
    /// nearest, so that a monitor that asks a little early or late leaves no gaps, neither within a
    /// file nor between one and the next.
    private mutating func join() {
        let sorted = rows.sorted { $0.time < $1.time }
        guard let first = sorted.first?.time else { return }
        let base = first.rounded(downTo: options.every)
        let phase = phase(of: first - base)
        result.phase = phase
        let half = Nanoseconds(options.every.count / 2)
        for row in sorted {
            let slot = (row.time - phase + half).rounded(downTo: options.every)
            if let last = result.ticks.indices.last, result.ticks[last].slot == slot {
                merge(row.result, into: last)
            } else {
                result.ticks.append(Tick(slot: slot, started: row.time, results: [row.result]))
            }
        }
        for index in result.ticks.indices { result.ticks[index].results.sort { $0.kind < $1.kind } }
    }

    /// The one known of the monitor, where the first row's is no more than a quarter of a distance
    /// away; else the first row's: the monitor was started anew, or is another.
    private func phase(of first: Nanoseconds) -> Nanoseconds {
        guard let known = options.phase else { return first }
        let every = options.every.count
        let apart = abs((first - known).count) % every
        return min(apart, every - apart) <= every / 4 ? known : first
    }

    private mutating func merge(_ found: ProbeResult, into tick: Int) {
        let same = result.ticks[tick].results.firstIndex { $0.kind == found.kind }
        guard let same else {
            result.ticks[tick].results.append(found)
            return
        }
        let known = result.ticks[tick].results[same]
        guard known.isFailed != found.isFailed else {
            result.duplicates += 1
            return
        }
        result.conflicts += 1
        if found.isFailed { result.ticks[tick].results[same] = found }
    }
}
