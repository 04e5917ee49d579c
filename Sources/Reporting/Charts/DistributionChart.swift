import Timekeeping
import Wording

/// A histogram of response times on a logarithmic axis.
enum DistributionChart {
    /// A bar: response times above `from` up to `to`.
    struct Bar: Sendable, Equatable {
        var from: Nanoseconds
        var to: Nanoseconds
        var count: Int
    }

    private static let height = 210.0

    /// Draws bars of equal width on the logarithm of time, the target as a dashed line.
    static func draw(
        bars: [Bar],
        target: Nanoseconds?,
        label: String,
        language: Language
    ) -> Node {
        guard let first = bars.first, let last = bars.last else {
            return element("p", text: language(ja: "測定値がない。", en: "Nothing was measured."))
        }
        let most = Double(bars.map(\.count).max() ?? 1)
        let frame = ChartFrame(height: height, span: 1, top: Ticks.ceiling(most)) {
            DecimalText.fixed($0, decimals: $0 < 1 && $0 > 0 ? 1 : 0)
        }
        let low = log10(first.from)
        let scale = max(log10(last.to) - low, 1e-9)
        func x(_ time: Nanoseconds) -> Double { frame.x((log10(time) - low) / scale) }
        let columns = bars.filter { $0.count > 0 }.map { bar in
            let isLate = target.map { bar.from >= $0 } ?? false
            let top = frame.y(Double(bar.count))
            return Svg.rectangle(
                x(bar.from) + 0.5,
                top,
                max(1, x(bar.to) - x(bar.from) - 1),
                max(1, frame.y(0) - top),
                isLate ? Palette.lateBar : Palette.bar,
                title: language(
                    ja: "\(bar.from)〜\(bar.to): \(bar.count)件",
                    en: "\(bar.from) to \(bar.to): \(bar.count)"
                )
            )
        }
        return Svg.picture(
            height: height,
            label: label,
            grid(frame) + marks(from: first.from, to: last.to, frame: frame, x: x) + columns
                + targetLine(target, from: first.from, to: last.to, frame: frame, x: x)
        )
    }

    private static func grid(_ frame: ChartFrame) -> [Node] {
        let rows = Ticks.nice(upTo: frame.top, about: 4).flatMap { value in
            [
                Svg.line(
                    ChartFrame.left,
                    frame.y(value),
                    ChartFrame.width - ChartFrame.right,
                    frame.y(value),
                    Palette.grid
                ),
                Svg.text(ChartFrame.left - 6, frame.y(value) + 4, frame.unit(value), anchor: "end"),
            ]
        }
        return rows
    }

    private static func marks(
        from: Nanoseconds,
        to: Nanoseconds,
        frame: ChartFrame,
        x: (Nanoseconds) -> Double
    ) -> [Node] {
        let decades = (0...13).map { pow10($0) }
        let times = decades.flatMap { [$0, $0 * 2, $0 * 5] }.filter { $0 >= from && $0 <= to }
        // Half of the marks when they would touch each other.
        let shown = times.count > 14 ? times.filter { decades.contains($0) } : times
        return shown.flatMap { time in
            [
                Svg.line(
                    x(time),
                    height - ChartFrame.bottom,
                    x(time),
                    height - ChartFrame.bottom + 4,
                    Palette.axis
                ),
                Svg.text(x(time), height - 8, short(time), anchor: "middle"),
            ]
        }
    }

    private static func targetLine(
        _ target: Nanoseconds?,
        from: Nanoseconds,
        to: Nanoseconds,
        frame: ChartFrame,
        x: (Nanoseconds) -> Double
    ) -> [Node] {
        guard let target, target >= from, target <= to else { return [] }
        return [
            element(
                "line",
                [
                    ("x1", Svg.number(x(target))), ("y1", Svg.number(ChartFrame.top)),
                    ("x2", Svg.number(x(target))), ("y2", Svg.number(frame.y(0))),
                    ("stroke", Palette.limit), ("stroke-width", "1.5"),
                    ("stroke-dasharray", "6 4"),
                ]
            ),
            Svg.text(
                x(target) - 4,
                ChartFrame.top + 12,
                short(target),
                anchor: "end",
                color: Palette.limit
            ),
        ]
    }

    /// Gathers fine buckets into about `count` bars of equal width on the logarithm of time.
    static func gathered(
        _ buckets: [(from: Nanoseconds, to: Nanoseconds, count: Int)],
        into count: Int = 60
    ) -> [Bar] {
        let used = buckets.filter { $0.count > 0 }
        guard let least = used.map(\.from).min(), let most = used.map(\.to).max() else { return [] }
        let low = log10(max(least, .microseconds(10)))
        let high = max(log10(most), low + 0.3)
        let step = (high - low) / Double(count)
        var bars = (0..<count).map { index in
            Bar(
                from: .seconds(exp10(low + step * Double(index)) / 1e9),
                to: .seconds(exp10(low + step * Double(index + 1)) / 1e9),
                count: 0
            )
        }
        for bucket in used {
            let index = Int((log10(max(bucket.to, .microseconds(10))) - low) / step)
            bars[min(max(index, 0), count - 1)].count += bucket.count
        }
        return bars
    }

    private static func short(_ time: Nanoseconds) -> String { DurationText.canonical(time) }

    private static func pow10(_ exponent: Int) -> Nanoseconds {
        Nanoseconds((0..<exponent).reduce(Int64(1)) { power, _ in power * 10 })
    }
}
