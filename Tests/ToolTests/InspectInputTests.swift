import Foundation
import Synchronization
import TestSupport
import Testing

extension ToolTests {
    @Suite("Inspecting input and storage", .serialized, .timeLimit(.minutes(3)))
    struct InspectInputTests {
        @Test("the shipped scenario finds items 25 and 38 kept by the rehearsal service")
        func shipped() async throws {
            let folder = try Folder()
            let text = try String(contentsOfFile: Tool.scenario("inspection.yaml"), encoding: .utf8)
                .replacing("contracts/", with: Tool.scenario("contracts/"))
                .replacing("data/", with: Tool.scenario("data/"))
            let found = try await Tool.inspect(text, in: folder, ["--fill-storage"]).found
            #expect(found.verdict == "PASS")
            #expect(found.items == [25: "PASS", 33: "", 38: "PASS", 42: ""])
            #expect(found.checks[25]?["storage-limit"]?.figure == 1_000_000)
            #expect(found.checks[25]?["storage-over"]?.figure == 413)
            #expect(found.checks[38]?.count == 6)
            #expect(found.checks[38]?["input-U+003C"]?.figure == 422)
        }

        @Test("without the flag nothing is uploaded")
        func optIn() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let found = try await inspect(server.url, in: folder, ["--item", "38"]).found
            #expect(found.items.keys.sorted() == [38])
            #expect(!server.requests.contains { $0.target == "/upload" })
        }

        // MARK: Services that do wrong

        /// A service of this test: what it makes of a text, and what it has stored.
        final class Notes: Sendable {
            enum Habit: Sendable {
                case refuses, storesAnyway, fails, tells, drops, accepts, refusesAll, echoes
            }

            let habit: Habit
            private let stored = Mutex<[String]>([])

            init(_ habit: Habit) { self.habit = habit }

            /// Status and body for a text that is sent.
            func take(_ text: String) -> (String, String) {
                let isForbidden = text.contains("<") || text.contains("%3C")
                guard isForbidden || habit == .refusesAll else {
                    if habit != .echoes { keep(text) }
                    return ("200 OK", "saved")
                }
                switch habit {
                case .refuses, .refusesAll, .echoes: return ("422 Unprocessable Entity", "refused")
                case .storesAnyway:
                    keep(text)
                    return ("422 Unprocessable Entity", "refused")
                case .fails: return ("500 Internal Server Error", "oops")
                case .tells:
                    return (
                        "422 Unprocessable Entity",
                        "refused\nTraceback (most recent call last):\n File \"a.py\", line 3"
                    )
                case .drops: return ("200 OK", "saved")
                case .accepts:
                    keep(text)
                    return ("200 OK", "saved")
                }
            }

            private func keep(_ text: String) { stored.withLock { $0.append(text) } }

            /// The page of a search: it repeats what was searched for, as many do.
            func page(_ query: String) -> String {
                "found for \(query): " + stored.withLock { $0.joined(separator: "\n") }
            }
        }

        private func service(_ notes: Notes) throws -> StubServer {
            try StubServer { connection in
                while let request = connection.readRequest() {
                    let (status, body) =
                        request.method == "POST"
                        ? notes.take(String(decoding: request.body, as: UTF8.self))
                        : ("200 OK", notes.page(request.target))
                    connection.answer(status: status, body: body)
                }
            }
        }

        private func inspect(
            _ url: String,
            in folder: Folder,
            _ more: [String] = ["--item", "38"]
        ) async throws -> (end: ToolEnd, found: InspectionFile) {
            try folder.write("photo", as: "photo.bin")
            let keys = """
                input:
                  forbidden: ["<"]
                  send: { operation: send, post: /notes, form: { note: "${input.text}" }, expect: { status: 200 } }
                  refused: { status: 422, text: refused }
                  read-back: { operation: read, get: "/notes?query=${input.canary}", expect: { status: 200 } }
                storage:
                  limit: 1kB
                  step: 300B
                  used: 0B
                  upload: { operation: upload, post: /upload, multipart: { photo: { file: photo.bin } }, expect: { status: 200 } }
                  refused: { status: 413, text: full }
                """
            return try await Tool.inspect(sample(service: url, more: keys), in: folder, more)
        }

        static let habits: [(Notes.Habit, String, String?)] = [
            (.refuses, "PASS", nil), (.storesAnyway, "FAIL", "stored"),
            (.fails, "FAIL", "server-error"), (.tells, "FAIL", "stack-trace"),
            (.drops, "FAIL", "not-refused"), (.accepts, "FAIL", "stored"),
            (.refusesAll, "INCONCLUSIVE", nil), (.echoes, "INCONCLUSIVE", nil),
        ]

