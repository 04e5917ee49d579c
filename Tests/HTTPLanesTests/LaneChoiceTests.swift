import HTTPLanes
import Testing
import Timekeeping
import Wording
import Workload

@Suite("Choice of the lane")
struct LaneChoiceTests {
    private func scenario(
        service: String = "https://forms.example.jp",
        proxy: String? = nil,
        requests: [Workload.Request] = [Workload.Request(target: Template("/"))],
        _ change: (inout TransportSettings) -> Void = { _ in }
    ) -> Scenario {
        var transport = TransportSettings()
        transport.proxy = proxy
        change(&transport)
        return Scenario(
            name: "sample",
            service: service == "rehearsal" ? .rehearsal : .url(service),
            load: .users([UserStage(target: 1, duration: .seconds(1))]),
            flows: [Flow(name: "look", steps: [OperationID(index: 0)])],
            operations: [Workload.Operation(name: "look", requests: requests)],
            transport: transport
        )
    }

    @Test("HTTP/1.1 without special needs takes the direct lane")
    func withoutNeeds() throws {
        let direct = try LaneChoice.choose(for: scenario())
        #expect("\(direct)" == "direct (HTTP/1.1 without special needs)")
    }

    @Test("what was asked for is taken and said", arguments: Lane.allCases)
    func askedFor(lane: Lane) throws {
        let choice = try LaneChoice.choose(for: scenario { $0.lane = lane })
        #expect(choice.lane == lane)
        #expect(choice.reason.en == "asked for")
    }

    @Test("HTTP/2 takes libcurl's own path, and is a fault with the direct lane")
    func http2() throws {
        let choice = try LaneChoice.choose(
            for: scenario { $0.httpVersion = .http2 }
        )
        #expect("\(choice)" == "curl (HTTP/2 needs libcurl's own path)")
        let asked = scenario {
            $0.httpVersion = .http2
            $0.lane = .direct
        }
        let fault = #expect(throws: LaneFault.self) {
            try LaneChoice.choose(for: asked)
        }
        #expect(fault?.problem == "HTTP/2 needs libcurl's own path")
        #expect(fault?.remedy.contains("http: 1.1") == true)
    }

    @Test(
        "an HTTP proxy needs libcurl's own path only where it forwards instead of tunnelling",
        arguments: [
            ("http://forms.example.jp", "http://proxy:3128", Lane.curl),
            ("http://forms.example.jp", "https://proxy:3128", .curl),
            ("HTTP://forms.example.jp", "HTTP://proxy:3128", .curl),
            ("rehearsal", "http://proxy:3128", .curl),
            ("http://forms.example.jp", "socks5://proxy:1080", .direct),
            ("https://forms.example.jp", "http://proxy:3128", .direct),
            ("https://forms.example.jp", "socks5h://proxy:1080", .direct),
        ]
    )
    func proxies(service: String, proxy: String, lane: Lane) throws {
        let scenario = scenario(service: service, proxy: proxy)
        #expect(try LaneChoice.choose(for: scenario).lane == lane)
    }

    @Test(
        "one target that is or may become plain http:// counts like the service",
        arguments: [
            (Template("http://pictures.example.jp/a"), Lane.curl),
            (Template(pieces: [.slot(Slot(index: 0)), .literal("/a")]), .curl),
            (Template("https://pictures.example.jp/a"), .direct),
            (Template(pieces: [.literal("/a/"), .slot(Slot(index: 0))]), .direct),
            (Template(""), .direct),
        ]
    )
    func targets(target: Template, lane: Lane) throws {
        let scenario = scenario(
            proxy: "http://proxy:3128",
            requests: [
                Workload.Request(target: Template("/")), Workload.Request(target: target),
            ]
        )
        #expect(try LaneChoice.choose(for: scenario).lane == lane)
    }

    @Test(
        "a header that changes the framing needs libcurl's own path, by any spelling",
        arguments: ["Transfer-Encoding", "expect", "Upgrade", "TE"]
    )
    func headers(name: String) throws {
        let header = Workload.Header(name: name, value: Template("x"))
        let request = Workload.Request(target: Template("/"), headers: [header])
        let choice = try LaneChoice.choose(
            for: scenario(requests: [request])
        )
        #expect(choice.lane == .curl)
        #expect(choice.reason.en.contains("“\(name)” of “look”"))
        #expect(throws: LaneFault.self) {
            try LaneChoice.choose(
                for: scenario(requests: [request]) { $0.lane = .direct }
            )
        }
    }
}
