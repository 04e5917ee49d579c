extension AnswerSearch {
    /// Whether a text that is written like another tenant's marker is one.
    enum Standing {
        /// It is a part of something else.
        case none
        /// It may be one, and may as well be an ordinary word: a code without a digit in another
        /// letter case or with an underscore beside it, or what could be a colour.
        case alike
        case sure
    }

    func isForeign(_ marker: Int32, to tenant: Int32) -> Bool {
        let entry = unsafe entries[Int(marker)]
        for place in entry.firstOwner..<(entry.firstOwner + entry.ownerCount)
        where unsafe owners[Int(place)] == tenant {
            return false
        }
        return true
    }

    /// How a marker stands that ends before a place.
    func standing(
        of marker: Int32,
        in text: UnsafeRawBufferPointer,
        before end: Int,
        _ tenant: Int32
    ) -> Standing {
        let standing = unsafe standing(of: marker, in: text, before: end)
        guard standing != .none, unsafe entries[Int(marker)].isPart else { return standing }
        let start = unsafe end - Int(entries[Int(marker)].length)
        return unsafe isPart(of: text, start, end, tenant) ? .none : standing
    }

    private func standing(
        of marker: Int32,
        in text: UnsafeRawBufferPointer,
        before end: Int
    ) -> Standing {
        let entry = unsafe entries[Int(marker)]
        guard entry.isWord else { return .sure }
        let start = end - Int(entry.length)
        let before = start > 0 ? unsafe text[start - 1] : UInt8(ascii: " ")
        let behind = end < text.count ? unsafe text[end] : UInt8(ascii: " ")
        if Self.isOfWord(before) || Self.isOfWord(behind) { return .none }
        if before == UInt8(ascii: "#") {
            // The digits of “&#12354;” are no code.
            let isNumber =
                unsafe start >= 2 && text[start - 2] == UInt8(ascii: "&")
                && behind == UInt8(ascii: ";")
            if isNumber { return .none }
            if entry.isHexadecimal { return .alike }
        }
        guard entry.isPlain else { return .sure }
        let underscore = UInt8(ascii: "_")
        if before == underscore || behind == underscore { return .alike }
        for place in 0..<Int(entry.length)
        where unsafe text[start + place] != texts[Int(entry.firstByte) + place] {
            return .alike
        }
        return .sure
    }

    /// Whether a place lies in a longer marker: the asker's own, or one that is found itself.
    private func isPart(
        of text: UnsafeRawBufferPointer,
        _ start: Int,
        _ end: Int,
        _ tenant: Int32
    ) -> Bool {
        var node: Int32 = 0
        for place in max(0, end - index.longest)..<min(text.count, start + index.longest) {
            node = unsafe reader.step(from: node, text[place])
            guard place + 1 >= end else { continue }
            var found = node
            while found > 0 {
                let marker = reader.marker(at: found)
                found = reader.next(after: found)
                guard marker >= 0 else { continue }
                let first = unsafe place + 1 - Int(entries[Int(marker)].length)
                guard first <= start, first < start || place + 1 > end else { continue }
                let standing = unsafe standing(of: marker, in: text, before: place + 1)
                if standing == .sure || standing == .alike && !isForeign(marker, to: tenant) {
                    return true
                }
            }
        }
        return false
    }

    /// Letters of ASCII and digits.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
