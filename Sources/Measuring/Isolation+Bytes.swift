import Timekeeping

// An isolation tally as bytes, for the journal of a run.
extension IsolationTally {
    func write(to writer: inout ByteWriter) {
        for counts in [seconds, requests] {
            writer.append(list: counts.sorted { $0.key < $1.key }) { writer, entry in
                writer.append(entry.key)
                writer.append(entry.value.searched)
                writer.append(entry.value.leaked)
                writer.append(entry.value.incomplete)
            }
        }
        let keys = tenants.keys.sorted { ($0.group, $0.className) < ($1.group, $1.className) }
        writer.append(list: keys) { writer, key in
            writer.append(key.group)
            writer.append(key.className)
            let totals = tenants[key] ?? TenantTotals()
            writer.append(totals.planned)
            writer.append(totals.late)
            writer.append(totals.failed)
            totals.response.write(to: &writer)
        }
        let told = delays.flatMap { tenant, seconds in
            seconds.map { (tenant: tenant, second: $0.key, slices: $0.value) }
        }.sorted {
            ($0.second, $0.tenant.group, $0.tenant.className)
                < ($1.second, $1.tenant.group, $1.tenant.className)
        }
        writer.append(list: told) { writer, entry in
            writer.append(entry.tenant.group)
            writer.append(entry.tenant.className)
            writer.append(entry.second)
            writer.append(list: entry.slices) { writer, slice in slice.write(to: &writer) }
        }
        writeKinds(to: &writer)
    }

    /// The answers that could not be searched; few seconds have any.
    private func writeKinds(to writer: inout ByteWriter) {
        for counts in [seconds, requests] {
            let told = counts.filter { $0.value.hasKinds }.sorted { $0.key < $1.key }
            writer.append(list: told) { writer, entry in
                writer.append(entry.key)
                writer.append(entry.value.alike)
                writer.append(entry.value.packed)
                writer.append(entry.value.media)
            }
        }
    }

    private static func readKinds(
        _ counts: inout [Int: SearchCounts],
        from reader: inout ByteReader
    ) throws(ByteReader.Damage) {
        let told = try reader.list { reader throws(ByteReader.Damage) in
            (
                try reader.int(), try reader.count(), try reader.count(), try reader.count()
            )
        }
        for (key, alike, packed, media) in told {
            guard var entry = counts[key] else { throw ByteReader.Damage() }
            (entry.alike, entry.packed, entry.media) = (alike, packed, media)
            counts[key] = entry
        }
    }

    init(from reader: inout ByteReader, plan: MeasuringPlan) throws(ByteReader.Damage) {
        self.init()
        let seconds = try reader.list { reader throws(ByteReader.Damage) in
            (try reader.second(), try SearchCounts(from: &reader))
        }
        let requests = try reader.list { reader throws(ByteReader.Damage) in
            let index = try reader.int()
            guard plan.requests.indices.contains(index) else { throw ByteReader.Damage() }
            return (index, try SearchCounts(from: &reader))
        }
        let groups = plan.tenants?.names.count ?? 0
        let classes = plan.classNames.count
        func tenant(_ reader: inout ByteReader) throws(ByteReader.Damage) -> TenantKey {
            let key = TenantKey(group: try reader.int(), className: try reader.int())
            guard (0..<groups).contains(key.group), (0..<classes).contains(key.className) else {
                throw ByteReader.Damage()
            }
            return key
        }
        let tenants = try reader.list { reader throws(ByteReader.Damage) in
            (try tenant(&reader), try TenantTotals(from: &reader))
        }
        let delays = try reader.list { reader throws(ByteReader.Damage) in
            let (tenant, second) = (try tenant(&reader), try reader.second())
            let slices = try reader.list { reader throws(ByteReader.Damage) in
                try CellSlice(from: &reader)
            }
            return (tenant: tenant, second: second, slices: slices)
        }
        self.seconds = Dictionary(seconds) { first, _ in first }
        self.requests = Dictionary(requests) { first, _ in first }
        self.tenants = Dictionary(tenants) { first, _ in first }
        for entry in delays where self.delays[entry.tenant]?[entry.second] == nil {
            self.delays[entry.tenant, default: [:]][entry.second] = entry.slices
        }
        try Self.readKinds(&self.seconds, from: &reader)
        try Self.readKinds(&self.requests, from: &reader)
    }
}

extension SearchCounts {
    fileprivate var hasKinds: Bool { alike + packed + media > 0 }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        searched = try reader.count()
        leaked = try reader.count()
        incomplete = try reader.count()
    }
}

extension TenantTotals {
    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init()
        planned = try reader.count()
        late = try reader.count()
        failed = try reader.count()
        response = try SparseHistogram(from: &reader)
    }
}
