import Testing

extension ToolTests {
    @Suite("Arguments", .timeLimit(.minutes(1)))
    struct ArgumentTests {
        @Test(
            "wrong arguments end with 64 and say what to write",
            arguments: [
                ("run", "<file>"),
                ("walk", "walk"),
                ("run here.yaml --nonsense", "--nonsense"),
                ("run here.yaml --users many", "--users"),
                ("run here.yaml --seed -1", "--seed"),
                ("run here.yaml --set users", "--set load.users.hold=5min"),
                ("run here.yaml --set =5", "--set load.users.hold=5min"),
                ("run here.yaml --drain soon", "60s"),
                ("run here.yaml --drain 106750d", "366d"),
                ("run here.yaml --shards 0", "1 to 256"),
                ("check", "<files>"),
                ("schema", "<document>"),
                ("schema letter", "letter"),
                ("plan", "<file>"),
                ("try", "<file>"),
            ]
        )
        func wrongArguments(line: String, hint: String) async throws {
            let folder = try Folder()
            let file = try folder.write(sample(service: "http://127.0.0.1:1"), as: "here.yaml")
            let end = try await Tool.run(line.replacing("here.yaml", with: file))
            #expect(end.code == 64, "\(end)")
            #expect(end.errors.contains(hint), "\(end)")
            #expect(end.output.isEmpty)
        }

        @Test("inspect, which plays no load, offers none of the load's flags")
        func inspectHelp() async throws {
            let load = ["--users", "--duration", "--beyond-contract"]
            let run = try await Tool.run("run --help")
            #expect(load.allSatisfy(run.output.contains))
            let inspect = try await Tool.run("inspect --help")
            for flag in load {
                #expect(!inspect.output.contains(flag))
            }
            for flag in ["--set", "--seed", "--lane"] {
                #expect(inspect.output.contains(flag))
            }
        }

        @Test(
            "help and version go to standard output with exit 0",
            arguments: ["--help", "--version", "run --help", "help plan"]
        )
        func help(line: String) async throws {
            let end = try await Tool.run(line)
            #expect(end.code == 0)
            #expect(!end.output.isEmpty)
            #expect(end.errors.isEmpty, "\(end.errors)")
        }
    }
}
