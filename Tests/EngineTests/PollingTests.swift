import Engine
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("Polling until something is ready")
struct PollingTests {
    /// A job that is asked for with `/jobs` and looked after at `/jobs/7`.
    private func job(
        every: Nanoseconds = .seconds(2),
        atMost: Nanoseconds = .seconds(60)
    ) -> Operation {
        let state = Slot(index: 1)
        return Operation(
            name: "job",
            requests: [
                Request(
                    method: "POST",
                    target: Template("/jobs"),
                    takes: [Take(slot: Slot(index: 0), source: .json(path: "job"))]
                ),
                Request(
                    target: Template(pieces: [.literal("/jobs/"), .slot(Slot(index: 0))]),
                    expectations: [.status([200...200]), .notText(Template("broken"))],
                    takes: [Take(slot: state, source: .json(path: "state"))],
                    polling: Polling(
                        every: every,
                        atMost: atMost,
                        until: [.json(path: "state", equals: Template("ready"))]
                    )
                ),
            ]
        )
    }

    /// Plays it once; the job is ready at an offset from the origin, and each answer takes a while.
    private func play(
        _ operation: Operation,
        ready: Nanoseconds,
        answer: Nanoseconds = .milliseconds(100),
        conduct: VirtualRun.Conduct = VirtualRun.Conduct(drain: .seconds(400)),
        words: @escaping (Nanoseconds) -> String? = { _ in nil }
    ) throws -> VirtualRun {
        var scenario = Scenario.closed(users: 1, hold: .seconds(1), think: .fixed(.seconds(60)))
        scenario.slotNames = ["job", "state"]
        scenario.operations = [operation]
        let origin = MonotonicInstant(nanoseconds: 2_000_000_000)
        return try VirtualRun(scenario, conduct: conduct) { _, request, now in
            let at = now - origin
            let state = at >= ready ? "ready" : "running"
            let body = words(at) ?? "{\"state\":\"\(state)\"}"
            return .init(
                delay: answer,
                body: request.url.hasSuffix("/jobs") ? "{\"job\":7}" : body
            )
        }
    }

    private func totals(_ run: VirtualRun) -> Totals {
        run.record.totals(operation: 0, judgedOnly: false)
    }

    @Test("polls are due at fixed distances, and the waiting between them is the operation's time")
    func distances() throws {
        let run = try play(job(), ready: .seconds(5))
        #expect(
            run.sends(to: "/jobs/7")
                == [0.1, 2.1, 4.1, 6.1].map { Nanoseconds.milliseconds(Int($0 * 1000)) }
        )
        #expect(totals(run).byOutcome == [.succeeded: 1])
        #expect(totals(run).response.max == .milliseconds(6_200))
        #expect(totals(run).service.max == .milliseconds(6_200))
        let polls = run.record.totals(request: 1)
        #expect(polls.count == 4 && polls.statuses == [200: 4])
        #expect(polls.byOutcome == [.succeeded: 4])
        #expect(polls.response.max == .milliseconds(100), "a poll's own time holds no pause")
    }

    @Test(
        "the time is too long by at most a distance and an answer, and never too short",
        arguments: [1, 40, 1_000, 2_049, 2_050, 2_051, 3_999, 4_050, 7_777]
    )
    func bounds(milliseconds: Int) throws {
        let ready = Nanoseconds.milliseconds(milliseconds)
        let answer = Nanoseconds.milliseconds(50)
        let run = try play(job(), ready: ready, answer: answer)
        let measured = try #require(totals(run).response.max)
        #expect(measured >= ready)
        #expect(measured <= max(ready, answer) + .seconds(2) + answer)
    }

    @Test("a poll waits for the answer to the one before")
    func slowAnswers() throws {
        let run = try play(job(every: .seconds(1)), ready: .seconds(5), answer: .seconds(3))
        #expect(run.sends(to: "/jobs/7") == [.seconds(3), .seconds(6)])
        #expect(totals(run).response.max == .seconds(9))
    }

    @Test("what is not ready in time fails with a cause of its own, after a last poll at the end")
    func never() throws {
        let run = try play(job(atMost: .seconds(5)), ready: .seconds(1_000))
        #expect(run.sends(to: "/jobs/7").last == .milliseconds(5_100))
        #expect(run.sends(to: "/jobs/7").count == 4)
        #expect(totals(run).byOutcome == [.notReady: 1])
        #expect(totals(run).planned == 1 && totals(run).violations == 1)
        let failure = try #require(run.reports.flatMap(\.failures).first)
        #expect(failure.outcome == .notReady)
        #expect(failure.words.hasPrefix("not ready within 5s: "))
        #expect(failure.words.contains("running"))
        let lastMoment = try play(job(atMost: .seconds(5)), ready: .milliseconds(5_050))
        #expect(totals(lastMoment).byOutcome == [.succeeded: 1])
    }

    @Test("an answer that is not as expected ends the polling as that failure")
    func unexpected() throws {
        let run = try play(job(), ready: .seconds(100)) { $0 > .seconds(3) ? "broken" : nil }
        #expect(totals(run).byOutcome == [.unexpectedContent: 1])
        #expect(run.sends(to: "/jobs/7").count == 3)
    }

    @Test(
        "a run that ends lets jobs be polled at their distances, and ends them at the drain's end"
    )
    func drain() throws {
        let drained = try play(job(), ready: .seconds(9))
        #expect(drained.sends(to: "/jobs/7").count == 6, "the schedule ended after a second")
        #expect(totals(drained).byOutcome == [.succeeded: 1])
        let stopped = try play(
            job(),
            ready: .seconds(9),
            conduct: VirtualRun.Conduct(drain: .seconds(400), stopAt: .milliseconds(500))
        )
        #expect(stopped.sends(to: "/jobs/7").count == 6)
        let cut = try play(
            job(),
            ready: .seconds(100),
            conduct: VirtualRun.Conduct(
                drain: .seconds(400),
                abortAt: .milliseconds(8_500),
                reportsAt: [.seconds(7)]
            )
        )
        #expect(totals(cut).byOutcome == [.unfinished: 1])
        #expect(totals(cut).response.max == .milliseconds(8_500), "censored at its age")
        let inFlight = try #require(cut.reports.first { !$0.delta.inFlight.isEmpty })
        #expect(inFlight.delta.inFlight.first?.planned == cut.origin, "its age counts from there")
    }
}
