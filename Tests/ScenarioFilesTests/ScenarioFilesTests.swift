import Testing
import Workload

@testable import ScenarioFiles

@Suite("shipped scenarios")
struct ShippedScenarioTests {
    static let names = [
        "quickstart", "slowdown", "morning-entry", "open-arrivals", "trac",
    ]

    @Test("a shipped scenario has no faults", arguments: names)
    func shippedScenarioHasNoFaults(name: String) throws {
        var options = ReaderOptions()
        options.environment = ["TRAC_URL": "http://127.0.0.1:8000/project/"]
        let reading = ScenarioReader(options: options)
            .readScenario(Fixtures.scenarios + "/\(name).yaml")
        #expect(reading.faults.map(\.description) == [])
        #expect(reading.warnings.map(\.description) == [])
        let scenario = try #require(reading.value?.scenario)
        #expect(scenario.name == name)
    }
}
