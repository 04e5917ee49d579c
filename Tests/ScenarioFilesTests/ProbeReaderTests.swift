import Availability
import Foundation
import Testing
import Timekeeping
import Workload

@testable import ScenarioFiles

@Suite("Probe files")
struct ProbeReaderTests {
    private static func path(_ name: String) -> String { "\(Fixtures.folder)/probes/\(name)" }

    private static var reader: ScenarioReader {
        var options = GoldenFaultTests.options
        options.environment = ["PROBE_USER": "monitor", "PROBE_PASSWORD": "s3cret-word"]
        return ScenarioReader(options: options)
    }

    @Test("every key is read")
    func everything() throws {
        let reading = Self.reader.readProbe(Self.path("everything.yaml"))
        let probe = try #require(reading.value, "\(reading.faults)")
        #expect(probe.name == "forms")
        #expect(probe.service == .url("https://forms.example.jp/app"))
        #expect(probe.targets.map(\.kind) == [.web, .timeout])
        #expect(probe.targets.map(\.within) == [.seconds(5), .seconds(15)])
        #expect(probe.duration == .seconds(7_200))
        #expect(probe.confirm == .seconds(20))
        #expect(probe.hook?.command == ["\(Fixtures.folder)/probes/tell", "outage"])
        #expect(probe.hook?.within == .seconds(30))
        #expect(probe.secrets.contains("s3cret-word"))
        let web = try #require(probe.targets.first?.scenario.operations.first?.requests.first)
        #expect(web.timeout == .seconds(5))
        #expect(web.expectations.count == 3)
        #expect(web.basicAuth != nil)
        #expect(probe.targets.last?.scenario.operations.first?.requests.first?.method == "HEAD")
        #expect(probe.targets.allSatisfy { $0.scenario.allowedHosts.contains("login.example.jp") })
        #expect(probe.targets.allSatisfy { $0.scenario.transport.userAgent == "probe" })
        #expect(probe.warnings.contains { $0.problem.contains("monitoring has database too") })
    }

    @Test("the contract's terms are taken over; what the file says of ticks comes first")
    func terms() throws {
        let probe = try #require(Self.reader.readProbe(Self.path("everything.yaml")).value)
        #expect(abs((probe.terms.share ?? 0) - 0.999) < 1e-12)
        #expect(probe.terms.over == .seconds(7 * 86_400))
        #expect(probe.terms.every == .seconds(60))
        #expect(probe.terms.independentAfter == .seconds(120))
        #expect(probe.terms.probes == [.web, .database, .timeout])
        #expect(probe.terms.rule == .all)
        #expect(probe.terms.leastOutage == .seconds(180))
        let windows = probe.terms.windows
        #expect(windows.count == 2)
        #expect(windows.first?.from.description == "2026-11-07T17:00:00Z", "02:00 in Tokyo")
        #expect(windows.first?.flaw(notice: probe.terms.notice) == nil)
        #expect(windows.last?.flaw(notice: probe.terms.notice) == .isUnannounced)
    }

    @Test("a faulty file gives exactly the faults on record, at their places in it")
    func faults() throws {
        let reading = Self.reader.readProbe(Self.path("faulty.yaml"))
        #expect(reading.value == nil)
        let lines = (reading.faults + reading.warnings).map {
            $0.description.replacing(Fixtures.folder + "/", with: "")
        }
        let text = lines.joined(separator: "\n") + "\n"
        let golden = Self.path("faulty.expected")
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try text.write(toFile: golden, atomically: true, encoding: .utf8)
        }
        #expect(text == (try? String(contentsOfFile: golden, encoding: .utf8)))
        #expect(!text.contains("flows"), "no place that is not in the file")
    }

    @Test("check tells probe files from scenarios and contracts")
    func check() {
        let faulty = Self.path("faulty.yaml")
        #expect(
            Self.reader.check([faulty]).faults.count == Self.reader.readProbe(faulty).faults.count
        )
        #expect(Self.reader.check([Self.path("everything.yaml")]).faults.isEmpty)
    }

    @Test("settings of the command line come before the file's")
    func overrides() throws {
        var options = Self.reader.options
        options.overrides.settings = [
            .init(path: "every", value: "5min", origin: "--every"),
            .init(path: "probes.web.within", value: "1s", origin: "--set"),
        ]
        let probe = try #require(
            ScenarioReader(options: options).readProbe(Self.path("everything.yaml")).value
        )
        #expect(probe.terms.every == .seconds(300))
        #expect(probe.targets.first?.within == .seconds(1))
    }

    @Test("the schema is JSON and knows every key", arguments: ["probes", "confirm", "within"])
    func schema(key: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.probe.utf8))
        #expect(object is [String: Any])
        #expect(ScenarioSchema.probe.contains("\"\(key)\""))
    }
}

@Suite("Times of day in a zone")
struct LocalTimeTests {
    private func texts(_ written: String, _ zone: String) throws -> [String] {
        let zone = try #require(TimeZone(identifier: zone))
        let instants = try #require(LocalTime.instants(written, in: zone))
        return ["\(instants.earliest)", "\(instants.latest)"]
    }

    @Test("a zone without changes gives one moment; an offset that is written comes first")
    func plain() throws {
        let tokyo = ["2026-11-07T17:00:00Z", "2026-11-07T17:00:00Z"]
        #expect(try texts("2026-11-08T02:00", "Asia/Tokyo") == tokyo)
        #expect(try texts("2026-11-08T02:00+09:00", "Europe/Berlin") == tokyo)
        #expect(try texts("2026-11-08", "Asia/Tokyo")[0] == "2026-11-07T15:00:00Z")
        #expect(LocalTime.instants("tomorrow", in: .gmt) == nil)
        #expect(LocalTime.instants("2026-11-01T01:00", in: nil) == nil, "no zone is assumed")
        #expect(LocalTime.instants("2026-11-01T01:00Z", in: nil) != nil)
    }

    @Test("an hour that comes twice has two moments")
    func twice() throws {
        #expect(
            try texts("2026-10-25T02:30", "Europe/Berlin")
                == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
        )
        #expect(
            try texts("2026-11-01T01:30", "America/New_York")
                == ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]
        )
    }

    @Test("a time that is left out is the moment of the change")
    func leftOut() throws {
        #expect(
            try texts("2026-03-29T02:30", "Europe/Berlin")
                == ["2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"]
        )
    }

    @Test("the hours beside a change are what they are", arguments: ["01:59", "03:00"])
    func beside(time: String) throws {
        let found = try texts("2026-03-29T\(time)", "Europe/Berlin")
        #expect(found[0] == (time == "01:59" ? "2026-03-29T00:59:00Z" : "2026-03-29T01:00:00Z"))
        #expect(found[0] == found[1])
    }

    @Test("a planned stop is taken as short as its words allow")
    func window() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let window = try #require(
            PlannedWindow(
                .init(from: "2026-10-25T02:30", to: "2026-10-25T04:00", announced: nil),
                zone: berlin
            )
        )
        #expect(window.to - window.from == .seconds(5_400))
        // Across the whole change a stop is as long as it really is, not as the clocks show.
        for (date, hours) in [("2026-10-25", 4), ("2026-03-29", 2)] {
            let whole = try #require(
                PlannedWindow(
                    .init(from: date + "T01:00", to: date + "T04:00", announced: nil),
                    zone: berlin
                )
            )
            #expect(whole.to - whole.from == .seconds(hours * 3_600))
        }
        #expect(PlannedWindow(.init(from: "x", to: "y", announced: nil), zone: berlin) == nil)
    }
}
