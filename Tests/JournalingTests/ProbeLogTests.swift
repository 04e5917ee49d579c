import Availability
import Testing
import Timekeeping

@testable import Journaling

@Suite("Probe log")
struct ProbeLogTests {
    private static let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)

    private static var terms: AvailabilityTerms {
        var terms = AvailabilityTerms(every: .seconds(300))
        terms.serviceHours = "24x7"
        terms.share = 0.995
        terms.over = .seconds(30 * 86_400)
        terms.notice = .seconds(14 * 86_400)
        terms.windows = [
            PlannedWindow(from: start, to: start + .seconds(60), announced: start - .seconds(60)),
            PlannedWindow(from: start, to: start + .seconds(90), announced: nil),
        ]
        terms.meanRepair = .seconds(12_600)
        terms.notifyWithin = .seconds(3_600)
        terms.longOutage = .seconds(86_400)
        terms.longOutagesAtMost = 0
        terms.promisedEvery = .seconds(60)
        terms.confirm = .seconds(30)
        terms.monitoring = [.database]
        terms.probes = [.web, .database]
        terms.rule = .all
        terms.leastOutage = .seconds(180)
        terms.independentAfter = .seconds(600)
        return terms
    }

    private static var head: ProbeLog.Head {
        ProbeLog.Head(
            begin: start,
            tool: "0.1.0",
            probe: "forms \"点検\"",
            question: "Is it up?",
            service: "https://forms.example.jp",
            kinds: [.web, .database],
            contract: "xc-gate",
            contractSHA256: "abc",
            terms: terms,
            importedFrom: "a.csv",
            phase: .milliseconds(10_250)
        )
    }

    private static func tick(_ number: Int, _ outcome: ProbeOutcome) -> Tick {
        let slot = start + .seconds(300 * number)
        return Tick(
            slot: slot,
            started: slot + .milliseconds(3),
            results: [
                ProbeResult(kind: .web, outcome: .ok, time: .microseconds(12_345)),
                ProbeResult(kind: .database, outcome: outcome, time: nil),
            ]
        )
    }

    private static let ticks = [
        tick(0, .ok), tick(1, .failed("status: \"503\"\n点検")), tick(2, .unknown("no socket")),
    ]

    private static func text(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    private func read(_ bytes: [UInt8]) throws -> ProbeLog {
        try ProbeLog.read(bytes, name: "ticks.jsonl")
    }

    @Test("what is written reads back the same: head, terms, ticks, clock, hook")
    func roundTrip() throws {
        let step = ProbeLog.ClockStep(at: Self.start, by: .milliseconds(-3_600_500))
        let run = ProbeLog.HookRun(
            edge: .start,
            slot: Self.start,
            ended: Self.start + .seconds(2),
            took: .milliseconds(2_040),
            failure: "ended with 3"
        )
        let lines =
            [ProbeLine.text(of: Self.head)] + Self.ticks.map(ProbeLine.text)
            + [
                ProbeLine.text(of: step), ProbeLine.text(of: run),
                ProbeLine.end(at: Self.start, why: "duration"),
            ]
        #expect(lines.allSatisfy { !$0.contains("\n") })
        let log = try read(Self.text(lines))
        #expect(log.heads == [Self.head])
        #expect(log.ticks == Self.ticks)
        #expect(log.clockSteps == [step])
        #expect(log.hookRuns == [run])
        #expect(log.faults.isEmpty)
        #expect(
            log.notices == [Notice(slot: Self.start, took: .milliseconds(2_040), succeeded: false)]
        )
        #expect(log.end == Self.start + .seconds(900) - Nanoseconds(1))
        #expect(log.report().observation.unknown == 1)
    }

    @Test("the failure of a first look is kept, and records without it stay readable")
    func firstLook() throws {
        let failed = ProbeResult(kind: .web, outcome: .failed("500"), time: .microseconds(2_345))
        var tick = Self.tick(1, .ok)
        tick.results[0] = failed.confirmed(by: tick.results[0])
        let line = ProbeLine.text(of: tick)
        #expect(line.contains("\"first\":{\"ok\":false,\"ms\":2.345,\"why\":\"500\"}"))
        let head = ProbeLine.text(of: Self.head)
        let log = try read(Self.text([head, line]))
        #expect(log.ticks == [tick])
        #expect(log.report().observation.secondLooks == 1)
        let old = try read(Self.text([head, ProbeLine.text(of: Self.tick(1, .ok))]))
        #expect(old.ticks.first?.results.first?.first == nil)
    }

    @Test("ticks and runs of the hook read back as they were judged, to the last digit")
    func asLogged() throws {
        for number in [1, 999, 1_499_999, 9_198_906, 999_999_999] {
            var tick = Self.tick(1, .ok)
            tick.started = tick.started + Nanoseconds(Int64(number))
            tick.results[0].time = Nanoseconds(Int64(number))
            let run = ProbeLog.HookRun(
                edge: .start,
                slot: Self.start,
                ended: tick.started,
                took: Nanoseconds(Int64(number)),
                failure: nil
            )
            let log = try read(
                Self.text([
                    ProbeLine.text(of: Self.head), ProbeLine.text(of: tick),
                    ProbeLine.text(of: run),
                ])
            )
            #expect(log.ticks == [tick.asLogged])
            #expect(log.hookRuns == [run.asLogged])
        }
    }

    @Test("cut anywhere, everything before the cut counts and nothing else does")
    func cut() throws {
        let lines = [ProbeLine.text(of: Self.head)] + Self.ticks.map(ProbeLine.text)
        let bytes = Self.text(lines)
        let ends = bytes.indices.filter { bytes[$0] == 0x0A }
        for length in (ends[0] + 1)...bytes.count {
            let log = try read(Array(bytes[..<length]))
            let whole = ends.filter { $0 < length }
            // A line of which only the line end is missing is whole.
            let isBare = ends.contains(length)
            #expect(log.ticks.count == whole.count - 1 + (isBare ? 1 : 0), "\(length)")
            #expect(log.lacksLineEnd == isBare)
            #expect(log.isTorn == (!isBare && (whole.last ?? 0) + 1 != length), "\(length)")
            #expect(log.faults.count == (log.isTorn ? 1 : 0))
            #expect(log.wholeBytes == (isBare ? length : (whole.last ?? 0) + 1))
        }
        for length in 0..<ends[0] {
            #expect(throws: ProbeLogError.self) { try read(Array(bytes[..<length])) }
        }
    }

    @Test(
        "a line that says nothing usable is named with file and line and not counted",
        arguments: [
            ("", "empty"), ("garbage", "no JSON object"), ("[]", "no JSON object"),
            ("{}", "says nothing"), ("{\"tick\":\"2026-02-30T00:00:00Z\"}", "no moment"),
            (
                "{\"tick\":\"2026-11-01T00:00:00\",\"started\":\"2026-11-01T00:00:00Z\"}",
                "no moment"
            ),
            (
                "{\"tick\":\"2026-11-01T00:00:00Z\",\"started\":\"2026-11-01T00:00:00Z\"}",
                "no probe"
            ),
            ("{\"tick\":1}", "no JSON object"),
            ("{\"clock\":\"2026-11-01T00:00:00Z\"}", "steppedMs"),
            ("{\"hook\":\"later\"}", "lacks"),
            ("\u{0}\u{0}\u{0}\u{0}", "no JSON object"),
        ]
    )
    func corrupt(line: String, problem: String) throws {
        let lines = [
            ProbeLine.text(of: Self.head), ProbeLine.text(of: Self.ticks[0]), line,
            ProbeLine.text(of: Self.ticks[1]),
        ]
        let log = try read(Self.text(lines))
        #expect(log.ticks == Array(Self.ticks[..<2]))
        #expect(log.faults.map(\.line) == [3])
        let words = log.faults.first?.description ?? ""
        #expect(words.hasPrefix("ticks.jsonl:3: ") && words.contains(problem), "\(words)")
    }

    @Test("a probe started again knows since when the service has been down")
    func runningOutage() {
        func since(_ outcomes: [ProbeOutcome]) -> UTCInstant? {
            var log = ProbeLog(path: "ticks.jsonl")
            log.heads = [Self.head]
            log.ticks = outcomes.enumerated().map { Self.tick($0, $1) }
            return log.runningOutage(by: .any)
        }
        let down = ProbeOutcome.failed("503")
        #expect(since([]) == nil)
        #expect(since([.ok, down, .ok]) == nil)
        #expect(since([.ok, down, down, down]) == Self.start + .seconds(300))
        #expect(since([.ok, down, .unknown("no socket"), down]) == Self.start + .seconds(300))
        #expect(since([down, .ok, .unknown("no socket"), down]) == Self.start + .seconds(900))
    }

    @Test("a start of another service, probe or distance is left out and named, with its ticks")
    func otherStart() throws {
        var own = Self.head
        own.importedFrom = nil
        var wide = own
        wide.terms.every = .seconds(60)
        var staging = own
        staging.service = "https://staging.example.jp"
        var login = own
        login.probe = "login"
        for (other, words) in [
            (wide, "1min, and 5min before"), (staging, "staging.example.jp, and"),
            (login, "“login”, and “forms"),
        ] {
            let log = try read(
                Self.text([
                    ProbeLine.text(of: own), ProbeLine.text(of: Self.ticks[0]),
                    ProbeLine.text(of: other), ProbeLine.text(of: Self.ticks[1]),
                    ProbeLine.text(of: own), ProbeLine.text(of: Self.ticks[2]),
                ])
            )
            #expect(log.heads.count == 2)
            #expect(log.ticks == [Self.ticks[0], Self.ticks[2]])
            #expect(log.faults.map(\.line) == [3])
            #expect(log.faults.first?.problem.contains(words) == true)
        }
        var imported = Self.head
        imported.service = ""
        imported.probe = "uptime"
        let joined = try read(Self.text([ProbeLine.text(of: imported), ProbeLine.text(of: own)]))
        #expect(joined.heads.count == 2, "an import knows no service, and is named by its folder")
    }

    @Test(
        "ticks behind a start that cannot be taken are left out up to the next start, and named",
        arguments: [
            ("{\"begin\":\"x\",\"version\":1}", "the head lacks"),
            ("{\"begin\":\"2026-11-01T00:00:00Z\",\"version\":2}", "later version"),
            ("{\"begin\":\"2026-11-01T00:00:\u{0}\u{0}", "no JSON object"),
        ]
    )
    func badStart(line: String, problem: String) throws {
        let head = ProbeLine.text(of: Self.head)
        let log = try read(
            Self.text([
                head, ProbeLine.text(of: Self.ticks[0]), line, ProbeLine.text(of: Self.ticks[1]),
                head, ProbeLine.text(of: Self.ticks[2]),
            ])
        )
        #expect(log.ticks == [Self.ticks[0], Self.ticks[2]])
        #expect(log.heads.count == 2)
        #expect(log.faults.map(\.line) == [3])
        let words = log.faults.first?.problem ?? ""
        #expect(words.contains(problem) && words.hasSuffix("its ticks are left out"), "\(words)")
    }

    @Test("a file without a head, or none at all, is refused in words")
    func noLog() {
        #expect(throws: ProbeLogError.self) { try ProbeLog.read("/nowhere/ticks.jsonl") }
        #expect(throws: ProbeLogError.self) { try read([]) }
        #expect(throws: ProbeLogError.self) { try read(Array("time,ok\n".utf8)) }
    }

    @Test("whatever bytes stand in a log, reading it ends and invents no tick", arguments: 0..<40)
    func hostile(seed: Int) throws {
        var state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15
        func draw(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let head = Self.text([ProbeLine.text(of: Self.head)])
        var bytes = Self.text(Self.ticks.map(ProbeLine.text))
        for _ in 0..<(1 + draw(20)) { bytes[draw(bytes.count)] = UInt8(draw(256)) }
        let log = try read(head + bytes)
        #expect(log.ticks.count <= bytes.split(separator: 0x0A).count)
        #expect(log.wholeBytes <= head.count + bytes.count)
    }
}
