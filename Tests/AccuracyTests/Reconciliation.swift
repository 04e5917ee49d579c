import Testing

/// Compares what a run counted with what the service logged.
enum Reconciliation {
    /// By operation and by status: nothing lost, nothing twice.
    static func check(_ summary: RunSummary, against requests: [Rehearsal.Access]) {
        for operation in summary.operations {
            let logged = requests.filter { $0.operation == operation.name }
            guard let sent = summary[request: operation.name] else {
                Issue.record("no request of \(operation.name) in the summary")
                continue
            }
            #expect(sent.exchanges == logged.count && sent.sentAgain == 0, "\(operation.name)")
            #expect(sent.exchanges == operation.planned, "\(operation.name)")
            var statuses: [String: Int] = [:]
            for status in logged.compactMap(\.status) { statuses["\(status)", default: 0] += 1 }
            #expect(sent.statuses == statuses, "\(operation.name)")
            #expect(operation.succeeded == logged.filter(\.isSuccess).count, "\(operation.name)")
        }
        let known = Set(summary.operations.map(\.name))
        let strangers = requests.filter { !known.contains($0.operation) }
        #expect(strangers.isEmpty, "\(strangers)")
    }
}
