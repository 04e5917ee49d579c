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
            #expect(other.errors.contains("the service is http://127.0.0.1:9, and \(server.url) before"))
            #expect(FileManager.default.contents(atPath: record) == before)
        }
    }
}
