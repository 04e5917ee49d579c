import ArgumentParser
import Reporting
import Timekeeping

/// Measures everything and prints the table.
struct TableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Measures everything and prints the table (the default)."
    )

    @Flag(help: "Fewer users and parts, two short rounds: a look in two or three minutes.")
    var quick = false

    @Option(help: "Rounds of every row (3; 2 with --quick).")
    var rounds: Int?

    @Option(help: "Seconds of steady load that are measured each time (1.5; 1 with --quick).")
    var seconds: Double?

    @Option(help: "Rows: numbers of users, with \"t\" for TLS, such as 100,100t,10000.")
    var rows: BenchRows?

    @Option(help: "Parts to measure: \(BenchPart.names) (all; some with --quick).")
    var parts: BenchParts?

    @Option(help: "A file for the figures of every round, as JSON.")
    var json: String?

    @Option(help: "A file for the tables as Markdown.")
    var markdown: String?

    func validate() throws {
        guard rounds ?? 1 > 0, seconds ?? 1 >= 0.2, seconds ?? 1 <= 60 else {
            throw ValidationError("at least one round of 0.2 to 60 seconds")
        }
    }

    func run() throws {
        let descriptors = Machine.raiseDescriptorLimit()
        for program in [Program.nginx, .openssl] where !Machine.has(program.rawValue) {
            throw BenchFailure("\(program.rawValue) is missing: apt-get install \(program.package)")
        }
        let plan = BenchPlan(
            rows: (rows ?? (quick ? .few : .all)).rows,
            rounds: rounds ?? (quick ? 2 : 3),
            span: .seconds(seconds ?? (quick ? 1 : 1.5)),
            parts: parts ?? (quick ? .few : .all),
            descriptors: descriptors
        )
        let sections = try plan.run()
        let description = Machine.description(of: [.nginx, .wrk, .h2load, .openssl])
        if let markdown {
            let text = sections.map(\.markdown).joined(separator: "\n")
            let machine = description.map { "- \($0)" }.joined(separator: "\n")
            try SystemText.write(machine + "\n\n" + text, to: markdown)
        }
        if let json {
            let raw = sections.map { ["title": .string($0.title), "raw": $0.raw] as Json }
            let all: Json = [
                "machine": .array(description.map(Json.string)), "sections": .array(raw),
            ]
            try SystemText.write(all.text, to: json)
        }
        for line in description { print(line) }
        for section in sections { print("\n" + section.text, terminator: "") }
    }
}

/// Numbers of users, plain or encrypted, as given on the command line.
struct BenchRows: ExpressibleByArgument {
    let rows: [RequestBench.Row]

    init(_ rows: [RequestBench.Row]) {
        self.rows = rows
    }

    init?(argument: String) {
        var rows: [RequestBench.Row] = []
        for word in argument.split(separator: ",") {
            let isEncrypted = word.hasSuffix("t")
            guard let users = Int(isEncrypted ? word.dropLast() : word), (1...100_000) ~= users
            else { return nil }
            rows.append(.init(users: users, isEncrypted: isEncrypted))
        }
        self.rows = rows
    }

    static let few = Self(rows(of: [100, 1_000]))
    static let all = Self(rows(of: [50, 100, 1_000, 5_000, 10_000]))

    private static func rows(of numbers: [Int]) -> [RequestBench.Row] {
        [false, true].flatMap { isEncrypted in
            numbers.map { .init(users: $0, isEncrypted: isEncrypted) }
        }
    }
}

/// A part of the benchmark that can be measured alone.
enum BenchPart: String, CaseIterable {
    case requests, steps, thinking, timers, executor, allocations, calls, instructions

    static var names: String { allCases.map(\.rawValue).joined(separator: ",") }
}

struct BenchParts: ExpressibleByArgument {
    let parts: Set<BenchPart>

    static let all = Self(parts: Set(BenchPart.allCases))
    static let few = Self(parts: [.requests, .steps, .executor, .calls])

    init(parts: Set<BenchPart>) {
        self.parts = parts
    }

    init?(argument: String) {
        var parts: Set<BenchPart> = []
        for word in argument.split(separator: ",") {
            guard let part = BenchPart(rawValue: String(word)) else { return nil }
            parts.insert(part)
        }
        self.parts = parts
    }
}
