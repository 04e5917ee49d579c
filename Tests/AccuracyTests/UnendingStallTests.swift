import Testing
import Timekeeping

extension Accuracy {
    @Suite("Accuracy of a stall that outlasts the run", .timeLimit(.minutes(1)))
    struct UnendingStallTests {
        /// The stall begins 5 s after the service, the run lasts 20 s and waits 3 s for answers.
        @Test("all users' operations end as unfinished at their age, and nothing passes")
        func unending() async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let service = try Rehearsal(faults: ["at 5s for 1h: stall"], in: sandbox)
            let run = try await ToolRun(
                "Scenarios/quickstart.yaml",
                [
                    "--set", "service=\(service.url)", "--users", "20", "--duration", "19s",
                    "--set", "load.users.ramp=1s", "--seed", "9", "--drain", "3s",
                ],
                in: sandbox
            )
            let ended = try service.end()
            let begin = try #require(ended.log.first("fault-begin"))
            #expect(run.summary.verdict == "INCONCLUSIVE" && run.exitCode == 3)
            let unfinished = run.summary.sum { $0.failures["unfinished", default: 0] }
            let abandoned = ended.requests.filter { $0.ending == "abandoned" }.count
            figure("unending stall: unfinished, abandoned", "\(unfinished), \(abandoned)")
            #expect(unfinished == 20 && abandoned == 20)
            #expect(run.summary.sum(\.failed) == 20 && run.summary.sum(\.late) == 20)
            try #require(run.summary.episodes.count == 1)
            let episode = run.summary.episodes[0]
            #expect(episode.rightCensored && !episode.leftCensored)
            let late = run.summary.operations.map { "\($0.name) \($0.late)" }
            #expect(episode.violations == 20, "late: \(late)")
            let origin = try #require(run.summary.originUnixNanoseconds)
            let early = Nanoseconds(origin - begin.unixNanoseconds) + .seconds(episode.startS)
            figure("unending stall, start of the period less begin of the fault", early.text)
            // Twenty users plan about 12 operations a second, one every 80 ms.
            #expect(early.size < .milliseconds(600))
            #expect(episode.endS > 22.9 && episode.endS < 24)
        }
    }
}
