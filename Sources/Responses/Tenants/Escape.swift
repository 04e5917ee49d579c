/// One character written in another way than as itself: `%E6`, `&amp;`, `&#26481;`, `\u6771`, `\n`.
struct Escape {
    /// UTF-8 of the character, or the one byte of `%XX`; the first byte lowest.
    let bytes: UInt32
    /// 1 to 4.
    let length: Int
    /// How many bytes it is written with.
    let written: Int

    /// One of its bytes.
    subscript(number: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: bytes >> (8 * UInt32(number)))
    }

    /// Reads the one that begins at a place; `nil` when none does.
    init?(_ text: UnsafeRawBufferPointer, at start: Int) {
        switch unsafe text[start] {
        case UInt8(ascii: "%"): unsafe self.init(percent: text, at: start)
        case UInt8(ascii: "&"): unsafe self.init(reference: text, at: start)
        case UInt8(ascii: "\\"): unsafe self.init(backslash: text, at: start)
        default: return nil
        }
    }

    private init(byte: UInt8, written: Int) {
        bytes = UInt32(byte)
        length = 1
        self.written = written
    }

    private init?(code: UInt32, written: Int) {
        guard let scalar = Unicode.Scalar(code) else { return nil }
        var bytes: UInt32 = 0
        var length = 0
        for unit in scalar.utf8 {
            bytes |= UInt32(unit) << (8 * UInt32(length))
            length += 1
        }
        self.bytes = bytes
        self.length = length
        self.written = written
    }

    // MARK: In addresses and forms

    private init?(percent text: UnsafeRawBufferPointer, at start: Int) {
        guard let value = unsafe Self.hexadecimal(text, from: start + 1, count: 2) else {
            return nil
        }
        self.init(byte: UInt8(value), written: 3)
    }

    // MARK: In HTML and XML

    private init?(reference text: UnsafeRawBufferPointer, at start: Int) {
        guard start + 1 < text.count, unsafe text[start + 1] == UInt8(ascii: "#") else {
            unsafe self.init(name: text, at: start)
            return
        }
        var place = start + 2
        let isHexadecimal =
            unsafe place < text.count && text[place] | 0x20 == UInt8(ascii: "x")
        if isHexadecimal { place += 1 }
        var value: UInt32 = 0
        let first = place
        while place < text.count, place - first < 8,
            let digit = unsafe Self.digit(text[place]), isHexadecimal || digit < 10
        {
            value = value &* (isHexadecimal ? 16 : 10) &+ digit
            place += 1
        }
        guard place > first, place < text.count, unsafe text[place] == UInt8(ascii: ";") else {
            return nil
        }
        self.init(code: value, written: place + 1 - start)
    }

    private static let names: [(name: StaticString, character: UInt32)] = [
        ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
        ("&nbsp;", 0xA0),
    ]

    private init?(name text: UnsafeRawBufferPointer, at start: Int) {
        for (name, character) in Self.names where start + name.utf8CodeUnitCount <= text.count {
            let isThere = (0..<name.utf8CodeUnitCount).allSatisfy {
                unsafe name.utf8Start[$0] == text[start + $0]
            }
            if isThere {
                self.init(code: character, written: name.utf8CodeUnitCount)
                return
            }
        }
        return nil
    }

    // MARK: In JSON and scripts

    private init?(backslash text: UnsafeRawBufferPointer, at start: Int) {
        guard start + 1 < text.count else { return nil }
        switch unsafe text[start + 1] {
        case UInt8(ascii: "u"): unsafe self.init(unit: text, at: start)
        case UInt8(ascii: "x"):
            guard let value = unsafe Self.hexadecimal(text, from: start + 2, count: 2) else {
                return nil
            }
            self.init(code: value, written: 4)
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"),
            UInt8(ascii: "f"):
            self.init(byte: 0x20, written: 2)
        case let other: self.init(byte: other, written: 2)
        }
    }

    /// A unit of UTF-16, or two that make one character.
    private init?(unit text: UnsafeRawBufferPointer, at start: Int) {
        guard let high = unsafe Self.hexadecimal(text, from: start + 2, count: 4) else {
            return nil
        }
        guard (0xD800..<0xDC00).contains(high) else {
            self.init(code: high, written: 6)
            return
        }
        guard start + 7 < text.count, unsafe text[start + 6] == UInt8(ascii: "\\"),
            unsafe text[start + 7] == UInt8(ascii: "u"),
            let low = unsafe Self.hexadecimal(text, from: start + 8, count: 4),
            (0xDC00..<0xE000).contains(low)
        else { return nil }
        self.init(code: 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), written: 12)
    }

    // MARK: Digits

    private static func hexadecimal(
        _ text: UnsafeRawBufferPointer,
        from start: Int,
        count: Int
    ) -> UInt32? {
        guard start + count <= text.count else { return nil }
        var value: UInt32 = 0
        for place in start..<(start + count) {
            guard let digit = unsafe Self.digit(text[place]) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46: UInt32(byte) - 0x37
        case 0x61...0x66: UInt32(byte) - 0x57
        default: nil
        }
    }
}
