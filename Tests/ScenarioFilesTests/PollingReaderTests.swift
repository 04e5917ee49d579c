import Testing
import Timekeeping
import Workload

@testable import ScenarioFiles

@Suite("reading polled requests and the count of users")
struct PollingReaderTests {
    private func load() throws -> LoadedScenario {
        let reading = ScenarioReader().readScenario("\(Fixtures.folder)/valid/polling.yaml")
        #expect(reading.faults.map(\.description) == [])
        return try #require(reading.value)
    }

    @Test("a polled request has its distance, its end and what it is polled until")
    func polling() throws {
        let scenario = try load().scenario
        let requests = try #require(scenario.operations.first).requests
        #expect(requests[0].polling == nil)
        let polling = try #require(requests[1].polling)
        #expect(polling.every == .seconds(2))
        #expect(polling.atMost == .seconds(600))
        #expect(polling.until.first == .status([200...399]))
        #expect(polling.until.contains(.json(path: "$.state", equals: Template("ready"))))
        #expect(requests[1].expectations == [.status([200...399])])
    }

    @Test("the settings in force name every default of both")
    func effective() throws {
        let loaded = try load()
        let settings = Dictionary(
            loaded.settings.map { ($0.path, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        let place = "flows.jobs.steps[0].requests[1]"
        #expect(settings["\(place).every"] == "2s")
        #expect(settings["\(place).at-most"] == "10min")
        #expect(settings["\(place).until.status"] == "200-399")
        #expect(settings["signed-in.every"] == "5s")
        #expect(loaded.effectiveYAML.contains("at-most: 10min"))
    }

    @Test("the number of users is asked for by one request of its own")
    func signedIn() throws {
        let scenario = try load().scenario
        let question = try #require(scenario.signedIn)
        #expect(question.every == .seconds(5))
        #expect(question.request.target == Template("/users"))
        #expect(question.request.takes.map(\.source) == [.header(name: "X-Users")])
        let asking = question.asScenario(beside: scenario)
        #expect(asking.load.peakUsers == 1)
        #expect(asking.load.duration == scenario.load.duration)
        #expect(asking.service == scenario.service)
        #expect(asking.flows.first?.pacing == .seconds(5))
    }
}
