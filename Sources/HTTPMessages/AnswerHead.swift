import Glibc

/// What the head of an answer says about the answer itself.
struct AnswerHead {
    /// Where the body ends (RFC 9112 §6.3).
    enum Framing {
        case nothing
        case length(Int)
        case chunks
        case untilClose
    }

    private(set) var status: UInt16 = 0
    private(set) var minorVersion: UInt8 = 0
    private(set) var contentCoding = ContentCoding.none
    private var length: Int?
    private var isChunked = false
    private var saysClose = false
    private var saysKeepAlive = false

    /// Whether the final answer is still to come (1xx).
    var isInterim: Bool { status < 200 }
    /// Whether the answer names another place to go to (3xx).
    var isRedirect: Bool { 300..<400 ~= status }
    /// Whether the connection lasts, by the version and the `Connection` fields (RFC 9112 §9.3).
    var isPersistent: Bool { !saysClose && (minorVersion > 0 || saysKeepAlive) }
    /// Whether nothing follows the head, whatever its fields say.
    private var isBodiless: Bool { isInterim || status == 204 || status == 304 }

    /// Forgets what an interim answer said, but not that the connection will be closed.
    mutating func clearForNext() {
        let close = saysClose
        self = AnswerHead()
        saysClose = close
    }

    // MARK: Status line

    private static let notHTTP = AnswerFault.malformed("the answer does not begin with \"HTTP/1.\"")

    /// Refuses what can never become a status line, before it is whole.
    ///
    /// - Parameters:
    ///   - line: what has come so far, with its end.
    ///   - limit: how long it may be; what lies beyond is not looked at.
    @unsafe
    static func checkBeginning(
        _ line: UnsafeRawBufferPointer,
        limit: Int
    ) throws(AnswerFault) {
        let wanted: StaticString = "HTTP/1."
        let compared = min(line.count, limit, wanted.utf8CodeUnitCount)
        guard compared > 0, let base = line.baseAddress else { return }
        guard unsafe memcmp(base, wanted.utf8Start, compared) == 0 else { throw notHTTP }
    }

    /// Reads `HTTP/1.x SP 3DIGIT [SP reason]`, a line without NUL bytes and without its end.
    ///
    /// Its beginning has been checked.
    @unsafe
    mutating func readStatusLine(_ line: UnsafeRawBufferPointer) throws(AnswerFault) {
        guard line.count >= 12, unsafe line[8] == 0x20, unsafe line[7] &- 0x30 < 2,
            let hundreds = unsafe line[9].digit, let tens = unsafe line[10].digit,
            let ones = unsafe line[11].digit, hundreds > 0,
            unsafe line.count == 12 || line[12] == 0x20
        else { throw .malformed("the status line is not one of HTTP/1.0 or HTTP/1.1") }
        guard unsafe line.firstIndex(of: 0, from: 12) == nil else { throw Self.holdsNUL }
        let number = hundreds * 100 + tens * 10 + ones
        guard number != 101 else {
            throw .malformed("the service switched protocols without being asked")
        }
        minorVersion = unsafe line[7] &- 0x30
        status = UInt16(number)
    }

    static let holdsNUL = AnswerFault.malformed("the header holds a NUL byte")

    // MARK: Fields

    /// Reads one field, a line without NUL bytes and without its end, not folded.
    ///
    /// - Returns: whether it is a `Set-Cookie`.
    @unsafe @inline(__always)
    mutating func readField(_ line: UnsafeRawBufferPointer) throws(AnswerFault) -> Bool {
        let colon = unsafe line.tokenCount
        guard unsafe colon > 0 && colon < line.count && line[colon] == UInt8(ascii: ":") else {
            throw unsafe Self.fault(ofLine: line)
        }
        // The length of a name tells for most that they say nothing about the answer itself.
        let lengths: UInt32 = 1 << 10 | 1 << 14 | 1 << 16 | 1 << 17
        guard colon < 32, lengths &>> UInt32(truncatingIfNeeded: colon) & 1 == 1 else {
            return false
        }
        return unsafe try readField(line.part(0, colon), line.part(colon &+ 1, line.count).trimmed)
    }

