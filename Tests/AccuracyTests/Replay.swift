import Engine
import Foundation
import HTTPLanes
import Measuring
import ScenarioFiles
import Synchronization
import Timekeeping
import Workload

/// What came of playing a scenario on one lane, in texts that can be compared with another's.
///
/// Users play side by side, so nothing is compared across them: each has a sequence of its own.
struct Replay: Sendable {
    /// What each user saw, exchange by exchange.
    var seen: [String: [String]]
    /// What the server logged of each user, request by request.
    var logged: [String: [String]] = [:]
    /// The counts of each request of the scenario.
    let counts: [String]

    /// Plays a scenario file until every user has ended the iterations its rows of data allow.
    ///
    /// - Parameters:
    ///   - iterations: how many there are of all users together.
    ///   - last: the name of the operation that ends an iteration.
    init(
        _ scenario: Scenario,
        on lane: Lane,
        against url: String,
        iterations: Int,
        last: String
    ) async throws {
        let exchanges = Mutex<[(user: Int, line: String)]>([])
        let ended = Atomic<Int>(0)
        var scenario = scenario
        scenario.transport.lane = lane
        let names = scenario.operations.map(\.name)
        let played = Confiding(exchanges: exchanges, ended: ended)
        let run = try await InProcessRun(
            scenario,
            against: url,
            isEnough: { played.ended.load(ordering: .acquiring) >= iterations },
            observer: { report in
                let line = Self.line(report, operation: names[report.operation], base: url)
                played.exchanges.withLock { $0.append((report.user, line)) }
                if names[report.operation] == last {
                    played.ended.add(1, ordering: .releasing)
                }
            }
        )
        let lines = played.exchanges.withLock { $0 }
        let unordered = scenario.operations.filter(\.together).map { $0.name + " hop" }
        seen = Dictionary(grouping: lines) { "user \($0.user + 1)" }.mapValues { lines in
            Placeholders.replace(Self.ordered(lines.map(\.line), but: unordered))
        }
        let record = run.record
        counts = scenario.operations.indices.flatMap { index in
            scenario.operations[index].requests.map { _ in names[index] }
        }.enumerated().map { index, name in
            let totals = record.totals(request: index)
            let statuses = totals.statuses.sorted { $0.key < $1.key }
                .map { "\($0.key) × \($0.value)" }
            let outcomes = totals.byOutcome.filter { $0.value > 0 }
                .map { "\($0.key.name) × \($0.value)" }.sorted()
            return """
                \(name): \(totals.count) exchanges, \(statuses), \(outcomes), \(totals.hops) hops, \
                \(totals.connectionsOpened) connections, \(totals.reconnects) again, \
                \(totals.hiddenRetries) sent twice
                """
        }
    }

    /// Lines with those in alphabetical order whose exchanges were sent at one time.
    private static func ordered(_ lines: [String], but unordered: [String]) -> [String] {
        var ordered: [String] = []
        var begin = 0
        while begin < lines.count {
            let kind = unordered.first(where: lines[begin].hasPrefix)
            let end = lines[begin...].firstIndex { line in
                kind.map { !line.hasPrefix($0) } ?? unordered.contains(where: line.hasPrefix)
            }
            let part = lines[begin..<(end ?? lines.count)]
            ordered += kind == nil ? Array(part) : part.sorted()
            begin = end ?? lines.count
        }
        return ordered
    }

    private static func line(_ report: ExchangeReport, operation: String, base: String) -> String {
        let exchange = report.exchange
        let location = exchange.headers.first { $0.name.lowercased() == "location" }?.value
        let taken = report.taken.map { "\($0.name)=\($0.value ?? "nothing")" }
        let body = String(decoding: exchange.body, as: UTF8.self)
        return """
            \(operation) hop \(report.hop): \(report.sent.method) \
            \(report.sent.url.replacing(base, with: "")) → \(report.outcome.name) \
            \(exchange.status) HTTP/\(exchange.httpVersion) \(location ?? "") \(taken) \(body)
            """
    }

    /// Keeps what cannot be copied where closures reach it.
    private final class Confiding: Sendable {
        let exchanges: Mutex<[(user: Int, line: String)]>
        let ended: Atomic<Int>

        init(exchanges: consuming Mutex<[(user: Int, line: String)]>, ended: consuming Atomic<Int>)
        {
            self.exchanges = exchanges
            self.ended = ended
        }
    }
}

extension Replay {
    /// In what two replays differ, in words; nothing when they are alike.
    static func differences(_ first: Replay, _ second: Replay) -> [String] {
        differences("user", first.seen, second.seen)
            + differences("log", first.logged, second.logged)
            + differences("counts", ["": first.counts], ["": second.counts])
    }

    private static func differences(
        _ kind: String,
        _ first: [String: [String]],
        _ second: [String: [String]]
    ) -> [String] {
        Set(first.keys).union(second.keys).sorted().flatMap { key -> [String] in
            let (left, right) = (first[key] ?? [], second[key] ?? [])
            return (0..<max(left.count, right.count)).compactMap { index in
                let one = left.indices.contains(index) ? left[index] : "nothing"
                let other = right.indices.contains(index) ? right[index] : "nothing"
                guard one != other else { return nil }
                return "\(kind) \(key) line \(index + 1):\n\(one)\n\(other)"
            }
        }
    }
}

/// Replaces what a service draws at random, or numbers over all users, by its place in the order
/// of appearance.
enum Placeholders {
    static func replace(_ lines: [String]) -> [String] {
        var known: [String: String] = [:]
        func name(_ found: Substring, _ kind: String) -> String {
            let text = String(found)
            if let name = known[text] { return name }
            let name = "<\(kind) \(known.count + 1)>"
            known[text] = name
            return name
        }
        return lines.map { line in
            var line = line
            for boundary in line.matches(of: /boundary=([^;"\\ ]+)/).map(\.1) {
                line = line.replacing(boundary, with: "<boundary>")
            }
            line = line.replacing(/[0-9a-f]{32}/) { name($0.output, "token") }
            line = line.replacing(/20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+/) { _ in "<time>" }
            return line.replacing(/(?<before>\/records\/|記録 |<td>)(?<number>[0-9]+)/) {
                "\($0.before)\(name($0.number, "number"))"
            }
        }
    }
}
