import Foundation
import Testing
import Workload

@testable import ScenarioFiles

/// Every invalid fixture with the faults it must give; renewed by `RECORD_GOLDEN=1`.
@Suite("fault messages")
struct GoldenFaultTests {
    static let invalid = Fixtures.names(in: "invalid")

    static var options: ReaderOptions {
        var options = ReaderOptions()
        options.checkRegex = { $0 == "(" ? "a bracket is never closed" : nil }
        options.checkXPath = { $0 == "//[" ? "a name is missing" : nil }
        options.checkGate = { text, operations in
            guard text.contains("(look <") else { return nil }
            return ReaderOptions.GateProblem(
                column: 10,
                problem: "“)” is missing; operations: \(operations)",
                remedy: "write p95(look) < 2s"
            )
        }
        options.checkLane = { scenario in
            guard scenario.transport.lane == .direct else { return nil }
            return ReaderOptions.LaneProblem(
                problem: "the direct lane cannot play this",
                remedy: "write “lane: curl”"
            )
        }
        return options
    }

    @Test("a faulty file gives exactly the faults on record", arguments: invalid)
    func faultsOnRecord(name: String) throws {
        let path = "\(Fixtures.folder)/invalid/\(name)"
        let found = ScenarioReader(options: Self.options).readScenario(path)
        #expect(found.value == nil)
        #expect(!found.faults.isEmpty)
        let lines = (found.faults + found.warnings).map {
            $0.description.replacing(Fixtures.folder + "/", with: "")
        }
        let text = lines.joined(separator: "\n") + "\n"
        let golden = path.replacing(".yaml", with: ".expected")
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try text.write(toFile: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try? String(contentsOfFile: golden, encoding: .utf8)))
    }

    @Test("every fault names its file, a line, a problem and a remedy", arguments: invalid)
    func faultsAreComplete(name: String) {
        let path = "\(Fixtures.folder)/invalid/\(name)"
        for fault in ScenarioReader(options: Self.options).readScenario(path).faults {
            #expect(fault.file.hasPrefix(Fixtures.folder))
            #expect(fault.line > 0 && fault.column > 0)
            #expect(!fault.problem.isEmpty && !fault.remedy.isEmpty)
        }
    }

    @Test("a missing file is a fault of its own name")
    func missingFile() {
        let faults = ScenarioReader().readScenario("nowhere/none.yaml").faults
        #expect(
            faults.map(\.description) == [
                "nowhere/none.yaml: there is no such file; check the path"
            ]
        )
    }

    @Test("all files given are checked, each fault once")
    func allFiles() {
        let files = ["contract.yaml", "no-contract.yaml", "contract.yaml"].map {
            "\(Fixtures.folder)/invalid/\($0)"
        }
        let contract = "\(Fixtures.folder)/data/bad-contract.yaml"
        let found = ScenarioReader().check(files + [contract, "none.yaml"]).faults
        #expect(Set(found).count == found.count)
        #expect(found.contains { $0.file == contract })
        #expect(found.contains { $0.file == files[1] })
        #expect(found.last?.file == "none.yaml")
    }
}
