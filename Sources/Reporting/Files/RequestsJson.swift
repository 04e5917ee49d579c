import Measuring
import Verdicts

/// The requests of `summary.json`: what went over the wire, to compare with a service's own log.
enum RequestsJson {
    static func list(_ facts: RunFacts) -> Json {
        let record = facts.record
        return .array(
            record.plan.requests.indices.map { index in
                let named = record.plan.requests[index]
                return request(
                    named.name,
                    of: record.plan.operations[named.operation].name,
                    record.totals(request: index)
                )
            }
        )
    }

    /// Redirect hops are exchanges too; what the lane sent again on its own comes on top of them.
    private static func request(_ name: String, of operation: String, _ totals: RequestTotals)
        -> Json
    {
        [
            "name": .string(name),
            "operation": .string(operation),
            "exchanges": .int(totals.count),
            "sentAgain": .int(totals.hiddenRetries),
            "statuses": .object(
                totals.statuses.sorted { $0.key < $1.key }.map {
                    Json.Member(key: "\($0.key)", value: .int($0.value))
                }
            ),
            "failures": .object(
                totals.byOutcome.filter { $0.key != .succeeded && $0.value > 0 }
                    .sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { Json.Member(key: $0.key.name, value: .int($0.value)) }
            ),
            "connectionsOpened": .int(totals.connectionsOpened),
            "reconnects": .int(totals.reconnects),
        ]
    }
}
