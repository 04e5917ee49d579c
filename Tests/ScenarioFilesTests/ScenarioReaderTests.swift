import Testing
import Timekeeping
import Workload

@testable import ScenarioFiles

@Suite("reading a scenario")
struct ScenarioReaderTests {
    static func everything(_ change: (inout ReaderOptions) -> Void = { _ in }) throws
        -> LoadedScenario
    {
        var options = ReaderOptions()
        options.environment = ["PASSWORD": "hidden ${user}"]
        change(&options)
        let reading = ScenarioReader(options: options)
            .readScenario("\(Fixtures.folder)/valid/everything.yaml")
        #expect(reading.faults.map(\.description) == [])
        return try #require(reading.value)
    }

    static func operation(_ name: String, _ scenario: Scenario) throws -> Operation {
        try #require(scenario.operations.first { $0.name == name })
    }

    /// A template with the names of its variables in it.
    static func shown(_ template: Template, _ scenario: Scenario) -> String {
        template.pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .slot(let slot): "<\(scenario.slotNames[slot.index])>"
            }
        }.joined()
    }

    @Test("a valid fixture has no faults", arguments: Fixtures.names(in: "valid"))
    func validFixture(name: String) {
        var options = ReaderOptions()
        options.environment = ["PASSWORD": "hidden"]
        let reading = ScenarioReader(options: options)
            .readScenario("\(Fixtures.folder)/valid/\(name)")
        #expect(reading.faults.map(\.description) == [])
        #expect(reading.value != nil)
    }

    @Test("the smallest scenario gets the documented defaults, and they are shown as defaults")
    func defaults() throws {
        let reading = ScenarioReader().readScenario("\(Fixtures.folder)/valid/minimal.yaml")
        let loaded = try #require(reading.value)
        let scenario = loaded.scenario
        #expect(scenario.service == .url("https://forms.example.jp/app"))
        #expect(scenario.contract == .default)
        #expect(scenario.transport == TransportSettings())
        let operation = try Self.operation("look", scenario)
        #expect(operation.operationClass == .online)
        #expect(operation.requests.first?.expectations == [.status([200...399])])
        #expect(scenario.flows.first?.weight == 1)
        let defaults = loaded.settings.filter { $0.origin == .builtIn }.map(\.path)
        for path in [
            "flows.look.steps[0].class", "flows.look.steps[0].expect.status",
            "flows.look.weight", "transport.timeout", "contract", "hours", "load.users[0].over",
        ] {
            #expect(defaults.contains(path))
        }
        let written = loaded.settings.first { $0.path == "load.users[0].to" }
        #expect(written?.value == "2")
        #expect(written?.origin.line == 3)
        #expect(written?.origin.column == 24)
    }

    @Test("load, data and transport become the values they say")
    func loadAndTransport() throws {
        let scenario = try Self.everything().scenario
        #expect(
            scenario.load
                == .arrivals(
                    ArrivalLoad(
                        law: .constant,
                        stages: [
                            RateStage(target: 0.5, duration: .seconds(60)),
                            RateStage(target: 0.5, duration: .seconds(120)),
                            RateStage(target: 0, duration: .zero),
                        ],
                        users: 3
                    )
                )
        )
        #expect(scenario.warmUp == .seconds(10))
        #expect(scenario.judgedSpan == .seconds(70)..<(.seconds(180)))
        #expect(scenario.hours == .peak)
        #expect(scenario.seed == .max)
        #expect(scenario.allowedHosts == ["cdn.example.jp"])
        #expect(scenario.contract.response[.online]?.share == 0.99)
        #expect(scenario.contract.response[.online]?.shareAtPeak == 0.95)
        #expect(scenario.transport.httpVersion == .http2)
        #expect(scenario.transport.largestBody == 2_000_000)
        #expect(scenario.transport.timeout == .seconds(20))
        #expect(scenario.transport.compression == false)
        #expect(scenario.transport.unixSocket == "/run/forms.sock")
        #expect(scenario.accounts?.rows.count == 3)
        #expect(scenario.data.first?.rows.last == ["2", "21.5", "two\nlines"])
        #expect(scenario.data.first?.order == .random)
        #expect(scenario.flows.first?.think == .uniform(.seconds(1), .seconds(2)))
        #expect(scenario.flows.first?.pacing == .seconds(30))
    }

    @Test("requests become the values they say")
    func requests() throws {
        let scenario = try Self.everything().scenario
        let open = try #require(Self.operation("open", scenario).requests.first)
        #expect(
            Self.shown(open.target, scenario) == "/forms/<readings.form>?q=%E7%82%B9%20%E6%A4%9C"
        )
        #expect(open.headers.map(\.name) == ["X-Trace", "Accept", "Accept"])
        #expect(open.timeout == .seconds(10))
        #expect(open.expectations.first == .status([200...299]))
        #expect(open.expectations.contains(.text(Template("${literal}"))))
        #expect(open.expectations.contains(.size(1_000...1_000_000)))
        #expect(
            open.expectations.contains(.header(name: "Content-Type", contains: Template("json")))
        )
        #expect(open.takes.count == 4)
        let save = try Self.operation("save", scenario)
        #expect(save.requests.map(\.method) == ["POST", "PUT", "PATCH"])
        #expect(!save.together)
        guard case .json(let json) = save.requests[0].body else {
            Issue.record("the body is no JSON")
            return
        }
        #expect(
            Self.shown(json, scenario)
                == #"{"csrf":"<csrf>","n":5,"on":true,"none":null,"list":[1,"2","a\"<id>"]}"#
        )
        #expect(
            save.requests[1].headers
                == [
                    Header(
                        name: "Content-Type",
                        value: Template("application/merge-patch+json")
                    )
                ]
        )
        #expect(try Self.operation("page", scenario).together)
        let send = try Self.operation("send", scenario)
        guard case .multipart(let parts) = send.requests[0].body,
            case .file(_, let name, let bytes, let type) = parts[2].content
        else {
            Issue.record("the body is no multipart with a file")
            return
        }
        #expect(name == "r.csv" && type == "text/csv" && bytes.count == 55)
    }

    @Test("what comes from outside is literal, secret and not shown")
    func secrets() throws {
        let loaded = try Self.everything()
        let scenario = loaded.scenario
        let signIn = try #require(Self.operation("sign in", scenario).requests.first)
        // A variable inside the value is text, not a variable.
        #expect(signIn.basicAuth?.password == Template("hidden ${user}"))
        #expect(scenario.secrets.contains("hidden ${user}"))
        #expect(scenario.secrets.contains("pw-u001"))
        #expect(loaded.settings.allSatisfy { !$0.value.contains("hidden") })
        #expect(!loaded.effectiveYAML.contains("hidden"))
        #expect(loaded.effectiveYAML.contains("${env:PASSWORD}"))
    }

    @Test("the file behind ${file:…} gives its text without the last line end")
    func secretFile() throws {
        let context = ReadingContext(options: ReaderOptions())
        let position = Position(file: "\(Fixtures.folder)/valid/x.yaml", line: 1, column: 1)
        #expect(
            context.resolved("<${file:../data/small.yaml}>", at: position)?
                .hasSuffix("concurrent-users: 5>") == true
        )
    }

    @Test("built-in variables have slots only where they are used")
    func builtins() throws {
        let used = try Self.everything().scenario
        #expect(used.builtins.user.map { used.slotNames[$0.index] } == "user")
        #expect(used.builtins.iteration != nil && used.builtins.unique != nil)
        let minimal = ScenarioReader().readScenario("\(Fixtures.folder)/valid/minimal.yaml")
        #expect(minimal.value?.scenario.builtins == BuiltinSlots())
    }

    @Test("faults do not show what came from outside")
    func maskedFaults() throws {
        var options = ReaderOptions()
        options.environment = ["WHERE": "open-sesame"]
        options.overrides.settings = [
            .init(path: "transport.ca-file", value: "/no/${env:WHERE}", origin: "--set"),
            .init(path: "hours", value: "${env:WHERE}", origin: "--set"),
        ]
        let reading = ScenarioReader(options: options)
            .readScenario("\(Fixtures.folder)/valid/minimal.yaml")
        #expect(reading.faults.count == 2)
        #expect(reading.faults.allSatisfy { !$0.description.contains("sesame") })
        #expect(reading.faults.contains { $0.problem.contains("***") })
    }

    @Test("a flow, a field and a part may be named like a key")
    func namesLikeKeys() throws {
        var options = ReaderOptions()
        options.overrides.settings = [
            .init(
                path: "flows",
                value: """
                    { form: { think: none, steps: [ { operation: a, get: /, take: { t: { input: t } } },
                      { operation: b, post: "/${t}", form: { take: x, json: y } } ] } }
                    """,
                origin: "--set"
            )
        ]
        let reading = ScenarioReader(options: options)
            .readScenario("\(Fixtures.folder)/valid/minimal.yaml")
        #expect(reading.faults.map(\.description) == [])
        #expect(reading.value?.scenario.flows.map(\.name) == ["form"])
    }

    @Test("an operation written twice alike is one operation")
    func sharedOperation() throws {
        let reading = ScenarioReader().readScenario("\(Fixtures.folder)/valid/aliases.yaml")
        let scenario = try #require(reading.value?.scenario)
        #expect(scenario.operations.map(\.name) == ["look", "look again"])
        #expect(
            scenario.flows.map(\.steps) == [
                [OperationID(index: 0)], [OperationID(index: 0), OperationID(index: 1)],
            ]
        )
    }

    @Test(
        "the effective scenario reads back to the same scenario",
        arguments: Fixtures.names(in: "valid")
    )
    func effectiveReadsBack(name: String) throws {
        var reader = YAMLReader(file: "\(Fixtures.folder)/valid/\(name)")
        var given = ReaderOptions()
        given.environment = ["PASSWORD": "hidden ${user}"]
        let loaded = try #require(
            ScenarioReader(options: given).readScenario(reader.file).value
        )
        let read = reader.read(text: loaded.effectiveYAML)
        let root = try #require(read)
        let context = ReadingContext(options: given)
        ShapeChecker(context: context).check(root, ScenarioShape.root, at: "")
        let again = ScenarioBuilder(root, file: reader.file, context: context).build()
        #expect(context.faults.map(\.description) == [])
        #expect(Self.withoutOrigins(again.scenario) == Self.withoutOrigins(loaded.scenario))
    }

    private static func withoutOrigins(_ scenario: Scenario) -> Scenario {
        var scenario = scenario
        scenario.signedIn?.request.origin = ""
        for operation in scenario.operations.indices {
            for request in scenario.operations[operation].requests.indices {
                scenario.operations[operation].requests[request].origin = ""
            }
        }
        return scenario
    }

    @Test("the load may exceed the contract when the command says so")
    func beyondContract() {
        var options = ReaderOptions()
        options.beyondContract = true
        let path = "\(Fixtures.folder)/invalid/too-many.yaml"
        let faults = ScenarioReader(options: options).readScenario(path).faults
        #expect(faults.map(\.path) == ["accounts"])
    }

    @Test("the shipped contract is read in full")
    func shippedContract() throws {
        let reading = ScenarioReader()
            .readContract("\(Fixtures.scenarios)/contracts/xc-gate.yaml")
        #expect(reading.faults.map(\.description) == [])
        let contract = try #require(reading.value)
        #expect(
            contract.response == [
                .online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: 0.8),
                .heavy: ResponseTarget(within: .seconds(60), share: 0.9, shareAtPeak: nil),
            ]
        )
        #expect(contract.delay == DelayTerms(longest: .seconds(300), worstResponse: .seconds(300)))
        #expect(contract.concurrentUsers == 200)
        let terms = contract.declarations
        #expect(terms.availability == 0.995 && terms.availabilityOver == .seconds(30 * 86_400))
        #expect(terms.meanRepair == .seconds(12_600) && terms.notifyWithin == .seconds(3_600))
        #expect(terms.longOutage == .seconds(86_400) && terms.longOutagesAtMost == 0)
        #expect(terms.probes == ["web", "database", "timeout"])
        #expect(terms.storagePerUser == 3_000_000_000 && terms.leastTLS == "1.2")
        #expect(terms.isolationBy == ["company_code", "user_code"])
    }
}
