import Availability
import Timekeeping

/// Where in a row each thing stands.
struct ProbeImportColumns {
    var time = 0
    var status = 0
    var kind: Int?
    var milliseconds: Int?
    var reason: Int?
    var count = 0

    /// Names that monitors give their columns.
    static let times = ["time", "timestamp", "datetime", "date", "at", "checked_at", "started"]
    static let states = ["ok", "status", "state", "up", "result", "success", "available"]
    static let kinds = ["probe", "kind", "check", "type"]
    static let lengths = ["ms", "time_ms", "response_ms", "response_time_ms", "duration_ms"]
    static let reasons = ["reason", "message", "error", "why"]
}

extension ProbeImport {
    /// - Returns: whether the columns that every log needs are there.
    mutating func findColumns(_ heading: CSVParser.Row) -> Bool {
        let names = heading.fields
        columns.count = names.count
        let time = column(options.time, ProbeImportColumns.times, heading, "--time")
        let status = column(options.status, ProbeImportColumns.states, heading, "--status")
        columns.kind = column(options.kind, ProbeImportColumns.kinds, heading, nil)
        columns.milliseconds =
            column(options.milliseconds, ProbeImportColumns.lengths, heading, nil)
        columns.reason = column(options.reason, ProbeImportColumns.reasons, heading, nil)
        guard let time, let status, result.faults.isEmpty else { return false }
        columns.time = time
        columns.status = status
        return true
    }

    /// - Parameter flag: names a column that must be there.
    private mutating func column(
        _ asked: String?,
        _ usual: [String],
        _ heading: CSVParser.Row,
        _ flag: String?
    ) -> Int? {
        let names = heading.fields.map { $0.lowercased() }
        if let asked {
            if let index = heading.fields.firstIndex(of: asked) { return index }
            fault(
                heading.line,
                "there is no column “\(asked)”",
                "name one of " + heading.fields.joined(separator: ", ")
            )
            return nil
        }
        for name in usual {
            if let index = names.firstIndex(of: name) { return index }
        }
        if let flag {
            fault(
                heading.line,
                "no column is named \(usual.joined(separator: ", "))",
                "name it with \(flag): one of " + heading.fields.joined(separator: ", ")
            )
        }
        return nil
    }

    mutating func time(_ row: CSVParser.Row) -> UTCInstant? {
        let text = row.fields[columns.time]
        if let instant = Self.unixTime(text) { return instant }
        switch WrittenTime(text) {
        case .instant(let instant): return instant
        case .civil:
            guard let zone = options.zone, let instants = LocalTime.instants(text, in: zone) else {
                fault(
                    row.line,
                    "“\(text)” has no offset from UTC",
                    "say in which zone it is: --zone Asia/Tokyo"
                )
                return nil
            }
            if instants.isAmbiguous { result.ambiguous += 1 }
            return instants.nearest(to: previous)
        case .none:
            fault(
                row.line,
                "“\(text)” is no time",
                "write 2026-11-23T08:30:00+09:00 or seconds since 1970"
            )
            return nil
        }
    }

    /// Seconds since 1970, with decimals; from 11 digits on milliseconds.
    ///
    /// - Returns: `nil` from 2262 on, where other ways of writing a time end too: what monitors
    ///   write there means “never”.
    static func unixTime(_ text: String) -> UTCInstant? {
        let whole = text.prefix { $0.isASCII && $0.isNumber }
        guard (9...13).contains(whole.count), let number = Int64(whole) else { return nil }
        let isMilliseconds = whole.count > 10
        let seconds = isMilliseconds ? number / 1_000 : number
        guard seconds < Self.firstSecondOf2262 else { return nil }
        let rest = text.dropFirst(whole.count)
        if isMilliseconds {
            return rest.isEmpty ? UTCInstant(unixNanoseconds: number * 1_000_000) : nil
        }
        guard !rest.isEmpty else { return UTCInstant(unixNanoseconds: seconds * 1_000_000_000) }
        guard rest.hasPrefix("."), let fraction = DurationText.parse("0\(rest)s") else {
            return nil
        }
        return UTCInstant(unixNanoseconds: seconds * 1_000_000_000 + fraction.count)
    }

    private static let firstSecondOf2262: Int64 = 9_214_646_400

    mutating func outcome(_ row: CSVParser.Row) -> ProbeOutcome? {
        let text = row.fields[columns.status].lowercased()
        let written = columns.reason.map { Self.shown(row.fields[$0]) } ?? ""
        let reason = written.isEmpty ? text : written
        if let status = ScalarText.count(text), (100...599).contains(status) {
            return (200...399).contains(status) ? .ok : .failed("status \(status)")
        }
        switch text {
        case "ok", "up", "true", "1", "yes", "success", "succeeded", "pass", "passed": return .ok
        case "down", "false", "0", "no", "fail", "failed", "failure", "error", "timeout",
            "critical", "ng":
            return .failed(reason)
        case "unknown", "skipped", "paused": return .unknown(reason)
        default:
            fault(
                row.line,
                "“\(row.fields[columns.status])” is no state",
                "write ok or down, true or false, 1 or 0, or an HTTP status"
            )
            return nil
        }
    }

    /// On one line and not too long: what others write must not steer a terminal.
    private static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? "·" : String(scalar)
        }.joined()
        return plain.count > 200 ? plain.prefix(200) + "…" : plain
    }

    mutating func kind(_ row: CSVParser.Row) -> ProbeKind? {
        guard let column = columns.kind else { return options.usualKind }
        let text = row.fields[column].lowercased()
        if text.isEmpty { return options.usualKind }
        if let kind = ProbeKind(rawValue: text) { return kind }
        fault(
            row.line,
            "“\(row.fields[column])” is no kind of probe",
            "write web, database or timeout"
        )
        return nil
    }

    mutating func length(_ row: CSVParser.Row) -> Nanoseconds? {
        guard let column = columns.milliseconds, !row.fields[column].isEmpty else { return nil }
        guard let time = DurationText.parse(row.fields[column] + "ms") else {
            fault(
                row.line,
                "“\(row.fields[column])” is no time in milliseconds",
                "write a number such as 12.5, or leave the field empty"
            )
            return nil
        }
        return time
    }
}
