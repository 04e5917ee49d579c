import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Records of a probe", .timeLimit(.minutes(1)))
    struct ProbeRecordTests {
        private func probe(_ service: String, question: String = "Is it up?") -> String {
            """
            probe: record
            question: "\(question)"
            service: \(service)
            every: 1s
            probes: { web: { get: /, within: 900ms } }

            """
        }

        @Test("takes the ticks of one service only")
        func oneService() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(probe(server.url), as: "p.yaml")
            let arguments = ["probe", file, "--duration", "1s", "--results", folder.path]
            let first = try await Tool.run(arguments)
            #expect(first.code == 3, "\(first)")
            let record = folder.path + "/probe-record/ticks.jsonl"
            let before = FileManager.default.contents(atPath: record)
            let other = try await Tool.run(arguments + ["--set", "service=http://127.0.0.1:9"])
            #expect(other.code == 65, "\(other)")
            #expect(
                other.errors.contains("the service is http://127.0.0.1:9, and \(server.url) before")
            )
            #expect(FileManager.default.contents(atPath: record) == before)
        }

        @Test("holds no secret, though the service's address and the question were made of one")
        func secrets() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = probe(
                "\(server.url)/${env:SANBYO_TEST_SECRET}",
                question: "${env:SANBYO_TEST_SECRET}?"
            )
            let file = try folder.write(text, as: "p.yaml")
            let end = try await Tool.run(
                ["probe", file, "--duration", "1s", "--results", folder.path],
                environment: ["SANBYO_TEST_SECRET": "tomato-9914"]
            )
            #expect(end.code == 3, "\(end)")
            #expect(!(end.output + end.errors).contains("tomato-9914"), "\(end)")
            for name in ["ticks.jsonl", "probe.json"] {
                let bytes = FileManager.default.contents(
                    atPath: "\(folder.path)/probe-record/\(name)"
                )
                let text = String(decoding: try #require(bytes), as: UTF8.self)
                #expect(!text.contains("tomato-9914"), "\(name)")
            }
        }
    }
}
