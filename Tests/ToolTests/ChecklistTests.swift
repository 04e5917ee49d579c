import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Drawing up the checklist", .timeLimit(.minutes(2)))
    struct ChecklistTests {
        private static let contract = """
            contract: agreed
            zone: Asia/Tokyo
            response: { online: { within: 3s, for: 90% } }
            concurrent-users: 4
            declared: { 39: { ja: 有, en: "yes" } }

            """

        /// A run of four users against a stub that answers at once.
        private func finished(in folder: Folder) async throws -> RunFiles {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            try folder.write(Self.contract, as: "contract.yaml")
            let text = sample(service: server.url, users: 4, more: "contract: contract.yaml")
            let file = try folder.write(text, as: "s.yaml")
            _ = try await Tool.play(file, in: folder)
            return try RunFiles(in: folder)
        }

        private func files(_ folder: Folder) throws -> [String: String] {
            let name = try #require(folder.names(in: "lists").first)
            return try Dictionary(
                uniqueKeysWithValues: folder.names(in: "lists/\(name)").map { file in
                    let path = "\(folder.path)/lists/\(name)/\(file)"
                    let bytes = try #require(FileManager.default.contents(atPath: path))
                    return (file, String(decoding: bytes, as: UTF8.self))
                }
            )
        }

        @Test("of a run writes a page, a table and a text in Japanese, with times in its zone")
        func japanese() async throws {
            let folder = try Folder()
            let run = try await finished(in: folder)
            let end = try await Tool.run([
                "checklist", run.path, "--lang", "ja", "--results", "\(folder.path)/lists",
            ])
            // Two seconds prove little, and nobody signs in: item 24 is open.
            #expect(undecided.contains(end.code), "\(end)")
            let files = try files(folder)
            #expect(
                files.keys.sorted() == ["checklist.csv", "checklist.html", "checklist.md"],
                "\(end)"
            )
            let table = try #require(files["checklist.md"])
            #expect(table.contains("| 39 | セキュリティ | 公的認証取得の要件 | 有無 | 有 |  | 申告 |"))
            #expect(table.contains("契約4利用者中4利用者、サインインなしのシナリオ"))
            #expect(table.contains("+09:00"))
            #expect(end.output.contains("24 同時接続利用者数"))
        }

        @Test("judges by another contract on request, and may end with 0")
        func otherContract() async throws {
            let folder = try Folder()
            let run = try await finished(in: folder)
            let strict = try folder.write(
                "contract: strict\nresponse: { online: { within: 1ns, for: 99% } }\n",
                as: "strict.yaml"
            )
            let arguments = [
                "checklist", run.path, "--contract", strict, "--results", "\(folder.path)/lists",
            ]
            let end = try await Tool.run(arguments)
            #expect([2, 4].contains(end.code), "\(end)")
            #expect(end.output.contains("Checklist of cloud service levels: strict"))
            #expect(try await Tool.run(arguments + ["--exit-zero"]).code == 0)
        }

        @Test("of runs by different contracts asks which one it is of")
        func disagreement() async throws {
            let first = try Folder()
            let second = try Folder()
            let run = try await finished(in: first)
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let file = try second.write(sample(service: server.url), as: "s.yaml")
            _ = try await Tool.play(file, in: second)
            let other = try RunFiles(in: second)
            let end = try await Tool.run([
                "checklist", run.path, other.path, "--results", "\(first.path)/lists",
            ])
            #expect(end.code == 65)
            #expect(end.errors.contains("--contract FILE"), "\(end)")
            #expect(first.names(in: "lists").isEmpty)
        }

        @Test("of different services is refused, unless they are said to be one")
        func services() async throws {
            let first = try Folder()
            let second = try Folder()
            // Two stubs are two services: another port of the machine.
            let runs = [try await finished(in: first), try await finished(in: second)]
            let arguments =
                ["checklist"] + runs.map(\.path)
                + ["--results", "\(first.path)/lists", "--items", "19"]
            let end = try await Tool.run(arguments)
            #expect(end.code == 65)
            #expect(end.errors.contains("of different services (http://127.0.0.1:"), "\(end)")
            #expect(first.names(in: "lists").isEmpty)
            let both = try await Tool.run(arguments + ["--across-services"])
            #expect(undecided.contains(both.code), "\(both)")
            #expect(both.output.contains("(taken for one service)"), "\(both)")
            #expect(both.output.contains("about item 19 alone"), "\(both)")
        }

        @Test("the same contract by another path is the same")
        func samePath() async throws {
            let folder = try Folder()
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            for name in ["a.yaml", "b.yaml"] { try folder.write(Self.contract, as: name) }
            for name in ["a.yaml", "b.yaml"] {
                let text = sample(service: server.url, users: 4, more: "contract: \(name)")
                _ = try await Tool.play(try folder.write(text, as: "s-\(name)"), in: folder)
            }
            let runs = folder.names(in: "results").map { "\(folder.path)/results/\($0)" }
            try #require(runs.count == 2)
            let end = try await Tool.run(
                ["checklist"] + runs + ["--results", "\(folder.path)/lists"]
            )
            #expect(undecided.contains(end.code), "\(end)")
        }

        @Test("--items takes numbers of items that can be measured")
        func items() async throws {
            for text in ["39", "19,", "x", "50", ""] {
                let end = try await Tool.run(["checklist", "run", "--items", text])
                #expect(end.code == 64 && end.errors.contains("--items"), "\(end)")
            }
        }

        @Test("of nothing, of no run, or in another language is refused")
        func refused() async throws {
            let folder = try Folder()
            #expect(try await Tool.run(["checklist"]).code == 64)
            #expect(try await Tool.run(["checklist", folder.path]).code == 65)
            let end = try await Tool.run(["checklist", folder.path, "--lang", "de"])
            #expect(end.code == 64)
            try folder.write("{\"formatVersion\": 1", as: "inspection.json")
            let broken = try await Tool.run(["checklist", folder.path])
            #expect(broken.code == 65)
            #expect(broken.errors.contains("inspection.json is no inspection"), "\(broken)")
            // As it was written before it had both languages.
            try folder.write(
                """
                {
                  "formatVersion": 1, "scenario": "s", "service": "https://a.example.jp",
                  "contract": "default", "tool": "sanbyo 0", "started": "2026-11-27T00:00:00Z",
                  "finished": "2026-11-27T00:00:01Z", "verdict": "PASS", "exitCode": 0,
                  "reasons": ["kept"], "items": [], "certificates": []
                }
                """,
                as: "inspection.json"
            )
            let old = try await Tool.run(["checklist", folder.path])
            #expect(old.code == 65)
            #expect(old.errors.contains("format 1, and this is format 2: inspect again"), "\(old)")
        }
    }
}
