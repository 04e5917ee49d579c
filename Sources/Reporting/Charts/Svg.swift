import Timekeeping

/// The colours of the report: readable on white, and told apart without red and green.
enum Palette {
    static let ink = "#1d2733"
    static let muted = "#5b6775"
    static let grid = "#e4e8ed"
    static let axis = "#9aa5b1"
    static let limit = "#b3261e"
    static let median = "#2a6f97"
    static let p95 = "#e08e0b"
    static let maximum = "#8a93a0"
    static let episode = "#f2b8a0"
    static let suspect = "#c9b8e8"
    static let bar = "#6fa3c0"
    static let lateBar = "#d9705a"
    static let pass = "#1b7f4b"
    static let fail = "#b3261e"
    static let inconclusive = "#9a6700"
    static let invalid = "#6b3fa0"
}

/// The few SVG elements the charts need.
enum Svg {
    static func number(_ value: Double) -> String { DecimalText.fixed(value, decimals: 1) }

    static func picture(height: Double, label: String, _ content: [Node]) -> Node {
        element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", "0 0 \(number(ChartFrame.width)) \(number(height))"),
                ("width", "100%"), ("role", "img"), ("aria-label", label),
                ("font-family", "system-ui, sans-serif"), ("font-size", "12"),
            ],
            content
        )
    }

    static func line(
        _ x1: Double,
        _ y1: Double,
        _ x2: Double,
        _ y2: Double,
        _ color: String
    ) -> Node {
        element(
            "line",
            [
                ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2)),
                ("stroke", color), ("stroke-width", "1"),
            ]
        )
    }

    static func text(
        _ x: Double,
        _ y: Double,
        _ text: String,
        anchor: String = "start",
        color: String = Palette.muted
    ) -> Node {
        element(
            "text",
            [
                ("x", number(x)), ("y", number(y)), ("text-anchor", anchor), ("fill", color),
            ],
            [.text(text)]
        )
    }

    static func rectangle(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ color: String,
        title: String
    ) -> Node {
        element(
            "rect",
            [
                ("x", number(x)), ("y", number(y)), ("width", number(width)),
                ("height", number(height)), ("fill", color),
            ],
            [element("title", text: title)]
        )
    }

    /// A row of coloured dots with names, above a chart.
    static func legend(_ entries: [(name: String, color: String)]) -> Node {
        element(
            "p",
            [],
            entries.flatMap { entry -> [Node] in
                [
                    element(
                        "svg",
                        [("width", "14"), ("height", "10"), ("viewBox", "0 0 14 10")],
                        [rectangle(0, 3, 12, 4, entry.color, title: entry.name)]
                    ),
                    .text(" \(entry.name)   "),
                ]
            }
        )
    }
}
