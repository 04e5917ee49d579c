import Reporting

/// What the executor costs by itself.
enum ExecutorBench {
    static func section() -> Section? {
        let words = [
            ChildProcess.own, "executor", "--switches", "2000000", "--tasks", "100000",
        ]
        let output = ChildProcess.output(of: words, processors: "\(Machine.clientProcessor)")
        guard let line = output.flatMap(FigureLine.init) else { return nil }
        let table = TextTable(
            [.init("what"), .init("cost", right: true)],
            rows: [
                ["one task suspends and another resumes", figure(line["resume"]) + " µs"],
                ["a task is made and runs until it waits", figure(line["creation"]) + " µs"],
                [
                    "heap of a waiting task",
                    figure(line["heap"], decimals: 0) + " bytes",
                ],
            ]
        )
        return Section(title: "Executor", notes: [], table: table, raw: .string(line.text))
    }
}
