import Timekeeping

// A delta as bytes, for the journal of a run: written and read back without any loss.
extension RecorderDelta {
    /// The delta as bytes; the same for equal deltas.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.append(at.nanoseconds)
        writer.append(users)
        loop.write(to: &writer)
        writer.append(list: inFlight) { writer, waiting in
            writer.append(waiting.operation)
            writer.append(waiting.user)
            writer.append((at - waiting.planned).count)
        }
        tally.write(to: &writer)
        // Only where there is any, so that other deltas stay as they were.
        tally.isolation?.write(to: &writer)
        return writer.bytes
    }

    /// Reads what ``bytes`` wrote.
    ///
    /// - Returns: `nil` when the bytes are damaged or speak of operations or requests that the
    ///   plan does not have.
    package init?(bytes: ArraySlice<UInt8>, plan: MeasuringPlan) {
        do throws(ByteReader.Damage) {
            var reader = ByteReader(bytes)
            try self.init(from: &reader, plan: plan)
            guard reader.isAtEnd else { return nil }
        } catch {
            return nil
        }
    }

    private init(from reader: inout ByteReader, plan: MeasuringPlan) throws(ByteReader.Damage) {
        let at = MonotonicInstant(nanoseconds: try reader.int64())
        self.at = at
        users = try reader.count()
        loop = try LoopHealth(from: &reader)
        let operations = 0..<plan.operations.count
        inFlight = try reader.list { reader throws(ByteReader.Damage) in
            let operation = try reader.int()
            guard operations.contains(operation) else { throw ByteReader.Damage() }
            return InFlight(
                operation: operation,
                user: try reader.number(in: -1...(1 << 31)),
                planned: at - Nanoseconds(try reader.number(in: 0...RunRecord.longest.count))
            )
        }
        tally = try ShardTally(from: &reader, plan: plan)
        if plan.tenants != nil { tally.isolation = try IsolationTally(from: &reader, plan: plan) }
    }
}

extension ShardTally {
    fileprivate func write(to writer: inout ByteWriter) {
        let keys = cells.keys.sorted {
            ($0.second, $0.operation, $0.isJudged ? 1 : 0)
                < ($1.second, $1.operation, $1.isJudged ? 1 : 0)
        }
        writer.append(list: keys) { writer, key in
            writer.append(key.operation)
            writer.append(key.second)
            writer.append(key.isJudged ? 1 : 0)
            cells[key]?.write(to: &writer)
        }
        writer.append(list: requests.sorted { $0.key < $1.key }) { writer, entry in
            writer.append(entry.key)
            entry.value.write(to: &writer)
        }
        writer.append(list: seconds.sorted { $0.key < $1.key }) { writer, entry in
            writer.append(entry.key)
            entry.value.write(to: &writer)
        }
    }

    fileprivate init(from reader: inout ByteReader, plan: MeasuringPlan) throws(ByteReader.Damage) {
        let cells = try reader.list { reader throws(ByteReader.Damage) in
            let operation = try reader.int()
            guard plan.operations.indices.contains(operation) else { throw ByteReader.Damage() }
            let key = CellKey(
                operation: operation,
                second: try reader.second(),
                isJudged: try reader.int() == 1
            )
            let limits = plan.operations[operation].limits.count
            return (key, try Cell(from: &reader, limits: limits))
        }
        let requests = try reader.list { reader throws(ByteReader.Damage) in
            let index = try reader.int()
            guard plan.requests.indices.contains(index) else { throw ByteReader.Damage() }
            return (index, try RequestTally(from: &reader))
        }
        let seconds = try reader.list { reader throws(ByteReader.Damage) in
            (try reader.second(), try SecondTally(from: &reader))
        }
        self.cells = Dictionary(cells) { first, _ in first }
        self.requests = Dictionary(requests) { first, _ in first }
        self.seconds = Dictionary(seconds) { first, _ in first }
    }
}

extension ByteReader {
    /// A second that a run can have.
    mutating func second() throws(Damage) -> Int {
        try number(in: RunRecord.possibleSeconds)
    }

    /// A length of time that lies within a run.
    fileprivate mutating func nanoseconds() throws(Damage) -> Nanoseconds {
        Nanoseconds(try number(in: 0...RunRecord.longest.count))
    }
}

extension LoopHealth {
    private static var times: [WritableKeyPath<LoopHealth, Nanoseconds>] {
        [
            \.longestTurn, \.latestTimer, \.oldestEvent, \.cpu, \.runDelay, \.span,
        ]
    }
    private static var counts: [WritableKeyPath<LoopHealth, Int>] {
        [
            \.turns, \.timersFired, \.openSockets, \.socketsOpened,
        ]
    }

    fileprivate func write(to writer: inout ByteWriter) {
        for path in Self.times { writer.append(self[keyPath: path].count) }
        for path in Self.counts { writer.append(self[keyPath: path]) }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        for path in Self.times { self[keyPath: path] = try reader.nanoseconds() }
        for path in Self.counts { self[keyPath: path] = try reader.count() }
    }
}

extension SecondTally {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.append(started)
        writer.append(finished)
        writer.append(violations)
        lag.write(to: &writer)
        blocked.write(to: &writer)
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        started = try reader.count()
        finished = try reader.count()
        violations = try reader.count()
        lag = try SparseHistogram(from: &reader)
        blocked = try SparseHistogram(from: &reader)
    }
}
