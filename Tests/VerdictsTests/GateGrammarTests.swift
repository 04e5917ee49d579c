import Testing
import Timekeeping
import Verdicts

@Suite("Gate grammar")
struct GateGrammarTests {
    @Test(
        "a gate reads and prints in its canonical form",
        arguments: [
            ("p95(save report) < 2s", "p95(save report) < 2s"),
            ("  p99( all )<3s ", "p99(all) < 3s"),
            ("p99(online) <= 3s", "p99(online) <= 3s"),
            ("p99.9(all)<1.5s", "p99.9(all) < 1500ms"),
            ("max(open form) < 5 s", "max(open form) < 5s"),
            ("mean(open form) <= 800ms", "mean(open form) <= 800ms"),
            ("errors < 1%", "errors < 1%"),
            ("errors(all) < 1%", "errors < 1%"),
            ("errors(save report)<=0.05%", "errors(save report) <= 0.05%"),
            ("late(save report) < 5%", "late(save report) < 5%"),
            ("compliance(heavy) >= 99.50%", "compliance(heavy) >= 99.5%"),
            ("longest_delay(online) < 120s", "longest_delay(online) < 2min"),
            ("delays(online) <= 1", "delays(online) <= 1"),
            ("rate(save report) > 5/s", "rate(save report) > 5/s"),
            ("rate(all) >= 0.25 / min", "rate(all) >= 0.25/min"),
            ("p50(\"all\") < 1s", "p50(\"all\") < 1s"),
            ("p50(点検表を開く) < 1s", "p50(点検表を開く) < 1s"),
            ("p50(\"a (b) \\\"c\\\" \\\\\") < 1s", "p50(\"a (b) \\\"c\\\" \\\\\") < 1s"),
            ("p100(all) < 1min", "p100(all) < 1min"),
        ]
    )
    func canonicalForm(written: String, canonical: String) throws {
        let gate = try Gate.parse(written)
        #expect(gate.description == canonical)
        #expect(try Gate.parse(canonical) == gate)
    }

    @Test(
        "a wrong gate is refused with column, message and remedy",
        arguments: [
            ("p95(save) < 2", 13, "2 has no unit", "write 2s or 2000ms"),
            ("p95(save) < 0.25", 13, "0.25 has no unit", "write 0.25s or 250ms"),
            ("p95 < 2s", 5, "p95 needs to know of what", "write p95(all) or p95(operation name)"),
            ("p95() < 2s", 5, "the subject is empty", "write all, online or an operation's name"),
            ("p95(save < 2s", 14, "the subject is not closed", "write ) after the name"),
            ("p95(save) > 2s", 11, "p95 cannot be judged with >", "write < or <="),
            ("p95(save) 2s", 11, "a comparison is missing", "write < or <="),
            ("p95(save) == 2s", 11, "\"==\" is no comparison", "write < or <="),
            ("p101(save) < 2s", 1, "p101 is no percentile", "write p50, p95, p99 or p99.9"),
            ("p0(save) < 2s", 1, "p0 is no percentile", "write p50, p95, p99 or p99.9"),
            ("eror < 1%", 1, "\"eror\" is no measure", "did you mean errors?"),
            ("errors < 1", 10, "1 has no unit", "write 1%"),
            ("errors < 101%", 10, "101% is above 100%", "write 1%"),
            ("errors < 0%", 10, "nothing can be < 0%", "write <= 0% or another share"),
            ("compliance > 100%", 14, "nothing can be > 100%", "write >= 100% or another share"),
            ("rate(a) > 5", 11, "5 has no unit", "write 5/s, 5/min or 5/h"),
            ("rate(a) > 5/d", 11, "\"5/d\" is no rate", "write 5/s, per s, min or h"),
            ("delays < 2min", 10, "\"2min\" is no count", "write a whole number without a unit"),
            (
                "p95(a\"b) < 2s", 6, "\" cannot stand in a plain name",
                "write the operation's name in double quotes"
            ),
            ("p95(\"a) < 2s", 5, "the quoted name is not closed", "write \" after the name"),
            ("errors <", 9, "the limit is missing", "write 1%"),
            (
                "max(all) < 0s", 12, "no answer takes no time",
                "write a limit above zero, such as 3s"
            ),
        ]
    )
    func refused(text: String, column: Int, message: String, remedy: String) {
        #expect(throws: GateSyntaxError(column: column, message: message, remedy: remedy)) {
            try Gate.parse(text)
        }
    }

    @Test("an unknown operation is refused with the nearest known name")
    func didYouMean() throws {
        let names = ["open form", "save report"]
        #expect(
            throws: GateSyntaxError(
                column: 5,
                message: "no operation is named \"save reprot\"",
                remedy: "did you mean \"save report\"?"
            )
        ) { try Gate.parse("p95(save reprot) < 2s", operations: names) }
        #expect(
            throws: GateSyntaxError(
                column: 5,
                message: "no operation is named \"xyz\"",
                remedy: "write all, a class, or one of: open form, save report"
            )
        ) { try Gate.parse("p95(xyz) < 2s", operations: names) }
        #expect(throws: Never.self) { try Gate.parse("p95(online) < 2s", operations: names) }
    }

    @Test("every gate that can be made prints to text that reads back as itself")
    func roundTrip() throws {
        var generator = SplitMix(state: 7)
        for _ in 0..<20_000 {
            let gate = GateSamples.any(using: &generator)
            #expect(try Gate.parse(gate.description) == gate, "\(gate)")
        }
    }

    @Test("any text is read or refused, never a trap, and columns lie within it")
    func anyText() {
        var generator = SplitMix(state: 11)
        let alphabet = Array("p95max(save) <=>2s%/. \"\\一\u{301}\t019errors_delay")
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...24, using: &generator)
            let text = String(
                (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "p" }
            )
            do throws(GateSyntaxError) {
                let gate = try Gate.parse(text)
                #expect((try? Gate.parse(gate.description)) == gate, "\(text)")
            } catch {
                #expect((1...text.count + 1).contains(error.column), "\(text): \(error)")
                #expect(!error.message.isEmpty && !error.remedy.isEmpty)
            }
        }
    }

    @Test("a strict time gate counts one nanosecond below its limit")
    func countedLimit() throws {
        #expect(
            try Gate.parse("p95(all) < 2s").countedLimit == Nanoseconds(1_999_999_999)
        )
        #expect(try Gate.parse("max(all) <= 2s").countedLimit == .seconds(2))
        #expect(try Gate.parse("mean(all) <= 2s").countedLimit == nil)
    }
}
