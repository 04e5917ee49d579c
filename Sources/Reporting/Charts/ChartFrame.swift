import Timekeeping

/// The plotting area of a chart over time, with its axes.
///
/// Everything is drawn with presentation attributes, so that the page reads the same where style
/// sheets and scripts are forbidden.
struct ChartFrame {
    static let width = 960.0
    static let left = 64.0
    static let right = 16.0
    static let top = 12.0
    static let bottom = 26.0

    var height: Double
    /// Seconds of the run at the left and right edge.
    var span: Double
    /// The values at the bottom and the top edge.
    var top: Double
    var unit: (Double) -> String

    var plotWidth: Double { Self.width - Self.left - Self.right }
    var plotHeight: Double { height - Self.top - Self.bottom }

    func x(_ second: Double) -> Double {
        Self.left + plotWidth * min(max(second / max(span, 1e-9), 0), 1)
    }

    func y(_ value: Double) -> Double {
        Self.top + plotHeight * (1 - min(max(value / max(top, 1e-9), 0), 1))
    }

    /// The grid with its figures; drawn before the data.
    func axes() -> [Node] {
        let values = Ticks.nice(upTo: top, about: 4).filter { $0 <= top }
        let rows = values.flatMap { value in
            [
                Svg.line(Self.left, y(value), Self.width - Self.right, y(value), Palette.grid),
                Svg.text(Self.left - 6, y(value) + 4, unit(value), anchor: "end"),
            ]
        }
        let columns = Ticks.seconds(upTo: span).flatMap { second in
            [
                Svg.line(
                    x(second),
                    height - Self.bottom,
                    x(second),
                    height - Self.bottom + 4,
                    Palette.axis
                ),
                Svg.text(x(second), height - 8, Ticks.clock(second), anchor: "middle"),
            ]
        }
        let base = Svg.line(
            Self.left,
            height - Self.bottom,
            Self.width - Self.right,
            height - Self.bottom,
            Palette.axis
        )
        return rows + columns + [base]
    }

    /// Shaded stretches of time behind the data.
    func shades(_ stretches: [Shade]) -> [Node] {
        stretches.map { shade in
            let start = x(shade.start)
            return element(
                "rect",
                [
                    ("x", Svg.number(start)), ("y", Svg.number(Self.top)),
                    ("width", Svg.number(max(2, x(shade.end) - start))),
                    ("height", Svg.number(plotHeight)), ("fill", shade.color),
                    ("fill-opacity", "0.35"),
                ],
                [element("title", text: shade.title)]
            )
        }
    }

    /// A line through points; a missing value breaks it.
    func line(_ points: [ChartPoint], color: String, width: Double = 1.6) -> [Node] {
        let known = points.split { $0.value == nil }
        return known.map { run in
            let coordinates = run.map { point in
                "\(Svg.number(x(point.second))),\(Svg.number(y(point.value ?? 0)))"
            }
            // A single point would be an invisible line.
            let path = run.count == 1 ? coordinates + coordinates : coordinates
            return element(
                "polyline",
                [
                    ("points", path.joined(separator: " ")), ("fill", "none"),
                    ("stroke", color), ("stroke-width", Svg.number(width)),
                    ("stroke-linejoin", "round"), ("stroke-linecap", "round"),
                ]
            )
        }
    }

    /// A dashed horizontal line with its name.
    func limit(_ value: Double, name: String) -> [Node] {
        guard value <= top else { return [] }
        return [
            element(
                "line",
                [
                    ("x1", Svg.number(Self.left)), ("y1", Svg.number(y(value))),
                    ("x2", Svg.number(Self.width - Self.right)), ("y2", Svg.number(y(value))),
                    ("stroke", Palette.limit), ("stroke-width", "1.5"),
                    ("stroke-dasharray", "6 4"),
                ]
            ),
            Svg.text(
                Self.width - Self.right - 4,
                y(value) - 5,
                name,
                anchor: "end",
                color: Palette.limit
            ),
        ]
    }
}

/// A stretch of time to be shaded, in seconds of the run.
struct Shade {
    var start: Double
    var end: Double
    var color: String
    var title: String
}

/// A value at a time; `nil` where nothing was measured.
struct ChartPoint: Sendable, Equatable {
    var second: Double
    var value: Double?
}
