import Foundation
import Testing
import Timekeeping

extension Accuracy {
    /// Jobs of known length, polled until they are ready, against the service's own clock.
    @Suite("Accuracy of polled jobs", .timeLimit(.minutes(1)))
    struct BatchAccuracyTests {
        private static let every = 0.2

        private static func scenario(_ url: String, lane: String, seconds: String) -> String {
            """
            scenario: jobs
            service: \(url)
            accounts: { from: \(Sandbox.repository("Scenarios/data/accounts.csv")), each: unique }
            transport: { lane: \(lane) }
            load: { users: { peak: 5, ramp: 0s, hold: 5s } }
            signed-in: { get: /health/users, json: signed-in, every: 1s }
            before-each-user:
              - operation: sign in
                post: /login
                form:
                  company_code: ${account.company_code}
                  user_code: ${account.user_code}
                  password: ${account.password}
                expect: { status: 303 }
            flows:
              jobs:
                think: 50ms
                steps:
                  - operation: open reports
                    get: /reports
                    expect: { text: 月報 }
                    take: { csrf: { input: csrf } }
                  - operation: report
                    class: batch
                    requests:
                      - post: /reports
                        form: { csrf: "${csrf}", seconds: "\(seconds)" }
                        expect: { status: 202 }
                        take: { job: { json: job } }
                      - get: /reports/${job}
                        expect: { status: 200 }
                        until: { json: { state: ready } }
                        every: 200ms
                        at-most: 30s
            """
        }

        @Test(
            "a job's time is too long by at most a poll and an answer, and never too short",
            arguments: ["direct", "curl"],
            ["0.73", "1.501"]
        )
        func lengths(lane: String, seconds: String) async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let service = try Rehearsal(in: sandbox)
            let file = sandbox.file("jobs.yaml")
            try Self.scenario(service.url, lane: lane, seconds: seconds)
                .write(to: file, atomically: true, encoding: .utf8)
            let run = try await ToolRun(file.path, [], in: sandbox)
            let (jobs, requests) = try service.jobs()
            let length = try #require(Double(seconds))
            let measured = try #require(run.summary[operation: "report"])
            figure(
                "jobs of \(seconds) s, \(lane): n, shortest possible, p50, longest (ms)",
                "\(measured.planned), \(length * 1000), \(measured.responseMs.p50 ?? 0), "
                    + "\(measured.responseMs.max ?? 0)"
            )
            #expect(measured.planned >= 10)
            #expect(measured.succeeded == measured.planned, "\(measured.failures)")
            #expect(jobs.count == measured.planned, "the service started as many jobs")
            #expect(jobs.allSatisfy { abs($0.seconds - length) < 1e-9 })
            let shortest = try #require(measured.responseMs.p50)
            let longest = try #require(measured.responseMs.max)
            // Buckets of percentiles are 0.1 % wide; the longest is exact.
            #expect(shortest >= length * 999)
            #expect(longest <= (length + Self.every) * 1000 + 300, "and some time to be scheduled")
            #expect(measured.serviceMs.p50 ?? 0 >= length * 999, "the polls are the service's time")
            let polls = requests.filter { $0.path.hasPrefix("/reports/") }.count
            let counted = run.summary.requests.filter { $0.operation == "report" }
            #expect(counted.map(\.exchanges).reduce(0, +) == polls + jobs.count)
            #expect(counted.allSatisfy { $0.failures.isEmpty })
            #expect(polls >= measured.planned * Int(length / Self.every))
        }
    }
}

extension Rehearsal {
    /// A report job as the service logged it.
    struct Job {
        let seconds: Double
    }

    /// Ends the service and reads its jobs and requests.
    fileprivate func jobs() throws -> (jobs: [Job], requests: [Access]) {
        let (log, requests) = try end()
        let jobs = log.events.compactMap { event -> Job? in
            guard event.event == "report", let started = event.startedMonotonicNanoseconds,
                let ready = event.readyMonotonicNanoseconds
            else { return nil }
            return Job(seconds: Double(ready - started) / 1e9)
        }
        return (jobs, requests)
    }
}
