import Foundation
import Testing

/// The one folder that a run has left below `results`.
struct RunFiles {
    let path: String
    let names: [String]

    init(in folder: Folder) throws {
        let runs = folder.names(in: "results")
        try #require(runs.count == 1, "\(runs)")
        path = "\(folder.path)/results/\(runs[0])"
        names = folder.names(in: "results/\(runs[0])")
    }

    func text(_ name: String) throws -> String {
        let bytes = try #require(FileManager.default.contents(atPath: "\(path)/\(name)"))
        return String(decoding: bytes, as: UTF8.self)
    }

    func summary() throws -> Summary { try Summary(text("summary.json")) }
}

/// What a test asks of `summary.json`.
struct Summary {
    /// One operation's exact counts.
    struct Operation {
        let planned: Int
        let succeeded: Int
        let failed: Int
        let failures: [String: Int]
    }

    let verdict: String
    let exitCode: Int
    let reasons: [String]
    let operations: [String: Operation]
    let seed: String
    let users: Int

    init(_ text: String) throws {
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        )
        verdict = try #require(root["verdict"] as? String)
        exitCode = try #require(root["exitCode"] as? Int)
        reasons = try #require(root["reasons"] as? [String])
        let meta = try #require(root["meta"] as? [String: Any])
        seed = try #require(meta["seed"] as? String)
        let load = try #require(root["load"] as? [String: Any])
        users = try #require(load["plannedPeakUsers"] as? Int)
        var operations: [String: Operation] = [:]
        for row in try #require(root["operations"] as? [[String: Any]]) {
            operations[try #require(row["name"] as? String)] = Operation(
                planned: try #require(row["planned"] as? Int),
                succeeded: try #require(row["succeeded"] as? Int),
                failed: try #require(row["failed"] as? Int),
                failures: try #require(row["failures"] as? [String: Int])
            )
        }
        self.operations = operations
    }
}

/// Checks what holds after every run that was judged: one verdict, told the same way everywhere.
func expectAgreement(_ end: ToolEnd, _ files: RunFiles) throws {
    let summary = try files.summary()
    #expect(Int(end.code) == summary.exitCode, "\(end)")
    let codes = ["PASS": 0, "FAIL": 2, "INCONCLUSIVE": 3, "INVALID": 4]
    #expect(codes[summary.verdict] == summary.exitCode)
    #expect(!summary.reasons.isEmpty)
    #expect(!files.names.contains(".unfinished"))
    let complete = [
        "effective.yaml", "episodes.json", "intervals.hlog", "junit.xml", "operations.csv",
        "report.html", "summary.md",
    ]
    for name in complete { #expect(files.names.contains(name), "\(name) is missing") }
    for (name, operation) in summary.operations {
        let ended = operation.succeeded + operation.failed
        #expect(operation.planned == ended, "\(name): planned and not in the summary")
        #expect(operation.failures.values.reduce(0, +) == operation.failed, "\(name)")
    }
}
