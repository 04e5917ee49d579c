import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite("Secrets", .timeLimit(.minutes(1)))
    struct SecretTests {
        private static let word = "s3cret/w&rd+\"x y"
        private static let filed = "from-a-file-9914"
        /// The forms that may surface: as it is, percent-encoded, form-encoded, Base64, JSON.
        private static let forms = [
            word, "s3cret%2Fw%26rd%2B%22x%20y", "s3cret%2Fw%26rd%2B%22x+y",
            Data(word.utf8).base64EncodedString(), "s3cret/w&rd+\\\"x y",
            "s3cret/w&amp;rd", "s3cret", filed, Data("me:\(filed)".utf8).base64EncodedString(),
        ]

        /// A scenario that sends the secrets in every way to a service that sends them back.
        private func write(_ service: String, in folder: Folder) throws -> String {
            try folder.write(Self.filed + "\n", as: "secret.txt")
            let text = """
                scenario: secrets
                service: \(service)
                variables: { word: "${env:SANBYO_TEST_SECRET}" }
                load: { users: { peak: 2, ramp: 0s, hold: 1s } }
                flows:
                  look:
                    think: 100ms
                    steps:
                      - operation: look
                        post: /look?w=${word}
                        headers: { X-Word: "Bearer ${env:SANBYO_TEST_SECRET}" }
                        form: { w: "${word}" }
                        take: { back: { header: X-Back } }
                        expect: { text: "not ${word} here" }
                      - operation: again
                        get: /again
                        basic-auth: { user: me, password: "${file:secret.txt}" }

                """
            return try folder.write(text, as: "s.yaml")
        }

        @Test("they are sent, and are in no file and no output", arguments: ["run", "try"])
        func nowhere(command: String) async throws {
            let server = try StubServer { connection in
                let back = ["X-Back: \(Self.word)", "Set-Cookie: w=s3cret"]
                connection.answerAll(headers: back, body: "you sent \(Self.word)")
            }
            defer { server.stop() }
            let folder = try Folder()
            let file = try write(server.url, in: folder)
            let more = command == "run" ? ["--results", folder.path + "/results", "-v"] : ["-v"]
            let end = try await Tool.run(
                [command, file] + more,
                environment: ["SANBYO_TEST_SECRET": Self.word]
            )
            let sent = try #require(server.requests.first)
            #expect(sent.values(of: "x-word") == ["Bearer \(Self.word)"])
            let isJudged = command == "run"
            #expect(end.code == 2 || isJudged, "\(end)")
            try expectNothing(in: end.output + end.errors, "the output")
            for (name, bytes) in folder.files() where name.hasPrefix("results/") {
                try expectNothing(in: String(decoding: bytes, as: UTF8.self), name)
            }
            #expect(!isJudged || folder.names(in: "results").count == 1)
        }

        @Test("plan and check do not show them", arguments: ["plan", "check"])
        func notShown(command: String) async throws {
            let folder = try Folder()
            let file = try write("http://127.0.0.1:1", in: folder)
            let environment = ["SANBYO_TEST_SECRET": Self.word]
            let end = try await Tool.run([command, file], environment: environment)
            #expect(end.code == 0, "\(end)")
            try expectNothing(in: end.output + end.errors, command)
        }

        private func expectNothing(in text: String, _ place: String) throws {
            for form in Self.forms {
                // The cookie's short piece is the service's own words, not the secret.
                let spared = text.replacing("w=s3cret", with: "")
                #expect(!spared.contains(form), "“\(form)” stands in \(place)")
            }
        }
    }
}