        @Test("what a service does with a forbidden character decides item 38", arguments: habits)
        func forbidden(habit: Notes.Habit, verdict: String, fault: String?) async throws {
            let server = try service(Notes(habit))
            defer { server.stop() }
            let (end, found) = try await inspect(server.url, in: Folder())
            #expect(found.items == [38: verdict], "\(end)")
            let check = try #require(found.checks[38]?["input-U+003C"])
            #expect(check.faults == (fault.map { [$0] } ?? []), "\(check)")
            let wanted = verdict == "INCONCLUSIVE" ? "INCONCLUSIVE" : "PASS"
            #expect(found.checks[38]?["input-allowed"]?.verdict == wanted, "\(end)")
        }

        @Test("a sign-in that fails leaves item 38 open and says why")
        func noSignIn() async throws {
            let server = try StubServer { $0.answerAll(status: "403 Forbidden") }
            defer { server.stop() }
            let folder = try Folder()
            let keys = """
                before-each-user: [ { operation: sign in, post: /login, expect: { status: 303 } } ]
                input:
                  forbidden: ["<"]
                  send: { operation: send, post: /notes, form: { note: "${input.text}" }, expect: { status: 200 } }
                  refused: { status: 422, text: refused }
                  read-back: { operation: read, get: /notes, expect: { status: 200 } }
                """
            let text = sample(service: server.url, more: keys)
            let (end, found) = try await Tool.inspect(text, in: folder, ["--item", "38"])
            #expect(found.items == [38: "INCONCLUSIVE"], "\(end)")
            #expect(found.checks[38]?["input-allowed"]?.words.contains("sign in") == true)
            #expect(end.output.contains("「sign in」に失敗し、何も試せなかった"), "\(end)")
        }

        // MARK: Storage

        /// How many bytes a service takes, and what it says beyond.
        struct Shelf: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let holds: Int
            let beyond: String
            let words: String
            let verdicts: [String: String]
            let reached: Double
        }

        static let shelves = [
            Shelf(
                testDescription: "as promised",
                holds: 1000,
                beyond: "413 Payload Too Large",
                words: "full",
                verdicts: ["storage-limit": "PASS", "storage-over": "PASS"],
                reached: 1000
            ),
            Shelf(
                testDescription: "too small",
                holds: 500,
                beyond: "413 Payload Too Large",
                words: "full",
                verdicts: ["storage-limit": "FAIL", "storage-over": "INCONCLUSIVE"],
                reached: 300
            ),
            Shelf(
                testDescription: "without a limit",
                holds: 9_999,
                beyond: "413 Payload Too Large",
                words: "full",
                verdicts: ["storage-limit": "PASS", "storage-over": "FAIL"],
                reached: 1000
            ),
            Shelf(
                testDescription: "broken beyond",
                holds: 1000,
                beyond: "500 Internal Server Error",
                words: "full",
                verdicts: ["storage-limit": "PASS", "storage-over": "FAIL"],
                reached: 1000
            ),
            Shelf(
                testDescription: "another error beyond",
                holds: 1000,
                beyond: "413 Payload Too Large",
                words: "no",
                verdicts: ["storage-limit": "PASS", "storage-over": "FAIL"],
                reached: 1000
            ),
        ]

        @Test("what a service takes of uploads decides item 25, to the byte", arguments: shelves)
        func storage(_ shelf: Shelf) async throws {
            let held = Held()
            let server = try StubServer { connection in
                while let request = connection.readRequest() {
                    let size = Self.fileSize(of: request.body)
                    let isTaken = held.take(size, atMost: shelf.holds)
                    connection.answer(
                        status: isTaken ? "200 OK" : shelf.beyond,
                        body: isTaken ? "saved" : shelf.words
                    )
                }
            }
            defer { server.stop() }
            let (end, found) = try await inspect(
                server.url,
                in: Folder(),
                ["--fill-storage", "--item", "25"]
            )
            let checks = try #require(found.checks[25])
            for (id, verdict) in shelf.verdicts {
                #expect(checks[id]?.verdict == verdict, "\(end)")
            }
            #expect(checks["storage-limit"]?.figure == shelf.reached, "\(end)")
            #expect(Set(server.requests.map(\.body)).count == server.requests.count)
        }

        /// What has been uploaded.
        final class Held: Sendable {
            private let bytes = Mutex(0)

            func take(_ size: Int, atMost limit: Int) -> Bool {
                bytes.withLock { held in
                    guard held + size <= limit else { return false }
                    held += size
                    return true
                }
            }
        }

        /// Between the head of the one part and its boundary.
        private static func fileSize(of body: [UInt8]) -> Int {
            let text = String(decoding: body, as: Unicode.ASCII.self)
            guard let head = text.firstRange(of: "\r\n\r\n"),
                let end = text[head.upperBound...].firstRange(of: "\r\n--")
            else { return 0 }
            return text.unicodeScalars.distance(from: head.upperBound, to: end.lowerBound)
        }
    }
}
