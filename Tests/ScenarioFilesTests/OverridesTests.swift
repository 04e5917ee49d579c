import Testing
import Timekeeping
import Workload

@testable import ScenarioFiles

@Suite("overrides")
struct OverridesTests {
    static func read(
        _ file: String,
        _ change: (inout Overrides) -> Void
    ) -> ScenarioReader.Reading<LoadedScenario> {
        var options = ReaderOptions()
        change(&options.overrides)
        return ScenarioReader(options: options).readScenario(file)
    }

    static let quickstart = "\(Fixtures.scenarios)/quickstart.yaml"

    @Test("--users, --duration and --seed replace what the file says")
    func flags() throws {
        let reading = Self.read(Self.quickstart) {
            $0.users = .init(path: "load.users.peak", value: "4", origin: "--users")
            $0.duration = .init(path: "load.users.hold", value: "7s", origin: "SANBYO_DURATION")
            $0.seed = .init(path: "seed", value: "9", origin: "--seed")
        }
        let loaded = try #require(reading.value)
        #expect(
            loaded.scenario.load
                == .users([
                    UserStage(target: 4, duration: .seconds(5)),
                    UserStage(target: 4, duration: .seconds(7)),
                ])
        )
        #expect(loaded.scenario.seed == 9)
        let origins = Dictionary(
            loaded.settings.map { ($0.path, $0.origin.description) },
            uniquingKeysWith: { $1 }
        )
        #expect(origins["load.users.peak"] == "--users")
        #expect(origins["load.users.hold"] == "SANBYO_DURATION")
        #expect(origins["load.users.ramp"]?.hasSuffix("quickstart.yaml:13:28") == true)
        #expect(origins["load.users.ramp-down"] == "default")
    }

    @Test("--set reaches any place, and the flags come after it")
    func settings() throws {
        let reading = Self.read(Self.quickstart) {
            $0.settings = [
                .init(path: "load.users.peak", value: "6", origin: "--set"),
                .init(
                    path: "flows.file-report.steps[1].get",
                    value: "/other",
                    origin: "--set"
                ),
                .init(path: "gates", value: "[errors < 5%]", origin: "--set"),
                .init(path: "transport.timeout", value: "9s", origin: "--set"),
                .init(path: "question", value: "at 5s: what?", origin: "--set"),
                .init(path: "description", value: "say #1 & #2", origin: "--set"),
            ]
            $0.users = .init(path: "load.users.peak", value: "5", origin: "--users")
        }
        let loaded = try #require(reading.value)
        #expect(loaded.scenario.load.peakUsers == 5)
        #expect(loaded.scenario.transport.timeout == .seconds(9))
        #expect(loaded.gateTexts.map(\.text) == ["errors < 5%"])
        #expect(loaded.scenario.question == "at 5s: what?", "a text, not a mapping")
        #expect(loaded.effectiveYAML.contains("say #1 & #2"), "a text to its end, no comment")
        let open = loaded.scenario.operations.first { $0.name == "open form" }
        #expect(open?.requests.first?.target == Template("/other"))
    }

    @Test(
        "a wrong override is a fault that names the flag",
        arguments: [
            ("load.users.peak", "many", "--set load.users.peak: load.users.peak: “many”"),
            ("load.users.peek", "4", "--set load.users.peek: load.users.peek: the key “peek”"),
            ("flows.file-report.steps[9].get", "/", "--set flows.file-report.steps[9].get: "),
            ("a..b", "1", "--set a..b: a..b: is no path"),
            ("", "1", "--set : is no path"),
            ("rehearsal", "null", "--set rehearsal: rehearsal: is not there to be taken away"),
            ("scenario", "", "--set scenario: scenario: "),
        ]
    )
    func faults(path: String, value: String, beginning: String) {
        let reading = Self.read(Self.quickstart) {
            $0.settings = [.init(path: path, value: value, origin: "--set")]
        }
        #expect(reading.value == nil)
        #expect(reading.faults.count == 1)
        #expect(reading.faults.first?.description.hasPrefix(beginning) == true)
    }

    @Test("a setting of null takes its key away, as faults of a service that is replaced")
    func takenAway() throws {
        let leak = "\(Fixtures.scenarios)/leak.yaml"
        let service = Overrides.Setting(
            path: "service",
            value: "http://127.0.0.1:8080",
            origin: "--set"
        )
        #expect(Self.read(leak) { $0.settings = [service] }.value == nil)
        for nothing in ["null", "~"] {
            let reading = Self.read(leak) {
                let rehearsal = Overrides.Setting(
                    path: "rehearsal",
                    value: nothing,
                    origin: "--set"
                )
                $0.settings = [service, rehearsal]
            }
            let loaded = try #require(reading.value, "\(reading.faults)")
            #expect(!loaded.effectiveYAML.contains("rehearsal"))
        }
    }

    @Test("null in a body of JSON is sent as it is")
    func nullIsSent() throws {
        var options = ReaderOptions()
        options.environment = ["PASSWORD": "hidden"]
        let path = "flows.main.steps[1].requests[0].json.n"
        options.overrides.settings = [.init(path: path, value: "null", origin: "--set")]
        let file = "\(Fixtures.folder)/valid/everything.yaml"
        let reading = ScenarioReader(options: options).readScenario(file)
        #expect(try #require(reading.value).effectiveYAML.contains("n: null"))
    }

    @Test("--users changes the pool of an open load, and is refused for a list of stages")
    func otherLoads() {
        let open = Self.read("\(Fixtures.scenarios)/open-arrivals.yaml") {
            $0.users = .init(path: "load.users", value: "12", origin: "--users")
        }
        #expect(open.value?.scenario.load.peakUsers == 12)
        let stages = Self.read("\(Fixtures.folder)/valid/minimal.yaml") {
            $0.users = .init(path: "load.users", value: "12", origin: "--users")
        }
        #expect(stages.faults.first?.problem.contains("list of stages") == true)
    }

    @Test("--lane names the lane, also where the file says nothing of transport or another lane")
    func lane() throws {
        let silent = Self.read(Self.quickstart) {
            $0.lane = .init(path: "transport.lane", value: "curl", origin: "--lane")
        }
        #expect(silent.value?.scenario.transport.lane == .curl)
        let origin = silent.value?.settings.first { $0.path == "transport.lane" }?.origin
        #expect(origin?.description == "--lane")
        let spoken = Self.read("\(Fixtures.folder)/invalid/no-lane.yaml") {
            $0.lane = .init(path: "transport.lane", value: "direct", origin: "--lane")
        }
        #expect(spoken.value?.scenario.transport.lane == .direct)
        #expect(Self.read(Self.quickstart) { _ in }.value?.scenario.transport.lane == nil)
    }
}
