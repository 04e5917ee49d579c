import Timekeeping

/// The figures of one request of the scenario over the whole run.
package struct RequestTotals: Sendable, Equatable {
    /// Exchanges, redirect hops included.
    package var count: Int
    package var byOutcome: [Outcome: Int]
    /// Answers by status; exchanges without an answer are not among them.
    package var statuses: [Int: Int]
    /// Done − planned of the dispatched exchanges.
    package var response: LatencyHistogram
    /// Done − written of the dispatched exchanges.
    package var service: LatencyHistogram
    /// First byte − written of the answered exchanges.
    package var firstByte: LatencyHistogram
    package var bytesSent: Int
    package var bytesReceived: Int
    /// Exchanges that were redirect hops.
    package var hops: Int
    package var hiddenRetries: Int
    package var connectionsOpened: Int
    /// Of ``connectionsOpened``, those that replaced a usable connection.
    package var reconnects: Int
    /// How long the parts of opening took; `tls` only for encrypted connections.
    package var nameLookup: LatencyHistogram
    package var connect: LatencyHistogram
    package var tls: LatencyHistogram
}

/// ``RequestTotals`` while they grow, with sparse histograms.
struct RequestTally: Sendable, Equatable {
    var count = 0
    var outcomes = OutcomeCounts()
    var statuses: [Int: Int] = [:]
    var response = SparseHistogram()
    var service = SparseHistogram()
    var firstByte = SparseHistogram()
    var bytesSent = 0
    var bytesReceived = 0
    var hops = 0
    var hiddenRetries = 0
    var connectionsOpened = 0
    var reconnects = 0
    var nameLookup = SparseHistogram()
    var connect = SparseHistogram()
    var tls = SparseHistogram()

    mutating func merge(_ other: RequestTally) {
        count += other.count
        outcomes.merge(other.outcomes)
        statuses.merge(other.statuses, uniquingKeysWith: +)
        response.merge(other.response)
        service.merge(other.service)
        firstByte.merge(other.firstByte)
        bytesSent += other.bytesSent
        bytesReceived += other.bytesReceived
        hops += other.hops
        hiddenRetries += other.hiddenRetries
        connectionsOpened += other.connectionsOpened
        reconnects += other.reconnects
        nameLookup.merge(other.nameLookup)
        connect.merge(other.connect)
        tls.merge(other.tls)
    }

    var totals: RequestTotals {
        RequestTotals(
            count: count,
            byOutcome: outcomes.byOutcome,
            statuses: statuses,
            response: LatencyHistogram(response),
            service: LatencyHistogram(service),
            firstByte: LatencyHistogram(firstByte),
            bytesSent: bytesSent,
            bytesReceived: bytesReceived,
            hops: hops,
            hiddenRetries: hiddenRetries,
            connectionsOpened: connectionsOpened,
            reconnects: reconnects,
            nameLookup: LatencyHistogram(nameLookup),
            connect: LatencyHistogram(connect),
            tls: LatencyHistogram(tls)
        )
    }
}
