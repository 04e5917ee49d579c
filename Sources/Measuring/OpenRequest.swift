import Timekeeping

/// A ``RequestTally`` while exchanges are counted in it.
struct OpenRequest: OpenEntry {
    /// The plain counters; what the other properties count is empty in it.
    private var tally = RequestTally()
    private var outcomes = OpenOutcomes()
    /// Few statuses occur, so a list is searched from its beginning.
    private var statuses: [(status: Int, count: Int)] = []
    private var response = OpenHistogram()
    private var service = OpenHistogram()
    private var firstByte = OpenHistogram()
    private var nameLookup = OpenHistogram()
    private var connect = OpenHistogram()
    private var tls = OpenHistogram()

    init() {}

    static func spread(of request: Int) -> Int { request }

    /// Takes in one HTTP exchange.
    mutating func record(_ sample: RequestSample) {
        tally.count += 1
        outcomes.add(sample.outcome)
        if sample.status > 0 { count(status: sample.status) }
        if sample.outcome.wasDispatched {
            response.record(sample.stamps.responseTime)
            service.record(sample.stamps.serviceTime)
        }
        if sample.outcome.wasAnswered {
            firstByte.record(sample.stamps.firstByte - sample.stamps.written)
        }
        tally.bytesSent += sample.bytesSent
        tally.bytesReceived += sample.bytesReceived
        if sample.hop > 0 { tally.hops += 1 }
        tally.hiddenRetries += sample.hiddenRetries
        guard let phases = sample.connection else { return }
        tally.connectionsOpened += 1
        if phases.isReconnect { tally.reconnects += 1 }
        nameLookup.record(phases.nameLookup)
        connect.record(phases.connect)
        if phases.tls > .zero { tls.record(phases.tls) }
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> RequestTally {
        var drained = tally
        drained.outcomes = outcomes.drain()
        for (status, count) in statuses { drained.statuses[status] = count }
        drained.response = response.drain()
        drained.service = service.drain()
        drained.firstByte = firstByte.drain()
        drained.nameLookup = nameLookup.drain()
        drained.connect = connect.drain()
        drained.tls = tls.drain()
        tally = RequestTally()
        statuses.removeAll(keepingCapacity: true)
        return drained
    }

    private mutating func count(status: Int) {
        for place in statuses.indices where statuses[place].status == status {
            statuses[place].count += 1
            return
        }
        statuses.append((status, 1))
    }
}
