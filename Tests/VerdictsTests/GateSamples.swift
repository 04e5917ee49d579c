import Verdicts

/// A small seeded generator (SplitMix64), so that a failing case can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Gates written at random in forms that people use.
enum GateSamples {
    static func any(using generator: inout some RandomNumberGenerator) -> Gate {
        while true {
            if let gate = try? Gate.parse(text(using: &generator)) { return gate }
        }
    }

    private static func text(using generator: inout some RandomNumberGenerator) -> String {
        let subjects = [
            "all", "online", "heavy", "batch", "save report", "\"all\"", "\"a(b)\"", "\" x \"",
            "点検表", "a<b", "x \"", "\"\"",
        ]
        let number = Int.random(in: 0...1200, using: &generator)
        let fraction = [".5", "", ".0625", ".10", ".000001"].randomElement(using: &generator) ?? ""
        let time = ["ns", "us", "ms", "s", "min", "h", "d"].randomElement(using: &generator) ?? "s"
        let up = ["<", "<="].randomElement(using: &generator) ?? "<"
        let down = [">", ">="].randomElement(using: &generator) ?? ">"
        let subject = "(\(subjects.randomElement(using: &generator) ?? "all"))"
        let quantile = Int.random(in: 0...100, using: &generator)
        let forms = [
            "p\(quantile)\(fraction)\(subject)\(up)\(number)\(fraction)\(time)",
            "max\(subject) \(up) \(number)\(fraction)\(time)",
            "mean\(subject) \(up) \(number)\(time)",
            "errors\(subject) \(up) \(quantile)\(fraction)%",
            "late \(up) \(quantile)\(fraction)%",
            "compliance\(subject) \(down) \(quantile)\(fraction)%",
            "longest_delay\(subject) \(up) \(number)\(time)",
            "delays\(subject) \(up) \(number)",
            "rate\(subject) \(down) \(number)\(fraction)/min",
        ]
        return forms.randomElement(using: &generator) ?? ""
    }
}
