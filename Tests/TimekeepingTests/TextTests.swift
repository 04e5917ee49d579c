import Testing
import Timekeeping

@Suite("Durations and decimals as text")
struct TextTests {
    @Test("a length written reads back identically")
    func roundTrip() {
        var lengths: [Int64] = [0, 1, 999, 1_000, 9_007_199_254_740_993, .max / 2]
        var generator = SystemRandomNumberGenerator()
        for bits in 1...62 {
            lengths += (0..<50).map { _ in Int64.random(in: 0..<(1 << bits), using: &generator) }
        }
        for unit: Int64 in [1_000, 1_000_000, 1_000_000_000, 60_000_000_000, 86_400_000_000_000] {
            lengths += (0..<50).map { _ in unit * Int64.random(in: 0..<100_000, using: &generator) }
        }
        for length in lengths {
            let text = DurationText.canonical(Nanoseconds(length))
            #expect(DurationText.parse(text) == Nanoseconds(length), "\(text)")
        }
    }

    @Test("lengths are read as people write them")
    func parsing() {
        #expect(DurationText.parse("250ms") == .milliseconds(250))
        #expect(DurationText.parse("3s") == .seconds(3))
        #expect(DurationText.parse("1.5h") == .seconds(5_400))
        #expect(DurationText.parse("2 min") == .seconds(120))
        #expect(DurationText.parse("0.1s") == .milliseconds(100))
        #expect(DurationText.parse("10us") == .microseconds(10))
        #expect(DurationText.parse("10µs") == .microseconds(10))
        #expect(DurationText.parse("14d") == .seconds(14 * 86_400))
        #expect(DurationText.parse("1.2345s") == Nanoseconds(1_234_500_000))
    }

    @Test(
        "what is no length is refused",
        arguments: [
            "", "3", "s", "-3s", "+3s", "3 x", "1.2.3s", ".s", "1e3s", "nan s", "inf s", "0x10s",
            "١s", "99999999999999999999d", "3s3s", "3 s s", "300 years", "1 2 3s",
        ]
    )
    func refused(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test("any text is read or refused, never a trap")
    func hostile() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("0123456789.eE+- smuhdnin\u{0}é秒µ")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &generator)).compactMap { _ in
                    letters.randomElement(using: &generator)
                }
            )
            if let length = DurationText.parse(text) { #expect(length >= .zero) }
        }
    }

    @Test("any length has a readable text")
    func readable() {
        #expect(DurationText.readable(.zero) == "0 ms")
        #expect(DurationText.readable(.milliseconds(3)) == "3.00 ms")
        #expect(DurationText.readable(Nanoseconds(999_600_000)) == "1.00 s")
        #expect(DurationText.readable(.seconds(3)) == "3.00 s")
        #expect(DurationText.readable(.seconds(125)) == "2 min 05 s")
        #expect(DurationText.readable(.seconds(100.0)) == "1 min 40 s")
        #expect(DurationText.readable(.seconds(3_599.9)) == "1 h 00 min")
        for length in [Int64.min, .min + 1, -1, 1, .max] {
            #expect(!DurationText.readable(Nanoseconds(length)).isEmpty)
        }
    }

    @Test("readable figures have three digits and the right unit at every edge")
    func edges() {
        #expect(DurationText.readable(Nanoseconds(999)) == "999 ns")
        #expect(DurationText.readable(Nanoseconds(999_999)) == "1.00 ms")
        #expect(DurationText.readable(Nanoseconds(9_996_000)) == "10.0 ms")
        #expect(DurationText.readable(Nanoseconds(99_960_000)) == "100 ms")
    }

    @Test("a decimal written reads back to within half of its last digit")
    func decimals() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let decimals = Int.random(in: 0...9, using: &generator)
            let value = Double.random(in: -1e6...1e6, using: &generator)
            let text = DecimalText.fixed(value, decimals: decimals)
            var half = 0.5
            for _ in 0..<decimals { half /= 10 }
            guard let back = Double(text) else {
                Issue.record("\(text)")
                continue
            }
            #expect(abs(back - value) <= half * (1 + 1e-6) + 1e-9, "\(value) \(text)")
            let fraction = text.split(separator: ".").dropFirst().first ?? ""
            #expect(fraction.count == decimals)
        }
    }

    @Test("decimals at the edges")
    func decimalEdges() {
        #expect(DecimalText.fixed(0, decimals: 3) == "0.000")
        #expect(DecimalText.fixed(-0.0001, decimals: 3) == "0.000")
        #expect(DecimalText.fixed(-0.5, decimals: 0) == "-1")
        #expect(DecimalText.fixed(0.005, decimals: 2) == "0.01")
        #expect(DecimalText.fixed(999.9995, decimals: 3) == "1000.000")
        #expect(DecimalText.fixed(.nan, decimals: 2) == "nan")
        #expect(DecimalText.fixed(-.infinity, decimals: 2) == "-inf")
        #expect(DecimalText.fixed(1e300, decimals: 2) == "1e+300")
        #expect(DecimalText.fixed(1.5, decimals: -1) == "2")
    }

    @Test(
        "thousands stand apart",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-12_345, "-12,345"), (-100, "-100"),
            (1_234_567, "1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
        ]
    )
    func grouped(count: Int, text: String) {
        #expect(DecimalText.grouped(count) == text)
    }

    @Test("lengths that do not fit are moved to the nearest that does")
    func clamping() {
        #expect(Nanoseconds.seconds(1e300) == Nanoseconds(.max))
        #expect(Nanoseconds.seconds(-1e300) == Nanoseconds(.min))
        #expect(Nanoseconds(1).microsecondsRoundedUp == 1)
        #expect(Nanoseconds(1_000).microsecondsRoundedUp == 1)
        #expect(Nanoseconds(1_001).microsecondsRoundedUp == 2)
        #expect(Nanoseconds(.min).microsecondsRoundedUp == 0)
    }
}
