import Availability
import Foundation
import Inspections
import Testing
import Timekeeping
import Verdicts
import Wording

@testable import Reporting

/// `probe.json` and `inspection.json` beside their published schemas, by a validator that is not
/// ours.
@Suite("Schemas of documents")
struct DocumentSchemaTests {
    private static let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)

    /// A record with something of everything: "." up, "x" down, "?" the tool's fault, " " nobody.
    private static func account(_ text: String, contract: Bool) -> ProbeAccount {
        var terms = AvailabilityTerms(every: .seconds(300))
        if contract {
            terms.share = 0.995
            terms.over = .seconds(30 * 86_400)
            terms.notice = .seconds(14 * 86_400)
            terms.meanRepair = .seconds(12_600)
            terms.notifyWithin = .seconds(60)
            terms.longOutage = .seconds(86_400)
            terms.longOutagesAtMost = 0
            terms.probes = [.web, .database]
            let stop = start + .seconds(3_000)
            terms.windows = [
                PlannedWindow(
                    from: stop,
                    to: stop + .seconds(600),
                    announced: start - .seconds(15 * 86_400)
                ),
                PlannedWindow(from: stop, to: stop + .seconds(600), announced: nil),
            ]
        }
        let ticks = text.enumerated().compactMap { number, letter -> Tick? in
            guard letter != " " else { return nil }
            let slot = start + .seconds(300 * number)
            let outcome: ProbeOutcome =
                letter == "x" ? .failed("503 “\"”\n") : letter == "?" ? .unknown("no socket") : .ok
            return Tick(
                slot: slot,
                started: slot + .microseconds(1_500),
                results: [
                    ProbeResult(kind: .web, outcome: .ok, time: .milliseconds(3)),
                    ProbeResult(kind: .database, outcome: outcome, time: nil),
                ]
            )
        }
        let report = AvailabilityReport(
            ticks: ticks,
            terms: terms,
            now: start + .seconds(300 * text.count - 1),
            notices: [Notice(slot: start + .seconds(900), took: .seconds(61), succeeded: false)]
        )
        return ProbeAccount(
            name: "forms",
            question: contract ? "Is it up?" : nil,
            service: "https://forms.example.jp",
            contract: contract ? "xc-gate" : nil,
            report: report,
            ticks: ticks,
            clockSteps: [(start, .seconds(-3_600))],
            faults: ["ticks.jsonl:3: is no JSON object of a probe log"],
            log: "ticks.jsonl"
        )
    }

    /// Validates documents, with no member allowed that the schema does not name, and once more
    /// with a verdict that there is none of.
    private func answer(_ schema: String, _ documents: [String]) throws -> String {
        let oracle = try PythonOracle(
            """
            import sys, json
            schema, *documents = map(json.loads, sys.stdin.read().split("\\u0000"))
            try:
                import jsonschema
            except ImportError:
                print("missing"); sys.exit(0)
            def close(part):
                if isinstance(part, dict):
                    if "properties" in part: part["additionalProperties"] = False
                    for inner in part.values(): close(inner)
                elif isinstance(part, list):
                    for inner in part: close(inner)
            close(schema)
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for document in documents:
                for error in validator.iter_errors(document): print(error.json_path, error.message)
                document["verdict"] = "MAYBE"
                print("accepted" if validator.is_valid(document) else "refused")
            """
        )
        return try oracle.run(([schema] + documents).joined(separator: "\u{0}"))
    }

    @Test("what is wrong with a planned stop is said in the same words as in item 2's finding")
    func flaws() throws {
        let start = UTCInstant(unixNanoseconds: 1_793_491_200_000_000_000)
        let window = PlannedWindow(from: start, to: start + .seconds(600), announced: nil)
        for flaw in [WindowFlaw.isEmpty, .isUnannounced, .isTooLate(.seconds(-1))] {
            let text = ProbeText.flaw(window, flaw, notice: .seconds(86_400))
            #expect(text.ja.hasSuffix(": " + flaw.words.ja))
            #expect(text.en.hasSuffix(": " + flaw.words.en))
        }
        let late = ProbeText.flaw(window, .isTooLate(.seconds(3_600)), notice: .seconds(86_400))
        #expect(late.ja.hasSuffix(": 通知が60分前のみ(契約の求めは1日前)"), "\(late.ja)")
        #expect(late.en.contains(": was announced only 60 min before, of the "), "\(late.en)")
    }

    @Test("the schema of probe.json accepts records of every kind and knows each of their members")
    func probe() throws {
        let texts = ["", ".", "x", "..xx..  x?.x. ..x", ".x.", String(repeating: ".", count: 600)]
        let documents = texts.flatMap { text in
            [true, false].map { ProbeJson.document(Self.account(text, contract: $0)).text }
        }
        let answer = try answer(ProbeSchema.text, documents)
        let refusals = String(repeating: "refused\n", count: documents.count)
        #expect([refusals, "missing\n"].contains(answer), "\(answer)")
    }

    @Test("the schema of inspection.json accepts an inspection and knows each of its members")
    func inspection() throws {
        let document = String(
            decoding: InspectionJson.bytes(of: InspectionTests.sample),
            as: UTF8.self
        )
        let answer = try answer(InspectionSchema.text, [document])
        #expect(["refused\n", "missing\n"].contains(answer), "\(answer)")
    }
}
