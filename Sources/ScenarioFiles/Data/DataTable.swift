import Foundation

/// A CSV file with a heading row, every row as long as the heading.
struct DataTable {
    static let largestFile = 256 << 20
    private static let mostFaultsShown = 20

    var columns: [String] = []
    var rows: [[String]] = []
    /// The line that each row begins in, from 1.
    var lines: [Int] = []

    /// Reads a table and reports everything wrong with it; nil when there is no heading.
    ///
    /// - Parameter place: where the file is named, for the fault of a missing file.
    static func read(
        _ path: String,
        namedAt place: Position,
        _ documentPath: String,
        context: ReadingContext
    ) -> DataTable? {
        let bytes: [UInt8]
        switch Files.read(path, atMost: largestFile) {
        case .success(let read): bytes = read
        case .failure(let problem):
            context.fault(
                at: place,
                documentPath,
                "“\(path)”: \(problem.problem)",
                problem.remedy
            )
            return nil
        }
        context.addSource(path)
        var table = DataTable()
        var faults = 0
        func report(_ line: Int, _ problem: String, _ remedy: String) {
            faults += 1
            guard faults <= mostFaultsShown else { return }
            context.fault(
                at: Position(file: path, line: line, column: 1),
                documentPath,
                problem,
                remedy
            )
        }
        do throws(CSVParser.Problem) {
            var parser = CSVParser()
            for row in try parser.read(bytes) { table.add(row, report: report) }
            for row in try parser.finish() { table.add(row, report: report) }
        } catch {
            report(error.line, error.problem, error.remedy)
        }
        if table.columns.isEmpty {
            report(1, "has no heading row", "write the names of the columns in the first line")
            return nil
        }
        if table.rows.isEmpty, faults == 0 {
            report(2, "has no rows below its heading", "add at least one row")
        }
        if faults > mostFaultsShown {
            context.fault(
                at: Position(file: path, line: 1, column: 1),
                documentPath,
                "has \(faults - mostFaultsShown) more faulty rows",
                "check how it was written"
            )
        }
        return table
    }

    private mutating func add(_ row: CSVParser.Row, report: (Int, String, String) -> Void) {
        guard !columns.isEmpty else {
            columns = row.fields
            checkHeading(row, report: report)
            return
        }
        guard row.fields.count == columns.count else {
            report(
                row.line,
                "the row and the heading differ in length: \(row.fields.count) and \(columns.count)",
                "write one field per column; quote fields that hold commas"
            )
            return
        }
        rows.append(row.fields)
        lines.append(row.line)
    }

    private func checkHeading(_ row: CSVParser.Row, report: (Int, String, String) -> Void) {
        var seen: Set<String> = []
        for name in row.fields {
            if name.isEmpty {
                report(row.line, "a column has no name", "name every column")
            } else if !seen.insert(name).inserted {
                report(
                    row.line,
                    "two columns are named “\(name)”",
                    "give each its own name"
                )
            } else if name.contains("}") || name.contains("${") {
                report(
                    row.line,
                    "the column name “\(name)” cannot be used in “${…}”",
                    "leave out “${” and “}”"
                )
            }
        }
        if row.fields.count == 1, row.fields[0].contains(where: { $0 == ";" || $0 == "\t" }) {
            report(
                row.line,
                "the columns are not divided by commas",
                "divide fields with commas"
            )
        }
    }
}
