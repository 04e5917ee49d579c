import Timekeeping

// The parts of a delta as bytes; see ``RecorderDelta/bytes``.
extension Cell {
    func write(to writer: inout ByteWriter) {
        writer.append(planned)
        writer.append(succeeded)
        writer.append(late)
        writer.append(violations)
        writer.append(list: over) { $0.append($1) }
        outcomes.write(to: &writer)
        gap.write(to: &writer)
        response.write(to: &writer)
        service.write(to: &writer)
        writer.append(list: slices) { $1.write(to: &$0) }
    }

    /// - Parameter limits: how many limits the cell's operation is counted against.
    init(from reader: inout ByteReader, limits: Int) throws(ByteReader.Damage) {
        planned = try reader.count()
        succeeded = try reader.number(in: 0...planned)
        late = try reader.number(in: 0...planned)
        violations = try reader.number(in: 0...planned)
        let planned = planned
        over = try reader.list { reader throws(ByteReader.Damage) in
            try reader.number(in: 0...planned)
        }
        // Only a cell without operations of its own need not tell who was over a limit.
        guard over.count == limits || planned == 0 && over.isEmpty else {
            throw ByteReader.Damage()
        }
        outcomes = try OutcomeCounts(from: &reader)
        gap = try StartGap(from: &reader)
        response = try SparseHistogram(from: &reader)
        service = try SparseHistogram(from: &reader)
        slices = try reader.list { reader throws(ByteReader.Damage) in
            try CellSlice(from: &reader)
        }
    }
}

extension OutcomeCounts {
    func write(to writer: inout ByteWriter) {
        writer.append(list: byOutcome.sorted { $0.key.rawValue < $1.key.rawValue }) {
            $0.append(Int($1.key.rawValue))
            $0.append($1.value)
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        let counts = try reader.list { reader throws(ByteReader.Damage) in
            guard let outcome = Outcome(rawValue: try reader.number()) else {
                throw ByteReader.Damage()
            }
            return (outcome, try reader.count())
        }
        for (outcome, count) in counts { add(outcome, count) }
    }
}

extension StartGap {
    private static var times: [WritableKeyPath<StartGap, Nanoseconds>] {
        [
            \.busyUser, \.lag, \.waiting, \.nameLookup, \.connect, \.tls,
        ]
    }

    func write(to writer: inout ByteWriter) {
        writer.append(delayed)
        for path in Self.times { writer.append(self[keyPath: path].count) }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        delayed = try reader.count()
        for path in Self.times { self[keyPath: path] = Nanoseconds(try reader.int64()) }
    }
}

extension SparseHistogram {
    func write(to writer: inout ByteWriter) {
        extent.write(to: &writer)
        var next = 0
        writer.append(list: entries) { writer, entry in
            writer.append(Int(entry.index) - next)
            writer.append(Int(entry.count))
            next = Int(entry.index) + 1
        }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        let extent = try LatencyExtent(from: &reader)
        var next = 0
        let entries = try reader.list { reader throws(ByteReader.Damage) in
            let index = next + (try reader.number(in: 0...LatencyBuckets.count))
            guard index < LatencyBuckets.count else { throw ByteReader.Damage() }
            next = index + 1
            return Entry(index: UInt16(index), count: try reader.number(in: 1...UInt32.max))
        }
        self.init(entries: entries, extent: extent)
    }
}

extension RequestTally {
    private static var histograms: [WritableKeyPath<RequestTally, SparseHistogram>] {
        [
            \.response, \.service, \.firstByte, \.nameLookup, \.connect, \.tls,
        ]
    }
    private static var counts: [WritableKeyPath<RequestTally, Int>] {
        [
            \.count, \.bytesSent, \.bytesReceived, \.hops, \.hiddenRetries, \.connectionsOpened,
            \.reconnects,
        ]
    }

    func write(to writer: inout ByteWriter) {
        for path in Self.counts { writer.append(self[keyPath: path]) }
        outcomes.write(to: &writer)
        writer.append(list: statuses.sorted { $0.key < $1.key }) {
            $0.append($1.key)
            $0.append($1.value)
        }
        for path in Self.histograms { self[keyPath: path].write(to: &writer) }
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        for path in Self.counts { self[keyPath: path] = try reader.count() }
        outcomes = try OutcomeCounts(from: &reader)
        let statuses = try reader.list { reader throws(ByteReader.Damage) in
            (try reader.int(), try reader.count())
        }
        self.statuses = Dictionary(statuses) { first, _ in first }
        for path in Self.histograms {
            self[keyPath: path] = try SparseHistogram(from: &reader)
        }
    }
}
