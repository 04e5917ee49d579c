import Timekeeping

/// Named figures on one line of text: how a measured process tells its own.
struct FigureLine {
    private let figures: [(name: String, value: Double)]

    init(_ figures: [(name: String, value: Double)]) {
        self.figures = figures
    }

    /// Reads the last line of a program's output; `nil` when there is none.
    init?(_ output: String) {
        guard let line = output.split(separator: "\n").last else { return nil }
        figures = line.split(separator: " ").compactMap { word in
            let sides = word.split(separator: "=")
            guard sides.count == 2, let value = Double(sides[1]) else { return nil }
            return (String(sides[0]), value)
        }
    }

    subscript(name: String) -> Double? {
        figures.first { $0.name == name }?.value
    }

    var text: String {
        figures.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
}
