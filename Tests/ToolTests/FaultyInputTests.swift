import Testing

extension ToolTests {
    @Suite("Faulty scenarios", .timeLimit(.minutes(1)))
    struct FaultyInputTests {
        /// A scenario with something wrong, and what must be said of it in one line.
        struct Case: CustomTestStringConvertible {
            let testDescription: String
            let text: String?
            let words: [String]

            init(_ name: String, _ text: String?, _ words: String...) {
                testDescription = name
                self.text = text
                self.words = words
            }

            /// The sample with one text in the place of another.
            init(_ name: String, _ old: String, to new: String, _ words: String...) {
                testDescription = name
                text = sample(service: "http://127.0.0.1:1").replacing(old, with: new)
                self.words = words
            }
        }

        static let cases = [
            Case("missing file", nil, "faulty.yaml", "there is no such file"),
            Case("empty file", "", ":1:1:", "is empty"),
            Case("tab", "load:", to: "\tload:", ":3:1:", "tab"),
            Case("wrong type", "sample", to: "[1]", ":1:11: scenario", "write a text"),
            Case("bare number", "2s", to: "2", "load.users.hold", "“2s”"),
            Case("unknown key", "flows:", to: "flowz:", "flowz", "did you mean “flows”?"),
            Case(
                "duplicate key",
                "load:",
                to: "scenario: again\nload:",
                ":3:1:",
                "written twice, first in line 1"
            ),
            Case("missing variable", "/look", to: "\"/${look}\"", "${look}", "no variable"),
            Case("variable without quotes", "/look", to: "/${look}", ":8:", "quotes", "${…}"),
            Case(
                "circle of variables",
                "load:",
                to: "variables: { a: \"${b}\", b: \"${a}\" }\nload:",
                "variables",
                "circle",
                "${a} → ${b} → ${a}"
            ),
            Case(
                "too few accounts",
                "load:",
                to: "accounts: { from: accounts.csv, each: unique }\nload:",
                "accounts",
                "2 users",
                "has 1"
            ),
            Case(
                "column the data lack",
                "get: /look",
                to: "get: \"/${account.usr}\" }\naccounts: { from: accounts.csv, each: unique",
                "account.usr",
                "did you mean “user”?"
            ),
            Case(
                "data file that is not there",
                "load:",
                to: "data: { rows: { from: none.csv, each: cycle } }\nload:",
                "none.csv",
                "there is no such file"
            ),
            Case("weight of zero", "think:", to: "weight: 0\n    think:", "weight", "above 0"),
            Case("hold of zero", "2s", to: "0s", "load.users.hold", "above zero"),
            Case("no pause", "think: 100ms", to: "weight: 1", "flows.look", "think: none"),
            Case(
                "host beside the service",
                "/look",
                to: "http://elsewhere.invalid/",
                "elsewhere.invalid",
                "hosts:"
            ),
            Case(
                "secret that is not set",
                "/look",
                to: "\"/${env:SANBYO_NO_SUCH}\"",
                "SANBYO_NO_SUCH"
            ),
            Case(
                "wrong path to what is taken",
                "get: /look",
                to: "get: /look, take: { id: { json: \"items[0.id\" } }",
                "take.id.json",
                "path into JSON"
            ),
            Case(
                "wrong path to what is expected",
                "get: /look",
                to: "get: /look, expect: { json: { \"items..id\": 1 } }",
                "expect.json",
                "path into JSON"
            ),
            Case(
                "expected text that becomes empty",
                "get: /look }",
                to: "get: /look, expect: { text: \"${none}\" } }\nvariables: { none: \"\" }",
                "expect.text",
                "the text is empty"
            ),
            Case("gate", "sample\n", to: "sample\ngates: [p95(lok) < 2s]\n", "gates[0]", "look"),
        ]

        @Test("each fault ends check, plan, try and run with 65, is named, and nothing is begun")
        func fault() async throws {
            for sample in Self.cases { try await expect(sample) }
        }

        private func expect(_ sample: Case) async throws {
            let folder = try Folder()
            let file = folder.path + "/faulty.yaml"
            if let text = sample.text { try folder.write(text, as: "faulty.yaml") }
            try folder.write("user\nu1\n", as: "accounts.csv")
            let checked = try await Tool.run(["check", file])
            #expect(checked.code == 65, "\(sample.testDescription): \(checked)")
            let isNamed = checked.output.split(separator: "\n").contains { line in
                sample.words.allSatisfy(line.contains)
            }
            #expect(isNamed, "\(sample.testDescription): \(checked)")
            #expect(checked.errors.contains("fault"), "the count stands on standard error")
            let played = try await Tool.play(file, in: folder)
            #expect(played.code == 65, "\(sample.testDescription): \(played)")
            #expect(played.output.isEmpty)
            for word in sample.words { #expect(played.errors.contains(word), "\(played)") }
            #expect(!folder.names().contains("results"))
        }

        @Test("the other commands refuse a faulty scenario too", arguments: ["plan", "try"])
        func others(command: String) async throws {
            let end = try await Tool.run([command, "/nowhere/at/all.yaml"])
            #expect(end.code == 65)
            #expect(end.complains(of: "/nowhere/at/all.yaml", "there is no such file"))
        }

        @Test("check names every fault of every file")
        func severalFiles() async throws {
            let folder = try Folder()
            let text = sample(service: "http://127.0.0.1:1")
            let good = try folder.write(text, as: "good.yaml")
            let two = try folder.write(
                text.replacing("hold: 2s", with: "hold: 2").replacing("flows", with: "flowz"),
                as: "two.yaml"
            )
            let contract = try folder.write("contract: c\nrespnse: {}\n", as: "contract.yaml")
            let end = try await Tool.run(["check", good, two, contract, "/nowhere.yaml"])
            #expect(end.code == 65)
            for place in [
                "two.yaml:3:43: load.users.hold", "two.yaml:4:1: flowz",
                "contract.yaml:2:1: respnse", "/nowhere.yaml: there is no such file",
            ] {
                #expect(end.output.contains(place), "\(place) in \(end)")
            }
            #expect(!end.output.contains("good.yaml"))
            #expect(end.errors.contains("4 files: "))
        }

        @Test("more users than the contract has need --beyond-contract")
        func beyondContract() async throws {
            let folder = try Folder()
            try folder.write(
                """
                contract: small
                response: { online: { within: 3s, for: 90% } }
                concurrent-users: 1

                """,
                as: "small.yaml"
            )
            let file = try folder.write(
                sample(service: "http://127.0.0.1:1", more: "contract: small.yaml"),
                as: "scenario.yaml"
            )
            let refused = try await Tool.play(file, in: folder)
            #expect(refused.code == 65)
            #expect(refused.complains(of: "2 users", "the 1 of the contract", "--beyond-contract"))
            let byFlag = try await Tool.run(["plan", file, "--users", "1"])
            #expect(byFlag.code == 0, "\(byFlag)")
            let beyond = try await Tool.run(["plan", file, "--beyond-contract"])
            #expect(beyond.code == 0, "\(beyond)")
            let checked = try await Tool.run(["check", file, "--beyond-contract"])
            #expect(checked.code == 0, "\(checked)")
            let played = try await Tool.play(file, in: folder, ["--beyond-contract"])
            #expect(played.code == 69, "the service is not there: \(played)")
            // An inspection plays none of these users.
            let inspected = try await Tool.run(
                ["inspect", file, "--results", folder.path + "/inspected"]
            )
            #expect(inspected.code == 69, "\(inspected)")
        }
    }
}
