import Foundation
import Synchronization
import TestSupport
import Testing

extension ToolTests {
    @Suite("Users signed in by the service's own count (Accuracy)", .timeLimit(.minutes(1)))
    struct SignedInAccuracyTests {
        private struct Load: Decodable {
            struct Count: Decodable {
                let highest: Int?
                let median: Int?
                let told: Int
                let failed: Int
            }

            let signedIn: Count?
        }

        private struct Summary: Decodable {
            let load: Load
        }

        private func count(_ text: String) throws -> Load.Count {
            let summary = try JSONDecoder().decode(Summary.self, from: Data(text.utf8))
            return try #require(summary.load.signedIn)
        }

        @Test("counts in the judged span are told, by their median, and again from the files")
        func told() async throws {
            let asked = Mutex(0)
            let server = try StubServer { connection in
                while let request = connection.readRequest() {
                    guard request.target == "/users" else {
                        connection.answer()
                        continue
                    }
                    let number = asked.withLock { count in
                        defer { count += 1 }
                        return [2, 7, 4][min(count, 2)]
                    }
                    connection.answer(headers: ["X-Users: \(number)"])
                }
            }
            defer { server.stop() }
            let folder = try Folder()
            let more = "signed-in: { get: /users, header: X-Users, every: 1s }"
            let file = try folder.write(
                sample(service: server.url, hold: "4s", more: more),
                as: "s.yaml"
            )
            let end = try await Tool.play(file, in: folder)
            let files = try RunFiles(in: folder)
            let told = try count(files.text("summary.json"))
            #expect(told.highest == 7 && told.median == 4)
            #expect(told.failed == 0)
            #expect((3...5).contains(told.told))
            let line = "users signed in at once: 4 (the median of \(told.told) in the judged span)"
            #expect(end.output.contains(line), "\(end)")
            for name in ["summary.md", "report.html"] {
                #expect(try files.text(name).contains(line), "\(name)")
            }
            let again = try await Tool.run(["judge", files.path, "--json"])
            #expect(again.code == end.code)
            #expect(again.output == (try files.text("summary.json")))
        }

        @Test("a count that is not to be had is a notice, no failure of the run")
        func unavailable() async throws {
            let server = try StubServer { connection in
                while let request = connection.readRequest() {
                    connection.answer(status: request.target == "/users" ? "404 No" : "200 OK")
                }
            }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(
                service: server.url,
                more: "signed-in: { get: /users, json: n, every: 1s }"
            )
            let end = try await Tool.play(try folder.write(text, as: "s.yaml"), in: folder)
            #expect(end.errors.contains("signed-in: "), "\(end)")
            #expect(end.errors.contains("askings brought no count (unexpected-status:"), "\(end)")
            #expect(end.output.contains("the service told no count in the judged span"), "\(end)")
            let files = try RunFiles(in: folder)
            let told = try count(files.text("summary.json"))
            #expect(told.highest == nil && told.failed >= 1)
            let summary = try files.text("summary.json")
            for figure in ["\"404\"", "got 404"] {
                #expect(!summary.contains(figure), "the asking is no figure of the run: \(figure)")
            }
        }
    }
}
