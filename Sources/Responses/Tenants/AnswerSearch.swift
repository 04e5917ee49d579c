/// Searches answers for the markers of tenants they were not meant for.
///
/// One for each shard, used on its thread only; they share one ``TenantIndex``. Takes no memory
/// while it searches. Each text is searched as it stands, and, where it holds anything that looks
/// like an ``Escape``, once more with escapes undone.
@safe
package final class AnswerSearch {
    package let index: TenantIndex
    private let reader: MarkerReader
    private let entries: UnsafePointer<TenantIndex.Entry>
    private let owners: UnsafePointer<Int32>
    /// The newest bytes with escapes undone, for looking at what stands before a marker.
    private let recent: UnsafeMutablePointer<UInt8>

    private static let mask = 511

    /// A marker that was found.
    package struct Find: Equatable, Sendable {
        /// Index into ``TenantIndex/markers``.
        package let marker: Int
        /// The place behind it in what was searched.
        package let end: Int
        /// Whether it was written with escapes.
        package let isEscaped: Bool
    }

    /// `nil` when there is nothing to search for.
    package init?(_ index: TenantIndex) {
        guard !index.markers.isEmpty, let reader = MarkerReader(index.automaton),
            let entries = unsafe index.entries.baseAddress,
            let owners = unsafe index.owners.baseAddress
        else { return nil }
        self.index = index
        self.reader = reader
        unsafe self.entries = UnsafePointer(entries)
        unsafe self.owners = UnsafePointer(owners)
        unsafe recent = .allocate(capacity: Self.mask + 1)
        unsafe recent.initialize(repeating: 0, count: Self.mask + 1)
    }

    deinit { unsafe recent.deallocate() }

    /// The first marker of another tenant; `nil` = there is none.
    ///
    /// - Parameter tenant: whom the answer is for.
    package func firstForeign(in text: UnsafeRawBufferPointer, tenant: Int32) -> Find? {
        unsafe firstPlain(in: text, tenant) ?? firstEscaped(in: text, tenant)
    }

    // MARK: As it stands

    private func firstPlain(in text: UnsafeRawBufferPointer, _ tenant: Int32) -> Find? {
        var node: Int32 = 0
        var place = 0
        while true {
            if node == 0 {
                place = unsafe reader.skip(text, from: place)
            }
            guard place < text.count else { return nil }
            node = unsafe reader.step(from: node, text[place])
            place &+= 1
            guard node > 0, reader.ends(at: node) else { continue }
            if let marker = unsafe foreign(at: node, endingIn: text, place, tenant) {
                return Find(marker: marker, end: place, isEscaped: false)
            }
        }
    }

    private func foreign(
        at node: Int32,
        endingIn text: UnsafeRawBufferPointer,
        _ end: Int,
        _ tenant: Int32
    ) -> Int? {
        var node = node
        while node > 0 {
            let marker = reader.marker(at: node)
            if marker >= 0, isForeign(marker, to: tenant) {
                let entry = unsafe entries[Int(marker)]
                let start = end - Int(entry.length)
                let stands =
                    unsafe !entry.isWord
                    || !(start > 0 && Self.isOfWord(text[start - 1])
                        || end < text.count && Self.isOfWord(text[end]))
                        && !Self.isCharacterNumber(text, start, end)
                if stands { return Int(marker) }
            }
            node = reader.next(after: node)
        }
        return nil
    }

    private func isForeign(_ marker: Int32, to tenant: Int32) -> Bool {
        let entry = unsafe entries[Int(marker)]
        for place in entry.firstOwner..<(entry.firstOwner + entry.ownerCount)
        where unsafe owners[Int(place)] == tenant {
            return false
        }
        return true
    }

    /// Whether the word is the number of a character: the digits of `&#12354;` are no code.
    private static func isCharacterNumber(
        _ text: UnsafeRawBufferPointer,
        _ start: Int,
        _ end: Int
    ) -> Bool {
        guard start >= 2, end < text.count, unsafe text[end] == UInt8(ascii: ";") else {
            return false
        }
        return unsafe text[start - 1] == UInt8(ascii: "#")
            && text[start - 2] == UInt8(ascii: "&")
    }

    /// Letters of ASCII, digits and the underscore.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
        default: false
        }
    }

    // MARK: With escapes undone

    /// Where the search is in the text with escapes undone.
    private struct Progress {
        var node: Int32 = 0
        /// How many bytes have come.
        var count = 0
        /// A foreign word that counts unless the next byte goes on with it.
        var pending: Find?
    }

    /// Searches where an escape is near; everything else has been searched as it stands.
    private func firstEscaped(in text: UnsafeRawBufferPointer, _ tenant: Int32) -> Find? {
        var escapes = unsafe EscapePlaces(text)
        // As far as a marker, or what stands beside it, can be from an escape.
        let reach = index.longest + 1
        var progress = Progress()
        var place = 0
        while let next = unsafe escapes.next(from: place, in: text) {
            if next - place > 2 * reach || place == 0 && next > reach {
                if place > 0,
                    let find = unsafe feed(text, place..<(place + reach), tenant, &progress)
                {
                    return find
                }
                place = next - reach
                // What begins right there ends before the escape; it must not count as a word.
                progress = Progress(count: 1)
                unsafe recent[0] = UInt8(ascii: "_")
            }
            if let find = unsafe feed(text, place..<next, tenant, &progress) { return find }
            place = next
            if let find = unsafe undo(text, &place, tenant, &progress) { return find }
        }
        guard place > 0 else { return nil }
        let end = min(text.count, place + reach)
        if let find = unsafe feed(text, place..<end, tenant, &progress) { return find }
        return end == text.count ? progress.pending : nil
    }

    /// Feeds the character that is written as an escape, or the byte that only looks like one.
    private func undo(
        _ text: UnsafeRawBufferPointer,
        _ place: inout Int,
        _ tenant: Int32,
        _ progress: inout Progress
    ) -> Find? {
        guard let escape = unsafe Escape(text, at: place) else {
            place += 1
            return feed(unsafe text[place - 1], end: place, tenant, &progress)
        }
        place += escape.written
        for number in 0..<escape.length {
            let part = UInt8(truncatingIfNeeded: escape.bytes >> (8 * UInt32(number)))
            if let find = feed(part, end: place, tenant, &progress) { return find }
        }
        return nil
    }

    private func feed(
        _ text: UnsafeRawBufferPointer,
        _ part: Range<Int>,
        _ tenant: Int32,
        _ progress: inout Progress
    ) -> Find? {
        for place in part {
            let byte = unsafe text[place]
            if let find = feed(byte, end: place + 1, tenant, &progress) { return find }
        }
        return nil
    }

    private func feed(
        _ byte: UInt8,
        end: Int,
        _ tenant: Int32,
        _ progress: inout Progress
    ) -> Find? {
        if let find = progress.pending {
            if !Self.isOfWord(byte) { return find }
            progress.pending = nil
        }
        unsafe recent[progress.count & Self.mask] = byte
        progress.count += 1
        progress.node = reader.step(from: progress.node, byte)
        guard progress.node > 0, reader.ends(at: progress.node) else { return nil }
        var node = progress.node
        while node > 0 {
            let marker = reader.marker(at: node)
            node = reader.next(after: node)
            guard marker >= 0, isForeign(marker, to: tenant) else { continue }
            let entry = unsafe entries[Int(marker)]
            let find = Find(marker: Int(marker), end: end, isEscaped: true)
            guard entry.isWord else { return find }
            let before = progress.count - Int(entry.length) - 1
            if before >= 0, unsafe Self.isOfWord(recent[before & Self.mask]) { continue }
            if progress.pending == nil { progress.pending = find }
        }
        return nil
    }
}
