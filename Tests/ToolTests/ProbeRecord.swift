import Foundation
import Testing

/// What `sanbyo probe status --json` says of a record.
struct ProbeRecord {
    struct Outage {
        let first: String
        let ticks: Int
        let measured: Double
        let least: Double
        /// `nil` where an end was not seen.
        let greatest: Double?
        let causes: [String: String]
    }

    let verdict: String
    let reasons: [String]
    /// The verdict of each item; "" where there is nothing to judge.
    let items: [Int: String]
    /// "up", "down", "notProbed", "planned" and the others of `ticks`.
    let ticks: [String: Int]
    let outages: [Outage]
    /// Ticks missing in each gap.
    let gaps: [Int]
    let clockSteps: [String]
    let faults: [String]
    /// The whole document.
    let root: [String: Any]

    init(_ text: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let root = try #require(object as? [String: Any])
        #expect(root["format"] as? String == "sanbyo-probe")
        self.root = root
        verdict = try #require(root["verdict"] as? String)
        reasons = try #require(root["reasons"] as? [String])
        let findings = try #require(root["findings"] as? [[String: Any]])
        items = try Dictionary(
            uniqueKeysWithValues: findings.map {
                (try #require($0["item"] as? Int), $0["verdict"] as? String ?? "")
            }
        )
        let counts = try #require(root["ticks"] as? [String: Any])
        ticks = counts.compactMapValues { $0 as? Int }
        outages = try #require(root["outages"] as? [[String: Any]]).map { outage in
            Outage(
                first: try #require(outage["firstFailedTick"] as? String),
                ticks: try #require(outage["ticks"] as? Int),
                measured: try #require(outage["measuredSeconds"] as? Double),
                least: try #require(outage["leastSeconds"] as? Double),
                greatest: outage["greatestSeconds"] as? Double,
                causes: outage["causes"] as? [String: String] ?? [:]
            )
        }
        gaps = try #require(root["gaps"] as? [[String: Any]]).compactMap { $0["ticks"] as? Int }
        clockSteps = try #require(root["clockSteps"] as? [String])
        faults = try #require(root["faults"] as? [String])
    }
}

extension Tool {
    /// Judges a record.
    static func status(_ place: String, _ more: [String] = []) async throws -> ProbeRecord {
        let end = try await run(["probe", "status", place, "--json"] + more)
        let record = try ProbeRecord(end.output)
        let codes: [String: Int32] = ["PASS": 0, "FAIL": 2, "INCONCLUSIVE": 3, "INVALID": 4]
        #expect(codes[record.verdict] == end.code, "\(end)")
        return record
    }
}
