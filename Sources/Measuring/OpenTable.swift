/// What fills up under a key, is drained, and is filled again under another.
protocol OpenEntry: Sendable {
    associatedtype Key: Hashable, Sendable
    /// An empty entry.
    init()
    /// Where entries of a key are looked for: keys in use at one time should rarely share it.
    static func spread(of key: Key) -> Int
}

/// Entries by key that are found in a few steps and need no new memory once it has grown.
///
/// Memory: the most entries that were in use between two drains; they are kept.
struct OpenTable<Entry: OpenEntry>: Sendable {
    private static var chains: Int { 256 }

    /// The first entry of each chain, from 1; 0 = none.
    ///
    /// Fixed in number: a stall that opens thousands of entries makes the chains longer.
    private var heads = [Int32](repeating: 0, count: chains)
    /// The key of each entry, and the next entry of its chain.
    private var links: [(key: Entry.Key, next: Int32)] = []
    /// The entries in use, in the order of first use, then those kept for later.
    var entries: [Entry] = []

    /// The place in ``entries`` of the entry of a key, opened on first use.
    mutating func place(of key: Entry.Key) -> Int {
        let chain = Self.chain(of: key)
        var next = heads[chain]
        while next > 0 {
            let place = Int(next) - 1
            if links[place].key == key { return place }
            next = links[place].next
        }
        return open(key, in: chain)
    }

    /// Every entry in use, emptied by `value` and closed.
    mutating func drain<Value>(_ value: (inout Entry) -> Value) -> [Entry.Key: Value] {
        var values: [Entry.Key: Value] = [:]
        values.reserveCapacity(links.count)
        for place in links.indices {
            let key = links[place].key
            heads[Self.chain(of: key)] = 0
            values[key] = value(&entries[place])
        }
        links.removeAll(keepingCapacity: true)
        return values
    }

    @inline(never)
    private mutating func open(_ key: Entry.Key, in chain: Int) -> Int {
        let place = links.count
        if place == entries.count { entries.append(Entry()) }
        links.append((key, heads[chain]))
        heads[chain] = Int32(place + 1)
        return place
    }

    private static func chain(of key: Entry.Key) -> Int {
        Entry.spread(of: key) & (chains - 1)
    }
}
