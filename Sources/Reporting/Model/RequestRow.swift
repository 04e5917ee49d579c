import Measuring
import Timekeeping

/// The figures of one request of an operation, as the reports show them.
struct RequestRow {
    let name: String
    let operation: String
    let totals: RequestTotals
    let response: OperationRow.Times
    let service: OperationRow.Times
    /// The answers by status, lowest first; 0 stands for no answer.
    let statuses: [(status: Int, count: Int)]

    init(_ index: Int, in record: RunRecord, _ cells: CellsByOperation) {
        let request = record.plan.requests[index]
        name = request.name
        operation = record.plan.operations[request.operation].name
        totals = record.totals(request: index)
        (response, service) = cells.times(
            of: request.operation,
            response: totals.response,
            service: totals.service
        )
        statuses = totals.statuses.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// "200 × 310, none × 2".
    var statusText: String {
        statuses.map { "\($0.status == 0 ? "none" : "\($0.status)") × \($0.count)" }
            .joined(separator: ", ")
    }

    /// What became of the user's connections: opened, lost and opened again, sent once more.
    var connectionText: String {
        var parts = ["\(totals.connectionsOpened) opened"]
        if totals.reconnects > 0 { parts.append("\(totals.reconnects) of them again") }
        if totals.hiddenRetries > 0 { parts.append("\(totals.hiddenRetries) requests sent twice") }
        return totals.connectionsOpened + totals.hiddenRetries > 0
            ? parts.joined(separator: ", ") : "–"
    }
}
