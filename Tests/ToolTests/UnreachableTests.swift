import TestSupport
import Testing

extension ToolTests {
    @Suite("Runs that must not begin", .timeLimit(.minutes(1)))
    struct UnreachableTests {
        /// Plays the sample and expects its end before the first request.
        private func refused(
            _ service: String,
            code: Int32,
            _ words: String...,
            more: String = ""
        ) async throws {
            let folder = try Folder()
            let file = try folder.write(sample(service: service, more: more), as: "s.yaml")
            let end = try await Tool.play(file, in: folder)
            #expect(end.code == code, "\(end)")
            for word in words { #expect(end.errors.contains(word), "\(end)") }
            #expect(end.output.isEmpty)
            #expect(folder.names(in: "results").isEmpty, "no folder of a run that never began")
        }

        @Test("an unknown host ends with 69 and names the host")
        func unknownHost() async throws {
            try await refused(
                "http://nobody.invalid",
                code: 69,
                "nobody.invalid",
                "Nothing was sent"
            )
        }

        @Test("a port that refuses ends with 69")
        func refusedPort() async throws {
            let server = try StubServer { $0.answerAll() }
            server.stop()
            try await refused(server.url, code: 69, server.url, "Connection refused")
        }

        @Test("a service that does not speak TLS ends with 69 and says so")
        func noTLS() async throws {
            let server = try StubServer { connection in
                connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.hold()
            }
            defer { server.stop() }
            try await refused("https://127.0.0.1:\(server.port)", code: 69, "TLS")
        }

        @Test("an unknown host beside the service ends with 69")
        func unknownOtherHost() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            try await refused(
                server.url,
                code: 69,
                "nobody.invalid",
                more: "hosts: [nobody.invalid]"
            )
            #expect(server.requests.isEmpty)
        }

        @Test("a rehearsal service that is not there ends with 69 and says how to build it")
        func noRehearsalService() async throws {
            let folder = try Folder()
            let file = try folder.write(sample(service: "rehearsal"), as: "s.yaml")
            let end = try await Tool.play(
                file,
                in: folder,
                environment: ["SANBYO_REHEARSAL": "/nowhere/rehearsal-service"]
            )
            #expect(end.code == 69)
            #expect(end.complains(of: "/nowhere/rehearsal-service"), "\(end)")
            #expect(folder.names(in: "results").isEmpty)
        }

        @Test("too few descriptors end the run before it begins and name the number needed")
        func fewDescriptors() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(sample(service: server.url, users: 100), as: "s.yaml")
            let line =
                "ulimit -n 100; exec '\(Tool.sanbyo)' run '\(file)' --results '\(folder.path)/r'"
            let end = try await Started("/bin/sh", ["-c", line]).end()
            #expect(end.code == 65, "\(end)")
            #expect(end.complains(of: "100 connections", "100 are", "ulimit -n"), "\(end)")
            #expect(server.requests.isEmpty)
        }
    }
}