    @unsafe @inline(never)
    private mutating func readField(
        _ name: UnsafeRawBufferPointer,
        _ value: UnsafeRawBufferPointer
    ) throws(AnswerFault) -> Bool {
        switch name.count {
        case 10:
            guard unsafe name.matches("Connection") else {
                return unsafe name.matches("Set-Cookie")
            }
            unsafe readConnection(value)
        case 14 where unsafe !isBodiless && name.matches("Content-Length"):
            unsafe try readLength(value)
        case 16 where unsafe name.matches("Content-Encoding"):
            unsafe readCoding(value)
        case 17 where unsafe !isBodiless && name.matches("Transfer-Encoding"):
            unsafe try readTransferCoding(value)
        default: break
        }
        return false
    }

    /// What is wrong with a line that does not begin with a name and a colon.
    @unsafe @inline(never)
    private static func fault(ofLine line: UnsafeRawBufferPointer) -> AnswerFault {
        if unsafe line[0].isBlank {
            return .malformed("the first header line continues no other")
        }
        if unsafe line.firstIndex(of: UInt8(ascii: ":"), from: 0) == nil {
            return .malformed("a header line has no colon")
        }
        return .malformed("a header's name is not a token")
    }

    @unsafe
    private mutating func readConnection(_ value: UnsafeRawBufferPointer) {
        if unsafe value.matches("keep-alive") {
            saysKeepAlive = true
            return
        }
        var tokens = unsafe ValueParts(of: value, between: ",")
        while let token = unsafe tokens.next() {
            if unsafe token.matches("keep-alive") { saysKeepAlive = true }
            if unsafe token.matches("close") { saysClose = true }
        }
    }

    /// RFC 9110 §8.6: a recipient may take equal lengths, also in one list, for one.
    @unsafe
    private mutating func readLength(_ value: UnsafeRawBufferPointer) throws(AnswerFault) {
        if length == nil, let number = unsafe Self.decimal(value) {
            length = number
            return
        }
        var parts = unsafe ValueParts(of: value, between: ",")
        while let part = unsafe parts.next() {
            guard let number = unsafe Self.decimal(part) else {
                throw .malformed("the Content-Length is not a number, or too big a one")
            }
            guard length == nil || length == number else {
                throw .malformed("there are two Content-Length that differ")
            }
            length = number
        }
    }

    @unsafe
    private static func decimal(_ text: UnsafeRawBufferPointer) -> Int? {
        guard unsafe !text.isEmpty else { return nil }
        var number = 0
        for index in 0..<text.count {
            guard let digit = unsafe text[index].digit else { return nil }
            let (tenfold, isTooBig) = number.multipliedReportingOverflow(by: 10)
            let (sum, isTooBigNow) = tenfold.addingReportingOverflow(digit)
            guard !isTooBig, !isTooBigNow else { return nil }
            number = sum
        }
        return number
    }

    @unsafe
    private mutating func readCoding(_ value: UnsafeRawBufferPointer) {
        var tokens = unsafe ValueParts(of: value, between: ",")
        while let token = unsafe tokens.next() {
            if unsafe token.isEmpty || token.matches("identity") { continue }
            contentCoding =
                if contentCoding != .none {
                    .other
                } else if unsafe token.matches("gzip") || token.matches("x-gzip") {
                    .gzip
                } else if unsafe token.matches("deflate") {
                    .deflate
                } else {
                    .other
                }
        }
    }

    /// Only "chunked", and only once, says without doubt where the body ends.
    @unsafe
    private mutating func readTransferCoding(
        _ value: UnsafeRawBufferPointer
    ) throws(AnswerFault) {
        guard unsafe !isChunked && value.matches("chunked") else {
            throw .malformed("the Transfer-Encoding is not \"chunked\"")
        }
        guard minorVersion > 0 else {
            throw .malformed("an HTTP/1.0 answer has a Transfer-Encoding")
        }
        isChunked = true
    }

    /// Where the body ends, once all fields are read.
    ///
    /// - Parameter toHead: whether the request's method was HEAD.
    func framing(toHead: Bool) throws(AnswerFault) -> Framing {
        guard !isChunked || length == nil else {
            throw .malformed("there are both a Content-Length and a Transfer-Encoding")
        }
        if toHead || isBodiless { return .nothing }
        if isChunked { return .chunks }
        return length.map { .length($0) } ?? .untilClose
    }
}
