import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("An operation's requests")
struct ExchangeTests {
    /// One user playing one operation once.
    private func play(
        _ operation: Operation,
        slotNames: [String] = [],
        answer: @escaping (String) -> VirtualWorker.Script
    ) throws -> VirtualRun {
        var scenario = Scenario.closed(users: 1, hold: .seconds(1), think: .fixed(.seconds(60)))
        scenario.slotNames = slotNames
        scenario.operations = [operation]
        return try VirtualRun(scenario, drain: .seconds(400)) { _, request, _ in
            answer(String(request.url.dropFirst("http://forms.test".count)))
        }
    }

    private func operation(
        _ paths: [String],
        together: Bool = false,
        change: (inout Request) -> Void = { _ in }
    ) -> Operation {
        Operation(
            name: "operation",
            requests: paths.map {
                var request = Request(target: Template($0), followRedirects: true)
                change(&request)
                return request
            },
            together: together
        )
    }

    private func outcomes(_ run: VirtualRun) -> [Outcome: Int] {
        run.record.totals(operation: 0, judgedOnly: false).byOutcome
    }

    @Test("in sequence take the sum of their times, and the first failure ends it")
    func sequence() throws {
        let run = try play(operation(["/a", "/b"])) { _ in .ok(after: .milliseconds(300)) }
        #expect(run.sends(to: "/b") == [.milliseconds(300)])
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.response.max == .milliseconds(600))
        #expect(totals.service.max == .milliseconds(600))
        let failed = try play(operation(["/a", "/b"])) { _ in .init(status: 500, delay: .seconds(1))
        }
        #expect(failed.sends(to: "/b").isEmpty)
        #expect(outcomes(failed) == [.unexpectedStatus: 1])
    }

    @Test("together take as long as the longest, and any failure is the operation's")
    func together() throws {
        let run = try play(operation(["/a", "/b", "/c"], together: true)) { path in
            .ok(after: path == "/b" ? .seconds(4) : .seconds(1))
        }
        #expect(run.sent.allSatisfy { $0.at == run.origin })
        #expect(run.sent.count == 3)
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.planned == 1 && totals.late == 1)
        #expect(totals.response.max == .seconds(4))
        let failed = try play(operation(["/a", "/b", "/c"], together: true)) { path in
            .init(status: path == "/c" ? 500 : 200, delay: .seconds(1))
        }
        #expect(outcomes(failed) == [.unexpectedStatus: 1])
        let hung = try play(operation(["/a", "/b"], together: true)) { path in
            .ok(after: path == "/a" ? .seconds(1) : .seconds(1_000))
        }
        #expect(outcomes(hung) == [.timedOut: 1])
    }

    @Test("an operation without requests proves nothing")
    func nothing() throws {
        let run = try play(operation([])) { _ in .ok(after: .zero) }
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.succeeded == 0)
        #expect(totals.planned > 0)
    }

    @Test("a redirect is followed within the operation, each hop a request")
    func redirect() throws {
        let run = try play(operation(["/a"]) { $0.method = "POST" }) { path in
            path == "/a"
                ? .init(
                    status: 303,
                    delay: .milliseconds(200),
                    redirectURL: "http://forms.test/hop"
                ) : .ok(after: .milliseconds(300))
        }
        #expect(run.sent.map(\.request.method) == ["POST", "GET"])
        #expect(run.sent[1].request.timeout == .seconds(300) - .milliseconds(200))
        let request = run.record.totals(request: 0)
        #expect(request.count == 2 && request.hops == 1)
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.response.max == .milliseconds(500))
        #expect(totals.service.max == .milliseconds(500), "from the first byte of the first hop")
    }

    @Test("redirects to another host, in circles or to an error page fail the operation")
    func badRedirects() throws {
        let elsewhere = try play(operation(["/a"])) { _ in
            .init(status: 302, delay: .seconds(1), redirectURL: "http://elsewhere.test/")
        }
        #expect(elsewhere.sent.count == 1, "nothing is sent there")
        #expect(outcomes(elsewhere) == [.hostNotAllowed: 1])
        let circle = try play(operation(["/a"])) { _ in
            .init(status: 302, delay: .milliseconds(10), redirectURL: "http://forms.test/a")
        }
        #expect(circle.sent.count == 11)
        #expect(outcomes(circle) == [.tooManyRedirects: 1])
        let broken = try play(operation(["/a"])) { path in
            path == "/a"
                ? .init(status: 302, delay: .zero, redirectURL: "http://forms.test/b")
                : .init(status: 404, delay: .milliseconds(1))
        }
        #expect(outcomes(broken) == [.unexpectedStatus: 1])
    }

    @Test(
        "credentials follow a redirect on the same host, and not to another or to plain text",
        arguments: [
            ("https://forms.test/b", true), ("HTTPS://forms.test:444/b", true),
            ("https://cdn.test/b", false), ("http://forms.test/b", false),
        ]
    )
    func credentials(location: String, areSent: Bool) throws {
        var scenario = Scenario.closed(users: 1, hold: .seconds(1), think: .fixed(.seconds(60)))
        scenario.allowedHosts = ["cdn.test"]
        scenario.operations[0].requests[0] = Request(
            target: Template("https://forms.test/a"),
            headers: [
                Header(name: "AUTHORIZATION", value: Template("Bearer x")),
                Header(name: "Accept", value: Template("a/b")),
            ],
            followRedirects: true
        )
        let run = try VirtualRun(scenario) { _, request, _ in
            request.url.hasSuffix("/a")
                ? .init(status: 307, delay: .milliseconds(1), redirectURL: location)
                : .ok(after: .milliseconds(1))
        }
        let names = try #require(run.sent.last).request.headers.map(\.name)
        #expect(run.sent.count == 2)
        #expect(names.contains("AUTHORIZATION") == areSent)
        #expect(names.contains("Accept"))
    }

    @Test("a redirect that is not to be followed is the answer")
    func notFollowed() throws {
        let run = try play(
            operation(["/a"]) {
                $0.followRedirects = false
                $0.expectations = [.status([303...303])]
            }
        ) { _ in .init(status: 303, delay: .zero, redirectURL: "http://elsewhere.test/") }
        #expect(outcomes(run) == [.succeeded: 1])
        #expect(run.sent.count == 1)
    }

    @Test("all hops share one time-out")
    func hopsTimeOut() throws {
        let run = try play(operation(["/a"]) { $0.timeout = .seconds(10) }) { path in
            path == "/a"
                ? .init(status: 302, delay: .seconds(8), redirectURL: "http://forms.test/hop")
                : .ok(after: .seconds(5))
        }
        #expect(outcomes(run) == [.timedOut: 1])
        let totals = run.record.totals(operation: 0, judgedOnly: false)
        #expect(totals.response.max == .seconds(10))
    }

    @Test("a value taken from one answer is sent in the next request, and its lack is no request")
    func takes() throws {
        var taking = operation(["/a", "/b"])
        taking.requests[0].takes = [Take(slot: Slot(index: 0), source: .input(name: "csrf"))]
        taking.requests[1].target = Template(pieces: [.literal("/b/"), .slot(Slot(index: 0))])
        let page = #"<form><input name="csrf" value="a/b c"></form>"#
        let run = try play(taking, slotNames: ["csrf"]) { path in
            .init(delay: .milliseconds(1), body: path == "/a" ? page : "")
        }
        #expect(run.sent.last?.request.url == "http://forms.test/b/a%2Fb%20c")
        #expect(outcomes(run) == [.succeeded: 1])
        let without = try play(taking, slotNames: ["csrf"]) { _ in .ok(after: .milliseconds(1)) }
        #expect(outcomes(without) == [.nothingToTake: 1])
        #expect(without.sent.count == 1)
        taking.requests[0].takes = []
        let unset = try play(taking, slotNames: ["csrf"]) { _ in .ok(after: .milliseconds(1)) }
        #expect(outcomes(unset) == [.notPlayable: 1])
    }
}
