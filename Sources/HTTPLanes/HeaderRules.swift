/// What makes the end of an answer doubtful, and libcurl takes all the same (RFC 9112 §6.3).
///
/// A pure reading of the lines of one header block; the words are those of the other lane.
package enum HeaderRules {
    /// What the status line says.
    package struct Status: Equatable {
        package private(set) var code = 0
        package private(set) var isHTTP10 = false
        package private(set) var isHTTP2 = false
        /// Whether it is a status line by RFC 9112 §4, or libcurl's for HTTP/2.
        package private(set) var isSound = false

        package init() {}

        package init(_ line: some Sequence<UInt8>) {
            let line = Array(line.prefix(14))
            isHTTP10 = line.starts(with: "HTTP/1.0 ".utf8)
            isHTTP2 = line.starts(with: "HTTP/2 ".utf8)
            guard isHTTP10 || isHTTP2 || line.starts(with: "HTTP/1.1 ".utf8) else { return }
            let rest = line.drop { $0 != 0x20 }.dropFirst()
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            let next = rest.dropFirst(digits.count).first
            isSound = digits.count == 3 && code >= 100 && [nil, 0x20, 0x0D, 0x0A].contains(next)
        }

        /// Answers that never have a body, whatever their fields say.
        var isBodiless: Bool { code == 204 || code == 304 }
    }

    /// What the fields say about the body.
    package struct Framing: Equatable {
        package var length: Int?
        package var isChunked = false

        package init(length: Int? = nil, isChunked: Bool = false) {
            self.length = length
            self.isChunked = isChunked
        }
    }

    /// Why a header block cannot be relied on.
    package enum Verdict: Equatable {
        case sound(Framing)
        case malformed(String)
    }

    /// Judges the fields of a final answer.
    ///
    /// - Parameter ends: the index behind each line, line ends included.
    package static func judge(_ bytes: [UInt8], ends: [Int], status: Status) -> Verdict {
        var framing = Framing()
        var start = 0
        var line = 0
        while line < ends.count {
            var end = ends[line]
            line += 1
            // An obsolete fold goes on with the value.
            while line < ends.count, isBlank(bytes[end]) {
                end = ends[line]
                line += 1
            }
            let field = bytes[start..<end]
            start = end
            guard let colon = field.firstIndex(of: UInt8(ascii: ":")) else {
                return .malformed("a header line has no colon")
            }
            guard colon > field.startIndex, field[..<colon].allSatisfy(isTokenByte) else {
                return .malformed("a header's name is not a token")
            }
            if status.isBodiless { continue }
            let value = field[(colon + 1)...]
            var fault: String?
            switch colon - field.startIndex {
            case 14 where matches(field[..<colon], "content-length"):
                fault = read(length: value, into: &framing)
            case 17 where matches(field[..<colon], "transfer-encoding"):
                fault = read(coding: value, into: &framing, status: status)
            default: break
            }
            if let fault { return .malformed(fault) }
        }
        guard framing.length == nil || !framing.isChunked else {
            return .malformed("there are both a Content-Length and a Transfer-Encoding")
        }
        return .sound(framing)
    }

    /// Several equal lengths may stand for one (RFC 9110 §8.6).
    private static func read(length value: ArraySlice<UInt8>, into framing: inout Framing)
        -> String?
    {
        var rest = value
        while true {
            let comma = rest.firstIndex(of: UInt8(ascii: ","))
            guard let number = decimal(trimmed(rest[..<(comma ?? rest.endIndex)])) else {
                return "the Content-Length is not a number, or too big a one"
            }
            guard framing.length == nil || framing.length == number else {
                return "there are two Content-Length that differ"
            }
            framing.length = number
            guard let comma else { return nil }
            rest = rest[(comma + 1)...]
        }
    }

    private static func read(
        coding value: ArraySlice<UInt8>,
        into framing: inout Framing,
        status: Status
    ) -> String? {
        guard !framing.isChunked, matches(trimmed(value), "chunked") else {
            return "the Transfer-Encoding is not \"chunked\""
        }
        guard !status.isHTTP10 else { return "an HTTP/1.0 answer has a Transfer-Encoding" }
        framing.isChunked = true
        return nil
    }

    private static func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count < 19, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let last = bytes.last, isBlank(last) || last == 0x0D || last == 0x0A {
            bytes.removeLast()
        }
        while let first = bytes.first, isBlank(first) || first == 0x0D || first == 0x0A {
            bytes.removeFirst()
        }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether the bytes are that text of lower-case letters, in any case.
    private static func matches(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            unsafe bytes.elementsEqual(wanted) { $0 == $1 || $0 | 0x20 == $1 && $1 > 0x60 }
        }
    }

    /// RFC 9110 §5.6.2.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
    }
}
