import Timekeeping

/// A histogram while a shard fills it: recording takes a few steps, whatever was recorded before.
///
/// Same layout as ``SparseHistogram``, which ``drain()`` makes of it. The counts stand in pages of
/// 32 neighbouring buckets, begun on first use. Memory: 3 kB and 132 bytes for each page begun, so
/// at most 100 kB; kept for the next filling. Nothing before the first time.
struct OpenHistogram: Sendable {
    private static let pageBits = 5
    private static let pageSize = 1 << pageBits
    private static let pageCount = LatencyBuckets.count >> pageBits

    private var extent = LatencyExtent()
    /// For each page of the layout where it begins in this list, 0 = not begun; then the pages.
    ///
    /// A page is a word that marks the buckets used, then the counts. One list, so that only one
    /// has to be looked at; what is behind ``end`` is zero and kept for later.
    private var words: [UInt32] = []
    private var end = pageCount

    /// Records one time, in whole microseconds rounded up.
    mutating func record(_ time: Nanoseconds) {
        guard let bucket = extent.admit(time) else { return }
        let number = bucket >> Self.pageBits
        if number >= words.count || words[number] == 0 { begin(number) }
        var words = words.mutableSpan
        let start = Int(words[number])
        let within = bucket & (Self.pageSize - 1)
        let count = words[start + 1 + within]
        words[start + 1 + within] = count + 1
        if count == 0 { words[start] |= 1 << UInt32(within) }
    }

    /// What was recorded since the last call; nothing is recorded then.
    mutating func drain() -> SparseHistogram {
        let histogram = SparseHistogram(entries: drainEntries(), extent: extent)
        end = Self.pageCount
        extent = LatencyExtent()
        return histogram
    }

    @inline(never)
    private mutating func begin(_ number: Int) {
        let start = end
        end += 1 + Self.pageSize
        if words.count < end {
            words.append(contentsOf: repeatElement(0, count: end - words.count))
        }
        words[number] = UInt32(start)
    }

    /// Between which pages of the layout all times recorded lie.
    private var pages: Range<Int> {
        guard let shortest = extent.minimum, let longest = extent.maximum else { return 0..<0 }
        return Self.page(of: shortest)..<(Self.page(of: longest) + 1)
    }

    /// The buckets used; their counts, and the pages, are zero then.
    private mutating func drainEntries() -> [SparseHistogram.Entry] {
        let pages = pages
        var words = words.mutableSpan
        var count = 0
        for number in pages where words[number] > 0 {
            count += words[Int(words[number])].nonzeroBitCount
        }
        var entries: [SparseHistogram.Entry] = []
        // The entries stay for the whole run, so they get no room to spare.
        entries.reserveCapacity(count)
        for number in pages where words[number] > 0 {
            let start = Int(words[number])
            var left = words[start]
            words[number] = 0
            words[start] = 0
            while left != 0 {
                let within = left.trailingZeroBitCount
                left &= left - 1
                let index = UInt16(number << Self.pageBits + within)
                let place = start + 1 + within
                entries.append(SparseHistogram.Entry(index: index, count: words[place]))
                words[place] = 0
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
