import Timekeeping

/// Round figures for axes.
enum Ticks {
    /// Round values from 0 to at least `top`, about `count` steps of 1, 2 or 5 × 10ⁿ.
    static func nice(upTo top: Double, about count: Int) -> [Double] {
        guard top > 0, top.isFinite else { return [0] }
        let step = step(top / Double(count))
        return (0...(Int((top / step).rounded(.up)))).map { Double($0) * step }
    }

    /// The top of an axis that holds `value` with a little room.
    static func ceiling(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        let ticks = nice(upTo: value * 1.05, about: 4)
        return ticks.last ?? value
    }

    private static func step(_ rough: Double) -> Double {
        var size = 1.0
        while size > rough { size /= 10 }
        while size * 10 <= rough { size *= 10 }
        return [1, 2, 5, 10].map { $0 * size }.first { $0 >= rough } ?? size * 10
    }

    /// Round seconds of a run, at most about eleven of them.
    static func seconds(upTo span: Double) -> [Double] {
        let steps: [Double] = [
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400,
        ]
        let step = steps.first { span / $0 <= 11 } ?? span / 10
        guard span > 0 else { return [0] }
        return (0...Int(span / step)).map { Double($0) * step }
    }

    /// A time of the run: "0:30", "12:05", "1:02:03".
    static func clock(_ second: Double) -> String {
        let whole = Int(second.rounded())
        let tail = two(whole / 60 % 60) + ":" + two(whole % 60)
        if whole >= 3600 { return "\(whole / 3600):" + tail }
        return "\(whole / 60):" + two(whole % 60)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension Ticks {
    /// A response time on an axis: "0", "500 ms", "2 s", "1.5 s".
    static func seconds(_ value: Double) -> String {
        if value == 0 { return "0" }
        if value < 1 { return DecimalText.fixed(value * 1000, decimals: 0) + " ms" }
        return DecimalText.fixed(value, decimals: value == value.rounded() ? 0 : 1) + " s"
    }
}
