import Checklists
import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@Suite("What a run says in the checklist")
struct RunFindingsTests {
    private func verdicts(_ run: JudgedRun) -> [Int: Verdict] {
        run.findings.compactMapValues(\.verdict)
    }

    @Test("a run that kept everything passes its items")
    func kept() {
        let run = JudgedRun()
        for (item, finding) in run.findings {
            #expect(finding.verdict == .pass, "\(item): \(finding.measured.en)")
        }
        #expect(Set(run.findings.keys) == [19, 20, 24, 34, 44])
    }

    @Test("tenants of whom nobody got in, or did anything, are not proved apart")
    func nobodyIn() {
        var run = JudgedRun()
        run.usersReady = 0
        var found = verdicts(run)
        #expect(found[34] == .inconclusive && found[44] == .inconclusive)
        #expect(found[20] == .inconclusive && found[24] == .fail)
        run = JudgedRun()
        run.outcome = { _ in .unexpectedStatus }
        found = verdicts(run)
        #expect(found[34] == .inconclusive && found[44] == .inconclusive)
        let words = run.findings[34]?.measured.en ?? ""
        #expect(words.contains("0 of 2 companies at work"), "\(words)")
        #expect(words.contains("too few that succeeded: do online"), "\(words)")
    }

    @Test("a leak fails whether users got in or not, and shows its first")
    func leak() throws {
        var run = JudgedRun()
        run.usersReady = 0
        run.leaks = [Self.evidence]
        let finding = try #require(run.findings[34])
        #expect(finding.verdict == .fail)
        for part in ["2026-11-23T", "do online of user 1", "user1", "leaks.json"] {
            #expect(finding.measured.en.contains(part), "\(finding.measured.en)")
        }
        #expect(finding.measured.ja.contains("最初の混入: 2026-11-23T"))
    }

    @Test("fewer users than contracted say nothing of items 19, 20 and 24")
    func fewUsers() {
        var run = JudgedRun()
        run.users = { _ in 2 }
        for item in [19, 20, 24] {
            let finding = run.findings[item]
            #expect(finding?.verdict == .inconclusive)
            let words = finding?.measured.en ?? ""
            #expect(words.contains("2 of the 40 contracted users"), "\(words)")
            #expect(words.contains("hold 40 users"), "\(words)")
        }
        run.contract.concurrentUsers = nil
        #expect(verdicts(run)[19] == .pass)
    }

    @Test("all users for a second, and few in the rest of what is judged, are few")
    func briefPeak() {
        var run = JudgedRun()
        run.users = { $0 < 2 ? 40 : 10 }
        #expect(verdicts(run)[19] == .inconclusive && verdicts(run)[24] == .inconclusive)
        // A user that comes again is away for a moment.
        run.users = { $0 == 30 ? 39 : 40 }
        #expect(verdicts(run)[19] == .pass && verdicts(run)[24] == .pass)
    }

    @Test("users that are served errors, or do not sign in, are no users of the service")
    func notServed() {
        var run = JudgedRun()
        run.outcome = { _ in .unexpectedStatus }
        #expect(verdicts(run)[24] == .inconclusive && verdicts(run)[19] == .fail)
        run.outcome = { $0 % 2 == 0 ? .unexpectedStatus : .succeeded }
        #expect(verdicts(run)[24] == .inconclusive)
        #expect(run.findings[24]?.measured.en.contains("360 of 720 operations failed") == true)
        run = JudgedRun()
        run.signsIn = false
        #expect(verdicts(run)[24] == .inconclusive)
        #expect(run.findings[24]?.measured.en.contains("signs nobody in") == true)
    }

    @Test("an operation named like a class is not taken for the class")
    func namedLikeClass() {
        var run = JudgedRun()
        run.isOpen = true
        run.classes = [.heavy, .online]
        run.names = ["online", "look"]
        run.contract.response[.heavy] = ResponseTarget(
            within: .milliseconds(10),
            share: 0.9,
            shareAtPeak: nil
        )
        let words = run.findings[19]?.measured.en ?? ""
        #expect(words.contains("online: 100% within 3 s (n 720"), "\(words)")
        #expect(words.contains("heavy: 0% within 10 ms"), "\(words)")
    }

    @Test("a share just below the promised one is not rounded up to it")
    func rounding() {
        var run = JudgedRun()
        run.classes = [.online, .online]
        run.names = ["open", "save"]
        // 1,294 of 1,440 are 89.86%, to the nearest tenth 89.9%.
        run.outcome = { $0 < 73 ? .unexpectedStatus : .succeeded }
        let words = run.findings[19]?.measured.en ?? ""
        #expect(words.contains("online: 89.8% within 3 s (n 1,440, IPA level 2)"), "\(words)")
    }

    @Test("a run that was cut short says so")
    func cut() {
        var run = JudgedRun()
        run.ended = .interrupted(signal: "SIGINT")
        for finding in run.findings.values {
            #expect(finding.verdict == .inconclusive)
            #expect(finding.measured.en.contains("cut short"))
        }
    }

    private static let evidence = LeakEvidence(
        operation: 0,
        request: 0,
        hop: 0,
        status: 200,
        user: 0,
        tenant: "comp01",
        member: "user0",
        marker: "user1",
        column: "user",
        owner: "comp02",
        ownerMember: "user1",
        owners: 1,
        place: .body,
        planned: .seconds(1),
        done: .seconds(1.5),
        unixNanoseconds: 1_795_447_749_123_000_000
    )
}
