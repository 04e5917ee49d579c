import Measuring

/// The requests of `summary.json`: what went over the wire, to compare with a service's own log.
enum RequestsJson {
    /// Redirect hops are exchanges too; what the lane sent again on its own comes on top of them.
    static func request(_ row: RequestRow) -> Json {
        let totals = row.totals
        return [
            "name": .string(row.name),
            "operation": .string(row.operation),
            "exchanges": .int(totals.count),
            "redirectsFollowed": .int(totals.hops),
            "sentAgain": .int(totals.hiddenRetries),
            "statuses": .object(
                row.statuses.map { Json.Member(key: "\($0.status)", value: .int($0.count)) }
            ),
            "failures": .object(
                totals.byOutcome.filter { $0.key != .succeeded && $0.value > 0 }
                    .sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { Json.Member(key: $0.key.name, value: .int($0.value)) }
            ),
            "connectionsOpened": .int(totals.connectionsOpened),
            "reconnects": .int(totals.reconnects),
            "bytesSent": .int(totals.bytesSent),
            "bytesReceived": .int(totals.bytesReceived),
            "responseMs": SummaryJson.times(row.response),
            "serviceMs": SummaryJson.times(row.service),
            "firstByteMs": times(totals.firstByte),
            "nameLookupMs": times(totals.nameLookup),
            "connectMs": times(totals.connect),
            "tlsMs": times(totals.tls),
        ]
    }

    private static func times(_ histogram: LatencyHistogram) -> Json {
        SummaryJson.times(OperationRow.Times(histogram))
    }
}
