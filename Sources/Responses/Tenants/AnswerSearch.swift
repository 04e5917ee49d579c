/// Searches answers for the markers of tenants they were not meant for.
///
/// One for each shard, used on its thread only; they share one ``TenantIndex``. Takes no memory
/// while it searches. Each text is searched as it stands, and, where it holds anything that looks
/// like an ``Escape``, once more with escapes undone. Letters of ASCII count in either case.
@safe
package final class AnswerSearch {
    package let index: TenantIndex
    let reader: MarkerReader
    let entries: UnsafePointer<TenantIndex.Entry>
    let owners: UnsafePointer<Int32>
    let texts: UnsafePointer<UInt8>
    /// The newest bytes with escapes undone, for looking at what stands before a marker.
    private let recent: UnsafeMutablePointer<UInt8>
    /// What stands around a marker that is written with escapes, these undone.
    private let around: UnsafeMutablePointer<UInt8>

    private static let mask = 511

    /// A marker that was found.
    package struct Find: Equatable, Sendable {
        /// Index into ``TenantIndex/markers``.
        package let marker: Int
        /// The place behind it in what was searched.
        package let end: Int
        /// Whether it was written with escapes.
        package let isEscaped: Bool
        /// False for what may be an ordinary word, see ``Standing/alike``.
        package let isSure: Bool
    }

    /// `nil` when there is nothing to search for.
    package init?(_ index: TenantIndex) {
        guard !index.markers.isEmpty, let reader = MarkerReader(index.automaton),
            let entries = unsafe index.entries.baseAddress,
            let owners = unsafe index.owners.baseAddress,
            let texts = unsafe index.texts.baseAddress
        else { return nil }
        self.index = index
        self.reader = reader
        unsafe self.entries = UnsafePointer(entries)
        unsafe self.owners = UnsafePointer(owners)
        unsafe self.texts = UnsafePointer(texts)
        unsafe recent = .allocate(capacity: Self.mask + 1)
        unsafe recent.initialize(repeating: 0, count: Self.mask + 1)
        unsafe around = .allocate(capacity: Self.mask + 1)
        unsafe around.initialize(repeating: 0, count: Self.mask + 1)
    }

    deinit {
        unsafe recent.deallocate()
        unsafe around.deallocate()
    }

    /// The first marker of another tenant, or else the first text that may be one; `nil` = there
    /// is neither.
    ///
    /// - Parameter tenant: whom the answer is for.
    package func firstForeign(in text: UnsafeRawBufferPointer, tenant: Int32) -> Find? {
        let plain = unsafe firstPlain(in: text, tenant)
        if let plain, plain.isSure { return plain }
        let escaped = unsafe firstEscaped(in: text, tenant)
        if let escaped, escaped.isSure { return escaped }
        return plain ?? escaped
    }

    // MARK: As it stands

    private func firstPlain(in text: UnsafeRawBufferPointer, _ tenant: Int32) -> Find? {
        var node: Int32 = 0
        var place = 0
        var alike: Find?
        while true {
            if node == 0 {
                place = unsafe reader.skip(text, from: place)
            }
            guard place < text.count else { return alike }
            node = unsafe reader.step(from: node, text[place])
            place &+= 1
            guard node > 0, reader.ends(at: node) else { continue }
            guard let find = unsafe foreign(at: node, endingIn: text, place, tenant) else {
                continue
            }
            if find.isSure { return find }
            if alike == nil { alike = find }
        }
    }

    private func foreign(
        at node: Int32,
        endingIn text: UnsafeRawBufferPointer,
        _ end: Int,
        _ tenant: Int32
    ) -> Find? {
        var node = node
        var alike: Find?
        while node > 0 {
            let marker = reader.marker(at: node)
            node = reader.next(after: node)
            guard marker >= 0, isForeign(marker, to: tenant) else { continue }
            let standing = unsafe standing(of: marker, in: text, before: end, tenant)
            guard standing != .none else { continue }
            let find = Find(
                marker: Int(marker),
                end: end,
                isEscaped: false,
                isSure: standing == .sure
            )
            if find.isSure { return find }
            if alike == nil { alike = find }
        }
        return alike
    }

    // MARK: With escapes undone

    /// Where the search is in the text with escapes undone.
    private struct Progress {
        var node: Int32 = 0
        /// How many bytes have come.
        var count = 0
        /// Whether bytes before the first one were passed over.
        var isCut = false
        /// The first text that may be a marker.
        var alike: Find?
    }

    /// Searches where an escape is near; everything else has been searched as it stands.
    private func firstEscaped(in text: UnsafeRawBufferPointer, _ tenant: Int32) -> Find? {
        var escapes = unsafe EscapePlaces(text)
        // As far as a marker in a longer one, or what stands beside it, can be from an escape.
        let reach = 2 * index.longest + 2
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
                progress = Progress(isCut: true, alike: progress.alike)
            }
            if let find = unsafe feed(text, place..<next, tenant, &progress) { return find }
            place = next
            if let find = unsafe undo(text, &place, tenant, &progress) { return find }
        }
        guard place > 0 else { return nil }
        let end = min(text.count, place + reach)
        return unsafe feed(text, place..<end, tenant, &progress) ?? progress.alike
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
            return unsafe feed(text[place - 1], endingIn: text, place, tenant, &progress)
        }
        place += escape.written
        for number in 0..<escape.length {
            let find = unsafe feed(escape[number], endingIn: text, place, tenant, &progress)
            if let find { return find }
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
            let find = unsafe feed(text[place], endingIn: text, place + 1, tenant, &progress)
            if let find { return find }
        }
        return nil
    }

    private func feed(
        _ byte: UInt8,
        endingIn text: UnsafeRawBufferPointer,
        _ end: Int,
        _ tenant: Int32,
        _ progress: inout Progress
    ) -> Find? {
        unsafe recent[progress.count & Self.mask] = byte
        progress.count += 1
        progress.node = reader.step(from: progress.node, byte)
        guard progress.node > 0, reader.ends(at: progress.node) else { return nil }
        var node = progress.node
        while node > 0 {
            let marker = reader.marker(at: node)
            node = reader.next(after: node)
            guard marker >= 0, isForeign(marker, to: tenant) else { continue }
            // What begins where bytes were passed over ends before the escape.
            let length = unsafe Int(entries[Int(marker)].length)
            if progress.isCut, progress.count - length <= index.longest { continue }
            let before = min(progress.count, index.longest + 1)
            let (window, count) = unsafe around(before, progress.count, text, from: end)
            let standing = unsafe standing(of: marker, in: window, before: count, tenant)
            guard standing != .none else { continue }
            let find = Find(
                marker: Int(marker),
                end: end,
                isEscaped: true,
                isSure: standing == .sure
            )
            if find.isSure { return find }
            if progress.alike == nil { progress.alike = find }
        }
        return nil
    }

    /// So many of the newest bytes, and as many of those to come as a longer marker can hold.
    private func around(
        _ before: Int,
        _ count: Int,
        _ text: UnsafeRawBufferPointer,
        from end: Int
    ) -> (UnsafeRawBufferPointer, Int) {
        for number in 0..<before {
            unsafe around[number] = recent[(count - before + number) & Self.mask]
        }
        var filled = before
        var place = end
        while place < text.count, filled <= before + index.longest {
            if let escape = unsafe Escape(text, at: place) {
                for number in 0..<escape.length {
                    unsafe around[filled] = escape[number]
                    filled += 1
                }
                place += escape.written
            } else {
                unsafe around[filled] = text[place]
                filled += 1
                place += 1
            }
        }
        return unsafe (UnsafeRawBufferPointer(start: around, count: filled), before)
    }
}
