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

    /// The first place of a byte in a range.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        for place in range where self[place] == byte { return place }
        return nil
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
