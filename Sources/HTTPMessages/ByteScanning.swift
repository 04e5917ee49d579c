import Glibc

// What the readers of this target look for in memory. Nothing here allocates.
extension UInt8 {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    /// A space or a tab: what may stand around a value (RFC 9110 §5.6.3, OWS).
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// The value of a decimal digit.
    var digit: Int? { self &- 0x30 < 10 ? Int(self &- 0x30) : nil }

    /// The value of a hexadecimal digit.
    var hexadecimalDigit: Int? {
        if let digit { return digit }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? Int(letter) + 10 : nil
    }

    /// The letter in lower case; other bytes below 0x80 keep their meaning only as letters do.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// Whether a name may hold the byte (RFC 9110 §5.6.2, tchar).
    var isTokenByte: Bool {
        // One bit for each byte below 128: the digits and !#$%&'*+-. then the letters and ^_`|~.
        let word: UInt64 = self < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
        return self < 128 && word &>> UInt64(self & 63) & 1 == 1
    }
}

extension UnsafeRawBufferPointer {
    /// A part of the memory; the caller vouches for the bounds.
    @unsafe @inline(__always)
    func part(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(
            start: baseAddress.map { unsafe $0 + start },
            count: end &- start
        )
    }

    /// Where a byte stands first, from an index on.
    @unsafe @inline(__always)
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress,
            let found = unsafe memchr(base + start, Int32(byte), count &- start)
        else { return nil }
        return unsafe UnsafeRawPointer(found) - base
    }

    /// How many bytes at the start may stand in a name (RFC 9110 §5.6.2, token).
    @unsafe @inline(__always)
    var tokenCount: Int {
        var index = 0
        // Eight letters or hyphens at a time; sums do not carry over, as no byte has its top bit.
        while index &+ 8 <= count {
            let word = unsafe loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let tops: UInt64 = 0x8080_8080_8080_8080
            guard word & tops == 0 else { break }
            let lower = word | 0x2020_2020_2020_2020
            let isLetter = (lower &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lower &+ 0x0505_0505_0505_0505)
            let isHyphen = ~((word ^ 0x2D2D_2D2D_2D2D_2D2D) &+ 0x7F7F_7F7F_7F7F_7F7F)
            let others = ~(isLetter | isHyphen) & tops
            guard others == 0 else {
                index &+= others.trailingZeroBitCount &>> 3
                if unsafe self[index] == UInt8(ascii: ":") { return index }
                break
            }
            index &+= 8
        }
        while unsafe index < count && self[index].isTokenByte { index &+= 1 }
        return index
    }

    /// The memory without the blanks at both ends.
    @unsafe @inline(__always)
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, unsafe self[start].isBlank { start &+= 1 }
        while start < end, unsafe self[end &- 1].isBlank { end &-= 1 }
        return unsafe part(start, end)
    }

    /// The line without its end, a line feed with or without a carriage return before it.
    @unsafe @inline(__always)
    var withoutLineEnd: UnsafeRawBufferPointer {
        guard count > 0, unsafe self[count &- 1] == .lineFeed else { return unsafe self }
        let hasReturn = unsafe count > 1 && self[count &- 2] == .carriageReturn
        return unsafe part(0, hasReturn ? count &- 2 : count &- 1)
    }

    /// Whether both hold the same bytes.
    @unsafe
    func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let base = baseAddress, let otherBase = other.baseAddress else { return true }
        return unsafe memcmp(base, otherBase, count) == 0
    }

    /// Whether both hold the same bytes.
    @unsafe
    func equals(_ other: [UInt8]) -> Bool {
        unsafe other.withUnsafeBytes { unsafe equals($0) }
    }

    /// Whether the memory holds this text, apart from the case of letters.
    ///
    /// - Parameter text: in ASCII, as it is usually spelled.
    @unsafe @inline(__always)
    func matches(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount, let base = baseAddress else {
            return unsafe text.utf8CodeUnitCount == 0 && isEmpty
        }
        if unsafe memcmp(base, text.utf8Start, count) == 0 { return true }
        return unsafe matchesIgnoringCase(text.utf8Start)
    }

    @unsafe @inline(never)
    private func matchesIgnoringCase(_ text: UnsafePointer<UInt8>) -> Bool {
        for index in 0..<count
        where unsafe self[index].lowercased != text[index].lowercased {
            return false
        }
        return true
    }
}

/// The parts of a field's value between separators, without the blanks around them; empty parts
/// included.
///
/// Between commas they are the elements of a list (RFC 9110 §5.6.1).
@unsafe
struct ValueParts {
    private let bytes: UnsafeRawBufferPointer
    private let separator: UInt8
    private var start = 0

    init(of bytes: UnsafeRawBufferPointer, between separator: Unicode.Scalar) {
        unsafe self.bytes = bytes
        unsafe self.separator = UInt8(ascii: separator)
    }

    mutating func next() -> UnsafeRawBufferPointer? {
        guard unsafe start <= bytes.count else { return nil }
        let end = unsafe bytes.firstIndex(of: separator, from: start) ?? bytes.count
        defer { unsafe start = end + 1 }
        return unsafe bytes.part(start, end).trimmed
    }
}
