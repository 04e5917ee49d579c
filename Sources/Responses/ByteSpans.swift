import Glibc

extension Span<UInt8> {
    /// Whether a word in lower case stands at a place, whatever its case there.
    func holds(_ word: StaticString, at place: Int) -> Bool {
        let length = word.utf8CodeUnitCount
        guard place + length <= count else { return false }
        return word.withUTF8Buffer { letters in
            for offset in 0..<length where unsafe self[place + offset].lowercase != letters[offset]
            {
                return false
            }
            return true
        }
    }

    /// Whether a range holds a word in lower case and nothing else, whatever its case there.
    func holds(_ word: StaticString, in range: Range<Int>) -> Bool {
        range.count == word.utf8CodeUnitCount && holds(word, at: range.lowerBound)
    }

    /// The first place of a byte at or behind `start`, before `end` or else the end.
    func firstIndex(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        let length = (end ?? count) - start
        guard length > 0 else { return nil }
        return unsafe extracting(start..<(start + length)).withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress,
                let hit = unsafe memchr(first, Int32(byte), length)
            else { return nil }
            return unsafe start + (UnsafeRawPointer(hit) - first)
        }
    }

    /// A range without the spaces and tabs at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start += 1 }
        while start < end, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// The text of a range; invalid sequences are repaired.
    func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }
}

extension UInt8 {
    /// A capital letter of ASCII as a small one; any other byte as it is.
    var lowercase: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }

    /// Whether it is a space or a tab.
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
