/// The service's own count of what it received and what became of it, by route.
struct Ledger: Sendable {
    /// How a request ended.
    enum Ending: Hashable, Sendable {
        /// The answer was handed to the kernel.
        case answered(status: Int)
        /// The connection was reset by a fault.
        case reset
        /// The client was gone before the answer.
        case abandoned
    }

    private struct Line {
        var received = 0
        var endings: [Ending: Int] = [:]

        func count(_ wanted: (Ending) -> Bool) -> Int {
            endings.reduce(0) { $0 + (wanted($1.key) ? $1.value : 0) }
        }
    }

    /// One line per route of the table and a last one for what fits no route.
    private var lines = Router.table.map { _ in Line() } + [Line()]
    private var malformed = 0

    mutating func countReceived(route: Int?) {
        lines[route ?? lines.count - 1].received += 1
    }

    mutating func count(_ ending: Ending, route: Int?) {
        lines[route ?? lines.count - 1].endings[ending, default: 0] += 1
    }

    /// Counts bytes that were no request.
    mutating func countMalformed() {
        malformed += 1
    }

    /// The counts of every route asked for, and their totals without the control routes.
    var json: JSONText {
        let names = Router.table.map { ($0.name, $0.kind) } + [("other", .page)]
        let named = zip(names, lines).filter { $0.1.received > 0 }
        let judged = named.filter { $0.0.1 != .control }.map(\.1)
        func total(_ wanted: (Ending) -> Bool) -> JSONText {
            .count(judged.reduce(0) { $0 + $1.count(wanted) })
        }
        return .object([
            "received": .count(judged.reduce(0) { $0 + $1.received }),
            "answered": total { if case .answered = $0 { true } else { false } },
            "reset": total { $0 == .reset },
            "abandoned": total { $0 == .abandoned },
            "malformed": .count(malformed),
            "routes": .list(named.map { Self.json($0.0.0, $0.1) }),
        ])
    }

    private static func json(_ name: String, _ line: Line) -> JSONText {
        let statuses = line.endings.compactMap { ending, count -> (Int, Int)? in
            if case .answered(let status) = ending { (status, count) } else { nil }
        }.sorted { $0.0 < $1.0 }
        return .object([
            "route": .text(name), "received": .count(line.received),
            "answered": .count(statuses.reduce(0) { $0 + $1.1 }),
            "reset": .count(line.count { $0 == .reset }),
            "abandoned": .count(line.count { $0 == .abandoned }),
            "statuses": .object(
                statuses.map { JSONText.Member(key: String($0.0), value: .count($0.1)) }
            ),
        ])
    }
}
