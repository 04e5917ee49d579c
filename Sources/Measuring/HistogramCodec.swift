import Encodings

/// HdrHistogram's compressed V2 encoding, in Base64 as logs hold it.
///
/// Layout as HdrHistogram 2.2.2 writes it (`AbstractHistogram`, `ZigZagEncoding`): cookie and
/// length, then a zlib stream of cookie, payload length, normalising offset, digits, lowest,
/// highest, ratio and the counts up to the largest used bucket; n ≥ 2 zeros in a row are −n.
package enum HistogramCodec {
    private static let compressedCookie: UInt32 = 0x1c84_9314
    private static let plainCookie: UInt32 = 0x1c84_9313
    /// Cookie, payload length, offset, digits, lowest, highest, ratio.
    private static let headerLength = 40
    /// No histogram of this layout is longer: nine bytes for each bucket.
    private static let longest = headerLength + 9 * LatencyBuckets.count

    /// The Base64 text of a histogram; `nil` only when zlib has no memory.
    package static func encode(_ histogram: SparseHistogram) -> String? {
        encode(histogram.entries.map { (Int($0.index), Int64($0.count)) })
    }

    /// The Base64 text of a histogram; `nil` only when zlib has no memory.
    package static func encode(_ histogram: LatencyHistogram) -> String? {
        encode(histogram.indexedCounts.map { ($0.index, Int64(clamping: $0.count)) })
    }

    /// The histogram of a Base64 text; its minimum, maximum and mean are only as exact as buckets.
    ///
    /// Input from anywhere is safe: nothing larger than a histogram is ever expanded.
    package static func decode(
        _ text: some Collection<UInt8>
    ) throws(HistogramCodecError) -> SparseHistogram {
        guard let bytes = Base64.decode(text) else { throw .notBase64 }
        var outer = bytes[...]
        let cookie = try UInt32(bitPattern: takeInt32(&outer))
        try check(cookie: cookie, expected: compressedCookie)
        let length = try takeInt32(&outer)
        guard length >= 0, Int(length) <= outer.count else { throw .truncated }
        guard let inner = Zlib.expand(Array(outer.prefix(Int(length))), limit: longest) else {
            throw .notExpandable
        }
        var payload = inner[...]
        try takeHeader(&payload)
        return try counts(of: payload)
    }

    private static func encode(_ entries: [(index: Int, count: Int64)]) -> String? {
        var counts: [UInt8] = []
        var next = 0
        for entry in entries where entry.count > 0 {
            let zeros = entry.index - next
            if zeros > 0 { ZigZag.append(zeros == 1 ? 0 : Int64(-zeros), to: &counts) }
            ZigZag.append(entry.count, to: &counts)
            next = entry.index + 1
        }
        if counts.isEmpty { ZigZag.append(0, to: &counts) }
        var inner: [UInt8] = []
        append(plainCookie, to: &inner)
        append(UInt32(counts.count), to: &inner)
        append(UInt32(0), to: &inner)
        append(UInt32(LatencyBuckets.digits), to: &inner)
        append(UInt64(1), to: &inner)
        append(UInt64(LatencyBuckets.highest), to: &inner)
        append(1.0.bitPattern, to: &inner)
        inner += counts
        guard let compressed = Zlib.compress(inner) else { return nil }
        var outer: [UInt8] = []
        append(compressedCookie, to: &outer)
        append(UInt32(compressed.count), to: &outer)
        return String(decoding: Base64.encode(outer + compressed), as: UTF8.self)
    }

    /// The lowest byte's upper half holds the word size in V0 and V1 and is 1 in V2.
    private static func check(
        cookie: UInt32,
        expected: UInt32
    ) throws(HistogramCodecError) {
        guard cookie & ~0xf0 != expected & ~0xf0 else { return }
        switch cookie & ~0xf0 {
        case 0x1c84_9309, 0x1c84_9308: throw .oldEncoding(version: 0)
        case 0x1c84_9302, 0x1c84_9301: throw .oldEncoding(version: 1)
        default: throw .unknownCookie(cookie)
        }
    }

    private static func takeHeader(
        _ bytes: inout ArraySlice<UInt8>
    ) throws(HistogramCodecError) {
        let cookie = try UInt32(bitPattern: takeInt32(&bytes))
        try check(cookie: cookie, expected: plainCookie)
        let length = try takeInt32(&bytes)
        let offset = try takeInt32(&bytes)
        let digits = try takeInt32(&bytes)
        let lowest = try takeInt64(&bytes)
        _ = try takeInt64(&bytes)
        let ratio = try Double(bitPattern: UInt64(bitPattern: takeInt64(&bytes)))
        guard digits == LatencyBuckets.digits, lowest == 1, ratio == 1, offset == 0 else {
            throw .otherLayout(digits: Int(digits), lowest: lowest, ratio: ratio)
        }
        guard length >= 0, Int(length) <= bytes.count else { throw .truncated }
        bytes = bytes.prefix(Int(length))
    }

    private static func counts(
        of payload: ArraySlice<UInt8>
    ) throws(HistogramCodecError) -> SparseHistogram {
        var rest = payload
        var histogram = SparseHistogram()
        var index = 0
        while !rest.isEmpty {
            guard let value = ZigZag.take(from: &rest) else { throw .truncated }
            guard value > -Int64(LatencyBuckets.count), value <= Int64(UInt32.max) else {
                throw .impossibleCount
            }
            guard value > 0 else {
                index += value == 0 ? 1 : Int(-value)
                continue
            }
            guard index < LatencyBuckets.count else { throw .impossibleCount }
            histogram.append(bucket: index, count: UInt32(value))
            index += 1
        }
        return histogram
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static func takeInt32(
        _ bytes: inout ArraySlice<UInt8>
    ) throws(HistogramCodecError) -> Int32 {
        guard bytes.count >= 4 else { throw .truncated }
        let value = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bytes.removeFirst(4)
        return Int32(bitPattern: value)
    }

    private static func takeInt64(
        _ bytes: inout ArraySlice<UInt8>
    ) throws(HistogramCodecError) -> Int64 {
        let upper = try takeInt32(&bytes)
        let lower = try takeInt32(&bytes)
        return Int64(upper) << 32 | Int64(UInt32(bitPattern: lower))
    }
}
