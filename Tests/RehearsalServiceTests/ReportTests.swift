import Foundation
import Testing
import Timekeeping

@testable import RehearsalService

@Suite("Reports made in the background, and users signed in", .serialized, .timeLimit(.minutes(1)))
struct ReportTests {
    private func start(_ service: RunningService, _ cookie: String, _ more: String) throws
        -> (status: Int, body: String)
    {
        let form = "csrf=\(try service.token(cookie))" + more
        let answer = try service.connect().ask("POST", "/reports", cookie: cookie, form: form)
        return (answer.status, answer.body)
    }

    @Test("a job is running until its time has come, then ready, and the log says when")
    func states() throws {
        try withService { service in
            let cookie = try service.signIn(account: 0)
            let page = try service.connect().ask("GET", "/reports", cookie: cookie).body
            #expect(page.contains("name=\"csrf\""))
            let begun = try start(service, cookie, "&seconds=0.4")
            #expect(begun.status == 202)
            #expect(begun.body == "{\"job\":1,\"state\":\"running\"}\n")
            let event = try #require(try service.events("report").first)
            let ready = try event.instant("readyMonotonicNanoseconds")
            #expect(
                ready - (try event.instant("startedMonotonicNanoseconds")) == .milliseconds(400)
            )
            let client = try service.connect()
            while true {
                let asked = MonotonicInstant.now
                let answer = try client.ask("GET", "/reports/1", cookie: cookie)
                #expect(answer.status == 200)
                if answer.body.contains("ready") {
                    #expect(MonotonicInstant.now >= ready)
                    break
                }
                #expect(answer.body.contains("running") && asked < ready)
                usleep(20_000)
            }
        }
    }

    @Test("a job is its user's alone, and what is not understood is refused")
    func refusals() throws {
        try withService { service in
            let (mine, others) = (try service.signIn(account: 0), try service.signIn(account: 1))
            let colleague = try service.signIn(account: 10)
            #expect(try start(service, mine, "").status == 202)
            let client = try service.connect()
            #expect(try client.ask("GET", "/reports/1", cookie: mine).status == 200)
            for cookie in [others, colleague] {
                #expect(try client.ask("GET", "/reports/1", cookie: cookie).status == 404)
            }
            for number in ["0", "2", "99999999999999999999", "-1", "x", ""] {
                let answer = try client.ask("GET", "/reports/\(number)", cookie: mine)
                #expect(answer.status == 404, "\(number)")
            }
            for seconds in ["0", "-1", "x", "1e3", "3600.001", "1.2.3", ".5", "1.", "0.0001"] {
                #expect(try start(service, mine, "&seconds=\(seconds)").status == 422, "\(seconds)")
            }
            #expect(try client.ask("POST", "/reports", cookie: mine, form: "csrf=x").status == 403)
            #expect(try client.ask("POST", "/reports", cookie: mine, form: "a=%zz").status == 400)
            let stranger = try client.ask("POST", "/reports", form: "csrf=")
            #expect(stranger.header("location") == "/login")
            #expect(try client.ask("DELETE", "/reports/1", cookie: mine).status == 405)
        }
    }

    @Test("as many jobs as may be are kept; ready ones make room")
    func bounded() {
        let member = Member(company: 1, companyCode: "c", user: 1, userCode: "u")
        var jobs = ReportJobs(capacity: 3)
        let now = MonotonicInstant(nanoseconds: 1_000)
        for number in 1...3 {
            #expect(jobs.start(taking: .seconds(number), for: member, at: now)?.number == number)
        }
        #expect(jobs.start(taking: .seconds(1), for: member, at: now) == nil)
        let later = now + .seconds(2)
        #expect(jobs.start(taking: .seconds(1), for: member, at: later)?.number == 4)
        #expect(jobs.job(1, of: member) == nil, "ready, and the oldest")
        #expect(jobs.job(3, of: member)?.isReady(at: later) == false)
    }

    @Test("users signed in are counted once each, as long as a session of theirs is alive")
    func users() throws {
        try withService { service in
            let client = try service.connect()
            func count() throws -> String { try client.ask("GET", "/health/users").body }
            #expect(try count() == "{\"signed-in\":0}\n")
            let first = try service.signIn(account: 0)
            let again = try service.signIn(account: 0)
            let other = try service.signIn(account: 1)
            #expect(try count() == "{\"signed-in\":2}\n")
            _ = try client.ask("POST", "/logout", cookie: first)
            #expect(try count() == "{\"signed-in\":2}\n")
            _ = try client.ask("POST", "/logout", cookie: again)
            _ = try client.ask("POST", "/logout", cookie: again)
            #expect(try count() == "{\"signed-in\":1}\n")
            _ = try client.ask("POST", "/logout", cookie: other)
            #expect(try count() == "{\"signed-in\":0}\n")
        }
    }
}
