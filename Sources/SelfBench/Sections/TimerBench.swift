import Reporting

/// How late timers fire at several loads of their loop.
enum TimerBench {
    static let sleepers = 10_000

    static func run(seconds: Int) -> [(load: Int, figures: FigureLine)] {
        [0, 50, 80].compactMap { load in
            let words = [
                ChildProcess.own, "timers", "--sleepers", "\(sleepers)", "--load", "\(load)",
                "--seconds", "\(seconds)",
            ]
            let output = ChildProcess.output(of: words, processors: "\(Machine.clientProcessor)")
            return output.flatMap(FigureLine.init).map { (load, $0) }
        }
    }

    static func section(_ results: [(load: Int, figures: FigureLine)]) -> Section {
        var table = TextTable([
            .init("load", right: true), .init("loop busy", right: true),
            .init("wakes", right: true), .init("late by µs: p50", right: true),
            .init("p99", right: true), .init("p99.9", right: true), .init("most", right: true),
        ])
        for (load, line) in results {
            table.rows.append([
                "\(load) %", figure(line["busy"].map { $0 * 100 }, decimals: 0) + " %",
                figure(line["wakes"], decimals: 0), figure(line["p50"], decimals: 1),
                figure(line["p99"], decimals: 1), figure(line["p99.9"], decimals: 1),
                figure(line["max"], decimals: 1),
            ])
        }
        return Section(
            title: "Lateness of timers: \(sleepers) sleepers beside a busy user on one loop",
            notes: [
                "The busy user works in slices of 50 µs; \"loop busy\" is what the loop's thread "
                    + "used, sleepers included."
            ],
            table: table,
            raw: .array(
                results.map { ["load": .int($0.load), "figures": .string($0.figures.text)] }
            )
        )
    }
}
