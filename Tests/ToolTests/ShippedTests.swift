import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Shipped scenarios", .timeLimit(.minutes(1)))
    struct ShippedTests {
        static let probes = ["day-probe.yaml", "probe-outage.yaml"]
        static let scenarios =
            (try? FileManager.default.contentsOfDirectory(
                atPath: Tool.scenario("")
            ))?.filter { $0.hasSuffix(".yaml") && !probes.contains($0) }.sorted() ?? []

        @Test("there are those that the README names")
        func all() {
            let names = [
                "batch", "day", "leak", "morning-entry", "noisy-neighbour", "open-arrivals",
                "quickstart",
                "slowdown", "trac",
            ]
            #expect(Set(Self.scenarios).isSuperset(of: names.map { "\($0).yaml" }))
        }

        @Test("check accepts all of them and the contract")
        func check() async throws {
            let files =
                (Self.scenarios + Self.probes + [
                    "contracts/xc-gate.yaml", "contracts/trac.yaml",
                    "contracts/monthly-reports.yaml",
                ]).map(
                    Tool.scenario
                )
            let end = try await Tool.run(
                ["check"] + files,
                environment: ["TRAC_URL": "http://127.0.0.1:1"]
            )
            #expect(end.code == 0, "\(end)")
            #expect(end.output.contains("no faults"))
        }

        @Test("each opens with its question, its model and the verdict expected")
        func comments() throws {
            for name in Self.scenarios + Self.probes {
                let text = try String(contentsOfFile: Tool.scenario(name), encoding: .utf8)
                for word in ["# Question:", "# Model:", "# Expected verdict:"] {
                    #expect(text.contains(word), "\(name): \(word)")
                }
            }
        }

        @Test("plan shows load, operations, hosts, machine and settings", arguments: scenarios)
        func plan(name: String) async throws {
            let end = try await Tool.run(
                ["plan", Tool.scenario(name)],
                environment: ["TRAC_URL": "http://127.0.0.1:1"]
            )
            #expect(end.code == 0, "\(end)")
            for part in ["Load", "Operations expected", "Hosts", "This machine", "Settings"] {
                #expect(end.output.contains("\n\(part)"), "\(end)")
            }
        }

        @Test("try plays each flow once and shows every exchange", arguments: scenarios)
        func tryOut(name: String) async throws {
            guard name != "trac.yaml" else { return }
            let end = try await Tool.run(["try", Tool.scenario(name)])
            #expect(end.code == 0, "\(end)")
            #expect(end.output.contains("> POST http://127.0.0.1:"))
            #expect(end.output.contains("< HTTP/1.1 303"))
            #expect(end.output.hasSuffix("operations played, 0 failed\n"), "\(end)")
            #expect(!end.output.contains("pw-u001"), "the password is masked")
        }

        @Test("try of a service that is not the one expected ends with 2 and says what failed")
        func tryElsewhere() async throws {
            let server = try StubServer { $0.answerAll(status: "404 Not Found") }
            defer { server.stop() }
            let end = try await Tool.run(
                ["try", Tool.scenario("trac.yaml")],
                environment: ["TRAC_URL": server.url]
            )
            #expect(end.code == 2, "\(end)")
            #expect(end.output.contains("FAILED unexpected-status"), "\(end)")
        }

        @Test("the example of a probe is what the tool says of its record")
        func probeExample() async throws {
            let folder = "\(Tool.project)/Results/examples/probe-outage"
            let end = try await Tool.run(["probe", "status", "\(folder)/ticks.jsonl", "--json"])
            #expect(end.code == 2, "\(end)")
            func withoutPlace(_ text: String) -> [Substring] {
                text.split(separator: "\n").filter { !$0.contains("\"log\": ") }
            }
            let written = try String(contentsOfFile: "\(folder)/probe.json", encoding: .utf8)
            #expect(withoutPlace(end.output) == withoutPlace(written))
            let log = try String(contentsOfFile: "\(folder)/rehearsal-log.jsonl", encoding: .utf8)
            #expect(log.contains("\"statuses\":{\"200\":28,\"503\":12}"))
        }

        @Test(
            "the schemas accept what is shipped and refuse a fault",
            .enabled(if: Python.has("yaml", "jsonschema"), "needs python3 with yaml and jsonschema")
        )
        func schemas() async throws {
            let folder = try Folder()
            for name in [
                "scenario", "contract", "probe", "summary", "probe-summary", "inspection",
            ] {
                let end = try await Tool.run(["schema", name])
                #expect(end.code == 0)
                try folder.write(end.output, as: "\(name).json")
            }
            let inspection = try await Tool.run([
                "inspect", Tool.scenario("inspection.yaml"), "--json", "--results", folder.path,
            ])
            let inspected = try folder.write(inspection.output, as: "inspected.json")
            let faulty = sample(service: "rehearsal").replacing("hold: 2s", with: "hold: 2")
            let files =
                Self.scenarios.map { ("scenario", Tool.scenario($0)) }
                + [("contract", Tool.scenario("contracts/xc-gate.yaml"))]
                + Self.probes.map { ("probe", Tool.scenario($0)) }
                + [("probe-summary", "\(Tool.project)/Results/examples/probe-outage/probe.json")]
                + [("inspection", inspected)]
                + [("scenario", try folder.write(faulty, as: "faulty.yaml"))]
            let told = try await Python.run(
                """
                import json, sys, yaml, jsonschema
                for kind, file in zip(sys.argv[2::2], sys.argv[3::2]):
                    schema = json.load(open(f"{sys.argv[1]}/{kind}.json"))
                    jsonschema.Draft202012Validator.check_schema(schema)
                    validator = jsonschema.Draft202012Validator(schema)
                    faults = list(validator.iter_errors(yaml.safe_load(open(file))))
                    print(len(faults), file, [f.message for f in faults])
                """,
                [folder.path] + files.flatMap { [$0.0, $0.1] }
            )
            #expect(told.code == 0, "\(told)")
            let lines = told.output.split(separator: "\n")
            #expect(lines.count == files.count)
            #expect(lines.dropLast().allSatisfy { $0.hasPrefix("0 ") }, "\(told)")
            #expect(lines.last?.hasPrefix("0 ") == false, "\(told)")
        }
    }
}

/// Python as an independent reader, where it is installed.
enum Python {
    private static let path = "/usr/bin/env"

    /// Whether every one of the modules can be imported.
    static func has(_ modules: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["python3", "-c", "import " + modules.joined(separator: ", ")]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static func run(_ text: String, _ arguments: [String]) async throws -> ToolEnd {
        try await Started(
            path,
            ["python3", "-c", text] + arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH", default: "/usr/bin"]]
        ).end()
    }
}
