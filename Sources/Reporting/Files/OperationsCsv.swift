import Timekeeping

/// One line per operation and window, for spreadsheets (RFC 4180).
enum OperationsCsv {
    static func text(_ model: ReportModel) -> String {
        let header =
            "start_s,length_s,operation,class,judged,planned,late,failed,p50_ms,p95_ms,p99_ms,"
            + "max_ms,service_p50_ms,service_p95_ms,service_p99_ms,users,generator_suspect"
        let lines = model.windows.compactMap { window -> String? in
            guard let index = window.operation else { return nil }
            let operation = model.operations[index]
            let cells = [
                DecimalText.fixed(window.start.seconds, decimals: 0),
                DecimalText.fixed(window.length.seconds, decimals: 0), operation.name,
                operation.className, operation.isJudged ? "true" : "false", "\(window.planned)",
                "\(window.late)", "\(window.failed)", milliseconds(window.p50),
                milliseconds(window.p95), milliseconds(window.p99), milliseconds(window.max),
                milliseconds(window.serviceP50), milliseconds(window.serviceP95),
                milliseconds(window.serviceP99),
                window.users.map { "\($0)" } ?? "",
                model.isSuspect(window) ? "true" : "false",
            ]
            return CsvText.line(cells)
        }
        return ([header] + lines).joined(separator: "\r\n") + "\r\n"
    }

    private static func milliseconds(_ time: Nanoseconds?) -> String {
        time.map { DecimalText.fixed($0.milliseconds, decimals: 3) } ?? ""
    }
}
