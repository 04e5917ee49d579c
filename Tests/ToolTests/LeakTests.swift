import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Leaks between companies", .timeLimit(.minutes(3)))
    struct LeakTests {
        /// What a service sends under a path: whether company alpha1 must not see it.
        struct Page {
            let path: String
            let leaks: Bool
            let send: @Sendable (StubConnection) -> Bool

            /// - Parameter send: false when the connection is over then.
            init(
                _ path: String,
                leaks: Bool = true,
                _ send: @escaping @Sendable (StubConnection) -> Bool
            ) {
                self.path = path
                self.leaks = leaks
                self.send = send
            }
        }

        /// "<p>点検 beta22 済</p>" as gzip has it.
        private static let compressed: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xb3, 0x29, 0xb0, 0x7b,
            0xde, 0xb4, 0xf3, 0xd9, 0x92, 0x39, 0x0a, 0x49, 0xa9, 0x25, 0x89, 0x46, 0x46, 0x0a,
            0xcf, 0x76, 0x74, 0xd8, 0xe8, 0x17, 0xd8, 0x01, 0x00, 0x76, 0x33, 0xe3, 0x85, 0x18,
            0x00, 0x00, 0x00,
        ]

        private static func coded(_ coding: String) -> @Sendable (StubConnection) -> Bool {
            { connection in
                let lines = "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\n"
                return connection.send(
                    Array("\(lines)Content-Length: \(compressed.count)\r\n\r\n".utf8) + compressed
                )
            }
        }

        static let pages = [
            Page("/own", leaks: false) { $0.answer(body: "<p>alpha1 user01 canary-aa11</p>") },
            Page("/near", leaks: false) { $0.answer(body: "beta220 xbeta22 beta2 user022") },
            Page("/body") { $0.answer(body: "<td>beta22</td>") },
            Page("/canary") { $0.answer(body: "xxcanary-bb22xx") },
            Page("/escaped") { $0.answer(body: #"{"name":"\u0062eta22"}"#) },
            Page("/header") { $0.answer(headers: ["X-Next: /of/beta22/"]) },
            Page("/cookie") { $0.answer(headers: ["Set-Cookie: last=user02; Path=/"]) },
            Page("/gzip", coded("gzip")),
            Page("/chunks") { connection in
                let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                guard connection.send(head + "3\r\n be\r\n") else { return false }
                connection.wait(milliseconds: 20)
                guard connection.send("2\r\nta\r\n") else { return false }
                connection.wait(milliseconds: 20)
                return connection.send("3\r\n22 \r\n0\r\n\r\n")
            },
            Page("/large") {
                $0.answer(body: String(repeating: "x ", count: 1_500_000) + "beta22")
            },
            Page("/error") {
                $0.answer(status: "500 Internal Server Error", body: "no user02 here")
            },
            Page("/cut") { connection in
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>beta22</p>")
                return false
            },
            Page("/redirect") {
                $0.answer(status: "302 Found", headers: ["Location: /own?beta22"])
            },
        ]

        static func server() throws -> StubServer {
            try StubServer { connection in
                while let request = connection.readRequest() {
                    let path = request.target.prefix { $0 != "?" }
                    guard let page = pages.first(where: { $0.path == path }),
                        page.send(connection)
                    else { return }
                }
            }
        }

        /// A folder with accounts, contract and a scenario with one flow for each path.
        static func scenario(
            _ server: StubServer,
            in folder: Folder,
            paths: [String],
            hold: String = "4s",
            more: String = ""
        ) throws -> String {
            try folder.write(
                "company_code,user_code,canary\nalpha1,user01,canary-aa11\n"
                    + "beta22,user02,canary-bb22\n",
                as: "accounts.csv"
            )
            try folder.write(
                "contract: c\nresponse: { online: { within: 3s, for: 90% } }\n"
                    + "isolation: { by: [company_code, user_code] }\n",
                as: "contract.yaml"
            )
            let flows = paths.map { path in
                """
                  f\(path.dropFirst()):
                    think: { fixed: 5ms }
                    steps:
                      - { operation: "\(path)", get: \(path), follow-redirects: true }
                """
            }
            return try folder.write(
                """
                scenario: leaky
                service: \(server.url)
                contract: contract.yaml
                accounts: { from: accounts.csv, canaries: [canary] }
                load: { users: { peak: 1, hold: \(hold) } }
                \(more)
                flows:
                \(flows.joined(separator: "\n"))

                """,
                as: "s.yaml"
            )
        }

        static func isolation(_ text: String) throws -> [String: Any] {
            let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return try #require(root?["isolation"] as? [String: Any])
        }

        @Test(
            "every way that an answer can leak is found on both lanes, and nothing else",
            arguments: ["direct", "curl"]
        )
        func lanes(lane: String) async throws {
            let server = try Self.server()
            defer { server.stop() }
            for page in Self.pages {
                let folder = try Folder()
                let file = try Self.scenario(server, in: folder, paths: [page.path], hold: "300ms")
                let end = try await Tool.play(file, in: folder, ["--lane", lane])
                let files = try RunFiles(in: folder)
                let found = try Self.isolation(files.text("summary.json"))
                let leaked = try #require(found["leaked"] as? Int)
                let searched = try #require(found["searched"] as? Int)
                #expect(searched > 0 && found["incomplete"] as? Int == 0, "\(page.path) \(end)")
                #expect((end.code == 2) == page.leaks, "\(page.path) \(end)")
                // Behind a redirect comes a page of one's own, at an address that is not searched.
                let expected = page.path == "/redirect" ? searched / 2 : searched
                #expect(abs(leaked - (page.leaks ? expected : 0)) <= 1, "\(page.path) \(found)")
                if page.path != "/redirect" { #expect(leaked == (page.leaks ? searched : 0)) }
            }
        }

        @Test(
            "what cannot be read is told and never passes",
            arguments: ["direct", "curl"]
        )
        func unread(lane: String) async throws {
            let cases: [(send: @Sendable (StubConnection) -> Bool, transport: String)] = [
                (Self.coded("br"), "{}"), (Self.coded("gzip"), "{ compression: false }"),
                (
                    { $0.answer(body: String(repeating: "x ", count: 9_000)) },
                    "{ largest-body: 4kB }"
                ),
            ]
            for (send, transport) in cases {
                let server = try StubServer { connection in
                    while connection.readRequest() != nil, send(connection) {}
                }
                defer { server.stop() }
                let folder = try Folder()
                let file = try Self.scenario(
                    server,
                    in: folder,
                    paths: ["/look"],
                    hold: "1s",
                    more: "transport: \(transport)"
                )
                let end = try await Tool.play(file, in: folder, ["--lane", lane])
                let found = try Self.isolation(RunFiles(in: folder).text("summary.json"))
                #expect(found["leaked"] as? Int == 0)
                #expect((found["incomplete"] as? Int ?? 0) > 0, "\(transport) \(end)")
                #expect(end.code != 0 && end.output.contains("INCONCLUSIVE  leaks = 0"), "\(end)")
            }
        }

        @Test("a run that was killed is judged to have leaked, with its evidence")
        func killed() async throws {
            let server = try Self.server()
            defer { server.stop() }
            let folder = try Folder()
            let file = try Self.scenario(server, in: folder, paths: ["/body"], hold: "40s")
            let run = try Started(
                Tool.sanbyo,
                ["run", file, "--results", folder.path + "/results"]
            )
            #expect(try await run.wait { server.requests.count > 300 })
            run.signal(SIGKILL)
            #expect(try await run.end().code == -SIGKILL)
            let files = try RunFiles(in: folder)
            let end = try await Tool.run(["judge", files.path])
            #expect(end.code == 2, "\(end)")
            #expect(end.output.contains("“beta22”, the company_code of another company"), "\(end)")
            #expect(end.output.contains("<td>beta22</td>"), "\(end)")
            let report = try await Tool.run(["report", files.path])
            #expect(report.code == 2)
            let written = try RunFiles(in: folder).text("leaks.json")
            #expect(written.contains("\"kept\": 100"))
            let without = try await Tool.run(["judge", files.path, "--without", "0s..30s"])
            #expect(without.code == 2, "\(without)")
        }

        @Test("try shows a leak and ends with 2")
        func tryOut() async throws {
            let server = try Self.server()
            defer { server.stop() }
            let folder = try Folder()
            let leaky = try Self.scenario(server, in: folder, paths: ["/own", "/cookie"])
            let end = try await Tool.run(["try", leaky])
            #expect(end.code == 2, "\(end)")
            #expect(end.output.contains("leak: /cookie, asked for by company alpha1"), "\(end)")
            let clean = try Self.scenario(server, in: folder, paths: ["/own"])
            #expect(try await Tool.run(["try", clean]).code == 0)
        }

        @Test("the shipped leak is found as often as the service says it leaked")
        func shipped() async throws {
            let folder = try Folder()
            let end = try await Tool.play(
                Tool.scenario("leak.yaml"),
                in: folder,
                ["--duration", "12s", "--set", "rehearsal.faults[0]=at 6s for 6s: leak 3%"]
            )
            #expect(end.code == 2, "\(end)")
            let files = try RunFiles(in: folder)
            let events = try files.text("rehearsal-log.jsonl").split(separator: "\n")
                .filter { $0.contains("\"event\":\"leak\"") }
            let found = try Self.isolation(files.text("summary.json"))
            #expect(events.count > 3)
            #expect(found["leaked"] as? Int == events.count, "\(end)")
            let text = try files.text("leaks.json")
            let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            let leaks = try #require(root?["leaks"] as? [[String: Any]])
            #expect(leaks.count == min(100, events.count))
            // Whom each was for, as the service has it, in the order of time.
            let asked = leaks.compactMap { leak -> String? in
                let by = leak["askedBy"] as? [String: Any]
                return "\(by?["tenant"] ?? "")/\(by?["account"] ?? "")"
            }
            let told = events.compactMap { line -> String? in
                let row = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                return (row as? [String: Any])?["asked"] as? String
            }
            #expect(asked.sorted() == told.sorted())
            #expect(!text.contains("pw-u"), "passwords are masked")
        }
    }
}
