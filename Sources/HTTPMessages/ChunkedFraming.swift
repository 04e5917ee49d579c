/// The way through a chunked body: what lies between the pieces of data (RFC 9112 §7.1).
///
/// Extensions and trailers are read and dropped.
struct ChunkedFraming {
    private enum Place: UInt8 {
        /// Before a size's first digit, or behind one.
        case size, moreSize
        /// Blanks behind the size, then an extension.
        case afterSize, extension_
        /// A carriage return was there, so the line has to end.
        case sizeEnd
        /// Inside data, and behind it.
        case data, afterData, dataEnd
        /// At the start of a trailer's line, in its name, behind that, and before the very last
        /// line feed.
        case trailer, trailerName, inTrailer, end
        case done
    }

    private var place = Place.size
    private var digits: UInt8 = 0
    /// The data still to come of this chunk, in bytes.
    private var remaining = 0
    /// The extensions and trailers so far, in bytes.
    private(set) var overhead = 0

    var isDone: Bool { place == .done }
    /// The data that may be taken now, in bytes; 0 when framing comes next.
    var data: Int { place == .data ? remaining : 0 }

    mutating func took(data count: Int) {
        remaining -= count
        if remaining == 0 { place = .afterData }
    }

    /// Reads one byte of framing.
    ///
    /// - Returns: the size of a chunk that begins with the next byte.
    mutating func read(_ byte: UInt8) throws(AnswerFault) -> Int? {
        switch place {
        case .size, .moreSize, .afterSize, .extension_, .sizeEnd: return try readSizeLine(byte)
        case .afterData:
            if byte == .carriageReturn { place = .dataEnd } else { try endData(byte) }
        case .dataEnd: try endData(byte)
        case .trailer, .trailerName, .inTrailer, .end: try readTrailer(byte)
        case .data, .done: break
        }
        return nil
    }

    private mutating func readSizeLine(_ byte: UInt8) throws(AnswerFault) -> Int? {
        if byte == .lineFeed, place != .size { return endSizeLine() }
        guard place != .sizeEnd else { throw Self.badLineEnd }
        if byte == .carriageReturn, place != .size {
            place = .sizeEnd
            return nil
        }
        switch place {
        case .size, .moreSize:
            if let digit = byte.hexadecimalDigit {
                try add(digit)
            } else if place == .moreSize, byte.isBlank || byte == UInt8(ascii: ";") {
                place = byte.isBlank ? .afterSize : .extension_
                overhead += 1
            } else {
                throw .malformed("a chunk's size is not a hexadecimal number")
            }
        case .afterSize:
            guard byte.isBlank || byte == UInt8(ascii: ";") else {
                throw .malformed("a chunk's size is not a hexadecimal number")
            }
            if !byte.isBlank { place = .extension_ }
            overhead += 1
        default:
            guard byte >= 0x20 || byte.isBlank else {
                throw .malformed("a chunk's extension holds a control character")
            }
            overhead += 1
        }
        return nil
    }

    /// As many digits as the largest number has; libcurl takes no more either.
    private mutating func add(_ digit: Int) throws(AnswerFault) {
        guard digits < 16, remaining <= Int.max >> 4 else {
            throw .malformed("a chunk's size has too many digits")
        }
        digits += 1
        remaining = remaining << 4 | digit
        place = .moreSize
    }

    private mutating func endSizeLine() -> Int? {
        digits = 0
        guard remaining > 0 else {
            place = .trailer
            return nil
        }
        place = .data
        return remaining
    }

    private mutating func endData(_ byte: UInt8) throws(AnswerFault) {
        guard byte == .lineFeed else { throw Self.badLineEnd }
        place = .size
    }

    private mutating func readTrailer(_ byte: UInt8) throws(AnswerFault) {
        switch (place, byte) {
        case (.trailer, .lineFeed), (.end, .lineFeed): place = .done
        case (.trailer, .carriageReturn): place = .end
        case (.end, _): throw Self.badLineEnd
        case (.inTrailer, .lineFeed): place = .trailer
        case (.inTrailer, _) where byte != 0: break
        case (.trailer, _) where byte.isBlank: place = .inTrailer
        case (.trailerName, UInt8(ascii: ":")): place = .inTrailer
        case (.trailer, _) where byte.isTokenByte: place = .trailerName
        case (.trailerName, _) where byte.isTokenByte: break
        default: throw .malformed("a line behind the chunks is no header line")
        }
        overhead += 1
    }

    private static let badLineEnd = AnswerFault.malformed(
        "a chunk's line does not end where it has to"
    )
}
