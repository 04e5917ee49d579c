import Foundation
import Testing

/// What `sanbyo inspect` found, as `inspection.json` has it.
struct InspectionFile {
    struct Check {
        let verdict: String?
        /// In English.
        let words: String
        let faults: [String]
        let figure: Double?
        let warning: String?
    }

    let verdict: String
    /// The verdict of each item; "" where it is not judged.
    let items: [Int: String]
    let checks: [Int: [String: Check]]

    init(_ text: String) throws {
        let root = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        )
        #expect(root["formatVersion"] as? Int == 2)
        verdict = try #require(root["verdict"] as? String)
        var items: [Int: String] = [:]
        var checks: [Int: [String: Check]] = [:]
        for item in try #require(root["items"] as? [[String: Any]]) {
            let number = try #require(item["item"] as? Int)
            items[number] = item["verdict"] as? String ?? ""
            for check in try #require(item["checks"] as? [[String: Any]]) {
                let id = try #require(check["id"] as? String)
                checks[number, default: [:]][id] = Check(
                    verdict: check["verdict"] as? String,
                    words: try #require(Self.english(check["words"])),
                    faults: try #require(check["faults"] as? [String]),
                    figure: (check["figure"] as? [String: Any])?["value"] as? Double,
                    warning: Self.english(check["warning"])
                )
            }
        }
        self.items = items
        self.checks = checks
    }

    private static func english(_ words: Any?) -> String? {
        (words as? [String: String])?["en"]
    }
}

extension Tool {
    /// Inspects with a scenario's text; the file written must say what was printed.
    static func inspect(
        _ scenario: String,
        in folder: Folder,
        _ more: [String] = []
    ) async throws -> (end: ToolEnd, found: InspectionFile) {
        let file = try folder.write(scenario, as: "inspected.yaml")
        let end = try await run(
            ["inspect", file, "--json", "--results", folder.path + "/results"] + more
        )
        let run = try #require(folder.names(in: "results").last, "\(end)")
        #expect(run.hasSuffix("-inspect"))
        let names = folder.names(in: "results/\(run)")
        #expect(names.contains("inspection.json") && names.contains("inspection.txt"))
        #expect(!names.contains(".unfinished"))
        let bytes = FileManager.default.contents(
            atPath: "\(folder.path)/results/\(run)/inspection.json"
        )
        #expect(String(decoding: bytes ?? Data(), as: UTF8.self) == end.output)
        let found = try InspectionFile(end.output)
        let codes: [String: Int32] = ["PASS": 0, "FAIL": 2, "INCONCLUSIVE": 3]
        #expect(codes[found.verdict] == end.code, "\(end)")
        return (end, found)
    }
}
