import Foundation
import TestSupport
import Testing

extension ToolTests {
    @Suite(
        "Inspecting encryption",
        .serialized,
        .enabled(if: Authority.hasOpenSSL, "openssl is not installed"),
        .timeLimit(.minutes(3))
    )
    struct InspectEncryptionTests {
        @Test("a sound service keeps items 33 and 42, with the figures told")
        func sound() async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "middle")
            let found = try await Inspected.server(authority, "leaf", "-cert_chain middle.pem")
            #expect(found.items == [33: "PASS", 42: "PASS"])
            let checks = try #require(found.checks[42])
            #expect(checks["tls-negotiated"]?.words.hasPrefix("TLS 1.3 with TLS_AES_") == true)
            #expect((checks["tls-negotiated"]?.figure ?? 0) >= 128)
            #expect(checks["tls-1.0"]?.verdict == "PASS" && checks["tls-1.1"]?.verdict == "PASS")
            #expect(checks["certificate-chain"]?.figure == 2)
            #expect((checks["certificate-dates"]?.figure ?? 0) > 1000)
            #expect(checks["plain-http"]?.words.contains("refused") == true)
            #expect(found.checks[33]?["plain-http"] == nil)
        }

        @Test(
            "an old version that a service accepts is found by its number",
            arguments: [("-tls1", "tls-1.0"), ("-tls1_1", "tls-1.1")]
        )
        func oldVersion(option: String, check: String) async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            let found = try await Inspected.server(
                authority,
                "leaf",
                option + " -cipher DEFAULT:@SECLEVEL=0"
            )
            #expect(found.items == [33: "FAIL", 42: "FAIL"])
            let checks = try #require(found.checks[42])
            #expect(checks[check]?.faults == ["accepts-\(check)"], "\(checks)")
            let other = check == "tls-1.0" ? "tls-1.1" : "tls-1.0"
            #expect(checks[other]?.verdict == "PASS", "\(checks)")
            #expect(checks["tls-offered"]?.words.contains("TLS 1.2 not offered") == true)
        }

        @Test("an old version beside the new ones is found, although a run would never use it")
        func oldBesideNew() async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            let found = try await Inspected.server(authority, "leaf", "-cipher DEFAULT:@SECLEVEL=0")
            let checks = try #require(found.checks[33])
            #expect(checks["tls-negotiated"]?.verdict == "PASS")
            #expect(checks["tls-1.0"]?.verdict == "FAIL" && checks["tls-1.1"]?.verdict == "FAIL")
            #expect(found.verdict == "FAIL")
        }

        @Test("only TLS 1.2 keeps a promise of 1.2 and breaks one of 1.3; only 1.3 keeps both")
        func promises() async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            let old = try await Inspected.server(authority, "leaf", "-tls1_2")
            #expect(old.items == [33: "PASS", 42: "PASS"])
            #expect(
                old.checks[33]?["tls-offered"]?.words == "TLS 1.2 offered, TLS 1.3 not offered"
            )
            let broken = try await Inspected.server(authority, "leaf", "-tls1_2", least: "1.3")
            #expect(broken.items == [33: "FAIL", 42: "FAIL"])
            #expect(broken.checks[33]?["tls-1.2"]?.faults == ["accepts-tls-1.2"])
            #expect(broken.checks[33]?["tls-negotiated"]?.faults == ["low-version"])
            let new = try await Inspected.server(authority, "leaf", "-tls1_3", least: "1.3")
            #expect(new.items == [33: "PASS", 42: "PASS"])
            #expect(new.checks[33]?["tls-1.2"]?.verdict == "PASS")
        }

        @Test("without a promise everything is told and nothing judged")
        func noPromise() async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            let found = try await Inspected.server(authority, "leaf", least: nil)
            #expect(found.items == [33: "", 42: ""] && found.verdict == "INCONCLUSIVE")
            #expect(found.checks[33]?["tls-1.1"]?.verdict == "PASS")
        }

        /// What port 80 does, and what item 42 makes of it.
        struct PlainAnswer: CustomTestStringConvertible, Sendable {
            let testDescription: String
            let verdict: String
            var fault: String?
            let script: StubServer.Script
        }

        static let plainAnswers = [
            PlainAnswer(testDescription: "an answer", verdict: "FAIL", fault: "plain-answer") {
                $0.answerAll(body: "welcome")
            },
            PlainAnswer(testDescription: "a redirect to https", verdict: "PASS") {
                $0.answerAll(
                    status: "301 Moved Permanently",
                    headers: ["Location: https://127.0.0.1/start"]
                )
            },
            PlainAnswer(
                testDescription: "a redirect to another host",
                verdict: "INCONCLUSIVE",
                fault: "redirect-to-another-host"
            ) {
                $0.answerAll(status: "302 Found", headers: ["Location: https://other.example.jp/"])
            },
            PlainAnswer(
                testDescription: "a redirect in the clear",
                verdict: "FAIL",
                fault: "redirect-in-the-clear"
            ) {
                $0.answerAll(status: "302 Found", headers: ["Location: /login"])
            },
            PlainAnswer(testDescription: "a refusal", verdict: "PASS") {
                $0.answerAll(status: "426 Upgrade Required")
            },
            PlainAnswer(
                testDescription: "nothing to be found",
                verdict: "INCONCLUSIVE",
                fault: "plain-status"
            ) {
                $0.answerAll(status: "404 Not Found")
            },
            PlainAnswer(testDescription: "a reset", verdict: "PASS") {
                _ = $0.readRequest()
                $0.reset()
            },
            PlainAnswer(testDescription: "no HTTP", verdict: "INCONCLUSIVE") {
                _ = $0.readRequest()
                $0.send("\u{1}\u{2}no HTTP\r\n\r\n")
            },
            PlainAnswer(
                testDescription: "a body that never ends",
                verdict: "FAIL",
                fault: "plain-answer"
            ) {
                guard $0.readRequest() != nil else { return }
                $0.send("HTTP/1.1 200 OK\r\n\r\n")
                let block = [UInt8](repeating: 120, count: 65_536)
                while $0.send(block) {}
            },
        ]

        @Test("what port 80 answers decides item 42, and not item 33")
        func plain() async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            for answer in Self.plainAnswers {
                let server = try StubServer(answer.script)
                defer { server.stop() }
                let url = "http://127.0.0.1:\(server.port)/"
                let found = try await Inspected.server(authority, "leaf", plain: url)
                let place = "\(answer.testDescription)"
                #expect(found.items == [33: "PASS", 42: answer.verdict], "\(place)")
                let check = try #require(found.checks[42]?["plain-http"])
                #expect(check.faults == (answer.fault.map { [$0] } ?? []), "\(place): \(check)")
            }
        }

        @Test("a service that says nothing, or resets, is INCONCLUSIVE within its time")
        func silent() async throws {
            let scripts: [(StubServer.Script, String)] = [
                ({ $0.hold() }, "no answer within 2s"),
                // Reset only once the hello is there: before, there may be no connection at all.
                (
                    {
                        $0.waitForBytes()
                        $0.reset()
                    }, "closed"
                ),
            ]
            for (script, words) in scripts {
                let server = try StubServer(script)
                defer { server.stop() }
                let folder = try Folder()
                let text = try Inspected.scenario("https://127.0.0.1:\(server.port)", in: folder)
                let found = try await Tool.inspect(
                    text,
                    in: folder,
                    ["--plain", "http://127.0.0.1:1/"]
                ).found
                #expect(found.items == [33: "INCONCLUSIVE", 42: "INCONCLUSIVE"])
                let check = try #require(found.checks[33]?["tls-negotiated"])
                #expect(check.words.contains(words), "\(check)")
                #expect(found.checks[33]?["tls-1.0"]?.verdict == "INCONCLUSIVE")
            }
        }

        @Test("what was found before a signal is written, and is at best INCONCLUSIVE")
        func stopped() async throws {
            let server = try StubServer { $0.hold() }
            defer { server.stop() }
            let folder = try Folder()
            let text = try Inspected.scenario("https://127.0.0.1:\(server.port)", in: folder)
            let file = try folder.write(text, as: "s.yaml")
            let tool = try Started(
                Tool.sanbyo,
                ["inspect", file, "--json", "--results", folder.path + "/results"]
            )
            #expect(try await tool.wait { tool.errors.contains("handshake") })
            tool.signal(SIGINT)
            let end = try await tool.end()
            #expect(end.code == 3, "\(end)")
            #expect(end.output.contains("stopped by SIGINT"), "\(end)")
            let run = try #require(folder.names(in: "results").first)
            #expect(folder.names(in: "results/\(run)").contains("inspection.json"))
        }

        @Test("what speaks no TLS under an https address fails")
        func noTLS() async throws {
            let server = try StubServer { connection in
                connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.hold()
            }
            defer { server.stop() }
            let folder = try Folder()
            let text = try Inspected.scenario("https://127.0.0.1:\(server.port)", in: folder)
            let found = try await Tool.inspect(text, in: folder).found
            #expect(found.items[33] == "FAIL")
            #expect(found.checks[33]?["tls-negotiated"]?.faults == ["no-tls"])
        }

        @Test("a service at an http address breaks a promise of TLS, in words")
        func inTheClear() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = try Inspected.scenario(server.url, in: folder)
            let found = try await Tool.inspect(text, in: folder).found
            #expect(found.items == [33: "FAIL", 42: "FAIL"])
            #expect(found.checks[33]?["tls-negotiated"]?.words.contains("this machine") == true)
        }

        @Test("a service that is not there ends with 69 and leaves no folder")
        func nobody() async throws {
            let folder = try Folder()
            for scheme in ["http", "https"] {
                let text = try Inspected.scenario("\(scheme)://127.0.0.1:1", in: folder)
                let file = try folder.write(text, as: "s.yaml")
                let end = try await Tool.run(["inspect", file, "--results", folder.path + "/r"])
                #expect(end.code == 69, "\(end)")
                #expect(folder.names(in: "r").isEmpty, "\(scheme)")
            }
        }

        @Test("wrong arguments end with 64")
        func arguments() async throws {
            let folder = try Folder()
            let text = try Inspected.scenario("https://127.0.0.1:1", in: folder)
            let file = try folder.write(text, as: "s.yaml")
            for more in [
                ["--item", "19"], ["--item", "38"], ["--fill-storage"],
                ["--plain", "http://elsewhere.example.jp/"], ["--plain", "https://127.0.0.1/"],
            ] {
                let end = try await Tool.run(
                    ["inspect", file, "--results", folder.path + "/r"] + more
                )
                #expect(end.code == 64, "\(more): \(end)")
            }
        }
    }
}
