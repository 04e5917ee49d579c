import Measuring
import Timekeeping
import Wording

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
    var statusText: Bilingual {
        statuses.map { status, count in
            let name =
                status == 0 ? Bilingual(ja: "応答なし", en: "none") : Bilingual("\(status)")
            return name + Bilingual(" × \(count)")
        }.listed
    }

    /// What became of the user's connections: opened, lost and opened again, sent once more.
    var connectionText: Bilingual {
        let (opened, again, twice) = (
            totals.connectionsOpened, totals.reconnects, totals.hiddenRetries
        )
        guard opened + twice > 0 else { return Bilingual("–") }
        var parts = [Bilingual(ja: "新規\(opened)", en: "\(opened) opened")]
        if again > 0 {
            parts.append(Bilingual(ja: "うち再接続\(again)", en: "\(again) of them again"))
        }
        if twice > 0 {
            parts.append(Bilingual(ja: "再送した要求\(twice)", en: "\(twice) requests sent twice"))
        }
        return parts.listed
    }
}
