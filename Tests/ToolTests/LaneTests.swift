import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("The lane of a run", .timeLimit(.minutes(1)))
    struct LaneTests {
        @Test("the lane and why it was taken stand at the head of a run and in every report")
        func told() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(sample(service: server.url, hold: "1s"), as: "s.yaml")
            let end = try await Tool.play(file, in: folder, ["--lane", "curl"])
            #expect(end.complains(of: "lane: curl (asked for)"), "\(end)")
            #expect(end.output.contains("lane: curl (asked for)"), "\(end)")
            let files = try RunFiles(in: folder)
            #expect(try files.text("summary.md").contains("lane: curl (asked for)"))
            #expect(try files.text("report.html").contains("curl (asked for)"))
            let root = try JSONSerialization.jsonObject(
                with: Data(files.text("summary.json").utf8)
            )
            let meta = (root as? [String: Any])?["meta"] as? [String: Any]
            let lane = meta?["lane"] as? [String: String]
            #expect(lane == ["name": "curl", "reason": "asked for"])
        }

        @Test("the plan says which lane a run would take, and from where")
        func planned() async throws {
            let folder = try Folder()
            let needy = sample(
                service: "https://127.0.0.1:1",
                more: "transport: { http: \"2\" }"
            )
            let file = try folder.write(needy, as: "s.yaml")
            let chosen = try await Tool.run("plan \(file)")
            #expect(chosen.code == 0, "\(chosen)")
            #expect(chosen.output.contains("curl (HTTP/2 needs libcurl's own path)"), "\(chosen)")
            let asked = try await Tool.run("plan \(file) --lane curl")
            #expect(asked.output.contains("curl (asked for)"), "\(asked)")
            #expect(asked.output.contains(/transport\.lane +curl +--lane/), "\(asked)")
        }

        @Test(
            "the memory that a plan estimates is that of the lane and of TLS",
            arguments: [
                ("http", "direct", 8), ("http", "curl", 27), ("https", "direct", 54),
                ("https", "curl", 62),
            ]
        )
        func memory(scheme: String, lane: String, mebibytes: Int) async throws {
            let folder = try Folder()
            let text = sample(service: "\(scheme)://127.0.0.1:1", users: 1_024)
            let file = try folder.write(text, as: "s.yaml")
            let end = try await Tool.run("plan \(file) --lane \(lane) --beyond-contract")
            #expect(end.output.contains("memory: about \(mebibytes) MiB for users"), "\(end)")
        }

        @Test("a lane that cannot play the scenario is a fault at its place, with exit code 65")
        func impossible() async throws {
            let folder = try Folder()
            let text = sample(
                service: "https://127.0.0.1:1",
                more: "transport:\n  http: \"2\"\n  lane: direct"
            )
            let file = try folder.write(text, as: "s.yaml")
            for command in ["run", "plan", "try"] {
                let end = try await Tool.run("\(command) \(file)")
                #expect(end.code == 65, "\(end)")
                #expect(
                    end.complains(of: "s.yaml:11:9: transport.lane: ", "HTTP/2", "lane: curl"),
                    "\(end)"
                )
            }
            let check = try await Tool.run("check \(file)")
            #expect(check.code == 65, "\(check)")
            #expect(check.output.contains("s.yaml:11:9: transport.lane: "), "\(check)")
            let flag = try await Tool.run("plan \(file) --set transport.lane=curl --lane direct")
            #expect(flag.complains(of: "--lane: transport.lane: ", "HTTP/2"), "\(flag)")
            let unknown = try await Tool.run("run \(file) --lane both")
            #expect(unknown.code == 64, "\(unknown)")
            #expect(unknown.errors.contains("direct"), "\(unknown)")
        }
    }
}
