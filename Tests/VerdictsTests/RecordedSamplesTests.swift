import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("Samples recorded")
struct RecordedSamplesTests {
    /// A hundred users think for 10 s and are answered in 0.1 s, for ten minutes; so many of their
    /// operations are not recorded.
    private func judgement(losing lost: (Int) -> Bool, counted: Bool) throws -> Judgement {
        var kit = try RunKit(operations: [("open", .online)], length: 600)
        let all = RunKit.even(operations: [0], perSecond: 10, seconds: 600) { play, _ in
            play.took = 0.1
        }
        let busy = 0.1 * Double(all.count)
        kit.load.timePresent = .seconds(60_000)
        kit.load.timeIdle = .seconds(60_000 - busy)
        if counted { kit.load.operationsEnded = all.count }
        return kit.judge(all.enumerated().filter { !lost($0.offset) }.map(\.element))
    }

    private func finding(_ judgement: Judgement, _ name: String) throws -> HealthFinding {
        try #require(judgement.generator.first { $0.name.en == name })
    }

    @Test("a run with every sample is healthy")
    func whole() throws {
        let judgement = try judgement(losing: { _ in false }, counted: true)
        #expect(judgement.verdict == .pass)
        #expect(try finding(judgement, "samples recorded").isHealthy)
        #expect(try finding(judgement, "user time (Little's law)").isHealthy)
    }

    @Test("one sample lost of six thousand is INVALID")
    func one() throws {
        let judgement = try judgement(losing: { $0 == 3_000 }, counted: true)
        #expect(judgement.verdict == .invalid)
        #expect(try !finding(judgement, "samples recorded").isHealthy)
    }

    @Test(
        "times lost while users mostly think are INVALID by Little's law alone",
        arguments: [1, 2, 20]
    )
    func thinking(oneIn: Int) throws {
        let judgement = try judgement(losing: { $0.isMultiple(of: oneIn) }, counted: false)
        #expect(try !finding(judgement, "user time (Little's law)").isHealthy)
        #expect(judgement.verdict == .invalid)
    }

    @Test("a run that broke off has operations in flight in its record and is not asked")
    func brokenOff() throws {
        var kit = try RunKit(operations: [("open", .online)])
        kit.ended = .stopped(reason: Bilingual("its journal breaks off"))
        kit.load.operationsEnded = 1
        let judgement = kit.judge(RunKit.even(operations: [0]))
        #expect(!judgement.generator.contains { $0.name.en == "samples recorded" })
    }
}
