import Timekeeping

/// A histogram while a shard fills it: recording takes a few steps, whatever was recorded before.
///
/// Same layout as ``SparseHistogram``, which ``drain()`` makes of it. The counts stand in pages of
/// 32 neighbouring buckets, begun on first use. Memory: 1.5 kB and 132 bytes for each page begun,
/// so at most 99 kB; kept for the next filling. Nothing before the first time.
struct OpenHistogram: Sendable {
    private static let pageBits = 5
    private static let pageSize = 1 << pageBits
    private static let stride = 1 + pageSize

    private var extent = LatencyExtent()
    /// For each page of the layout which one it is in ``words``, from 1; 0 = not begun.
    private var places: [UInt16] = []
    /// For each page begun a word that marks the buckets used, then their counts.
    ///
    /// A count means something only where marked: so a page is begun, and its used buckets are
    /// found, without a pass over the counts. Pages beyond those begun are kept for later.
    private var words: [UInt32] = []
    private var begun = 0

    /// Records one time, in whole microseconds rounded up.
    mutating func record(_ time: Nanoseconds) {
        guard let bucket = extent.admit(time) else { return }
        let number = bucket >> Self.pageBits
        var page = number < places.count ? Int(places[number]) : 0
        if page == 0 { page = begin(number) }
        let start = (page - 1) * Self.stride
        let within = bucket & (Self.pageSize - 1)
        let mark = UInt32(1) << UInt32(within)
        var words = words.mutableSpan
        if words[start] & mark == 0 {
            words[start] |= mark
            words[start + 1 + within] = 1
        } else {
            words[start + 1 + within] += 1
        }
    }

    /// What was recorded since the last call; nothing is recorded then.
    mutating func drain() -> SparseHistogram {
        let histogram = SparseHistogram(entries: entries, extent: extent)
        for number in pages { places[number] = 0 }
        begun = 0
        extent = LatencyExtent()
        return histogram
    }

    /// Begins a page of the layout, and answers which one it is in ``words``, from 1.
    @inline(never)
    private mutating func begin(_ number: Int) -> Int {
        if places.isEmpty {
            places = Array(repeating: 0, count: LatencyBuckets.count >> Self.pageBits)
        }
        let start = begun * Self.stride
        if start == words.count {
            words.append(contentsOf: repeatElement(0, count: Self.stride))
        } else {
            words[start] = 0
        }
        begun += 1
        places[number] = UInt16(begun)
        return begun
    }

    /// Between which pages of the layout all times recorded lie.
    private var pages: Range<Int> {
        guard let shortest = extent.minimum, let longest = extent.maximum else { return 0..<0 }
        return Self.page(of: shortest)..<(Self.page(of: longest) + 1)
    }

    private var entries: [SparseHistogram.Entry] {
        var entries: [SparseHistogram.Entry] = []
        // The entries stay for the whole run, so they get no room to spare.
        entries.reserveCapacity(
            (0..<begun).reduce(0) { $0 + words[$1 * Self.stride].nonzeroBitCount }
        )
        for number in pages where places[number] > 0 {
            let start = (Int(places[number]) - 1) * Self.stride
            var left = words[start]
            while left != 0 {
                let within = left.trailingZeroBitCount
                left &= left - 1
                entries.append(
                    SparseHistogram.Entry(
                        index: UInt16(number << Self.pageBits + within),
                        count: words[start + 1 + within]
                    )
                )
            }
        }
        return entries
    }

    private static func page(of time: Nanoseconds) -> Int {
        LatencyBuckets.index(
            ofMicroseconds: min(time.microsecondsRoundedUp, LatencyBuckets.highest)
        ) >> pageBits
    }
}
