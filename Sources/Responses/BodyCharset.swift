import CLibXML2
import Glibc

/// The character encoding of an answer's body.
enum BodyCharset {
    /// The body as UTF-8.
    ///
    /// The charset is the one of a mark of UTF-16, else of Content-Type, else of a `<meta>` in the
    /// first 1024 bytes, else UTF-8. A charset that this machine does not know is taken as UTF-8.
    /// What cannot be decoded becomes U+FFFD; a body said to be UTF-8 stays as it is.
    static func utf8(of body: [UInt8], contentType: String?) -> [UInt8] {
        if case .other(let text) = converted(body, contentType: contentType) { text } else { body }
    }

    /// U+FFFD, which stands for what cannot be decoded.
    static let replacement = SearchedText([0xEF, 0xBF, 0xBD])

    enum Conversion {
        /// It is said to be UTF-8, or nothing says what it is.
        case utf8, unlabelled
        /// From another charset to UTF-8.
        case other([UInt8])
        /// A charset that this machine does not know.
        case unknown
    }

    /// The same, telling what the charset was.
    static func converted(_ body: [UInt8], contentType: String?) -> Conversion {
        let name: String?
        if body.starts(with: [0xFF, 0xFE]) {
            name = "UTF-16LE"
        } else if body.starts(with: [0xFE, 0xFF]) {
            name = "UTF-16BE"
        } else if let contentType, let label = label(in: contentType.utf8Span.span) {
            name = converterName(label, in: contentType.utf8Span.span, of: body)
        } else {
            let beginning = body.span.extracting(first: 1024)
            guard hasMeta(beginning), let label = label(in: beginning) else { return .unlabelled }
            name = converterName(label, in: beginning, of: body)
        }
        guard let name else { return .utf8 }
        return decoded(body, from: name).map(Conversion.other) ?? .unknown
    }

    /// A text of seven bits that has the escapes of ISO-2022-JP, as UTF-8; `nil` for others.
    static func escaped(_ body: [UInt8]) -> [UInt8]? {
        let bytes = body.span
        var place = 0
        while let next = bytes.firstIndex(of: 0x1B, from: place), next + 2 < bytes.count {
            if bytes[next + 1] == UInt8(ascii: "$") || bytes[next + 1] == UInt8(ascii: "(") {
                return decoded(body, from: "ISO-2022-JP")
            }
            place = next + 1
        }
        return nil
    }

    /// The charsets that Japanese files without a label are in.
    static func japanese(_ body: [UInt8]) -> [[UInt8]] {
        ["CP932", "EUC-JP-MS"].compactMap { decoded(body, from: $0) }
    }

    /// Without a mark: text has more zeros in the first byte of two when that is the higher one.
    private static func isBigEndian(_ body: [UInt8]) -> Bool {
        let zeros = body.indices.prefix(4_096).filter { body[$0] == 0 }
        return zeros.count { $0.isMultiple(of: 2) } * 2 > zeros.count
    }

    private static func hasMeta(_ bytes: Span<UInt8>) -> Bool {
        bytes.indices.contains { bytes.holds("<meta", at: $0) }
    }

    /// Where the word after `charset=` stands.
    private static func label(in bytes: Span<UInt8>) -> Range<Int>? {
        for start in bytes.indices where bytes.holds("charset", at: start) {
            var place = start + 7
            func skip(_ isSkipped: (UInt8) -> Bool) {
                while place < bytes.count, isSkipped(bytes[place]) { place += 1 }
            }
            skip { $0 == UInt8(ascii: " ") }
            guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { continue }
            place += 1
            skip {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
            }
            let beginning = place
            skip(isPartOfLabel)
            return place > beginning ? beginning..<place : nil
        }
        return nil
    }

    private static func isPartOfLabel(_ byte: UInt8) -> Bool {
        switch byte.lowercase {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: ":"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The name iconv has for the charset, or `nil` for UTF-8.
    private static func converterName(
        _ label: Range<Int>,
        in bytes: Span<UInt8>,
        of body: [UInt8]
    ) -> String? {
        if bytes.holds("utf-8", in: label) { return nil }
        if bytes.holds("utf-16", in: label) { return isBigEndian(body) ? "UTF-16BE" : "UTF-16LE" }
        return converterName(label: bytes.text(label).lowercased())
    }

    /// The labels of Japanese and Western pages mean Microsoft's supersets, as they do in browsers.
    private static func converterName(label: String) -> String? {
        switch label {
        case "utf-8", "utf8", "us-ascii", "ascii": nil
        case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji", "cp932": "CP932"
        case "euc-jp", "x-euc-jp": "EUC-JP-MS"
        case "iso-8859-1", "latin1", "windows-1252", "cp1252": "CP1252"
        default: label
        }
    }

    /// - Returns: `nil` when iconv does not know the charset.
    private static func decoded(_ bytes: [UInt8], from charset: String) -> [UInt8]? {
        let converter = unsafe iconv_open("UTF-8", charset)
        // The C interface reports a failure as a pointer with the value −1.
        guard Int(bitPattern: converter) != -1, let converter = unsafe converter else {
            return nil
        }
        defer { unsafe iconv_close(converter) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 2)
        var place = 0
        while place < bytes.count {
            let (read, written, stopped) = unsafe step(converter, bytes, from: place)
            result.append(contentsOf: written)
            place += read
            if stopped {
                // The byte here starts nothing; go on behind it.
                result.append(contentsOf: replacement.bytes)
                place += 1
                _ = unsafe iconv(converter, nil, nil, nil, nil)
            }
        }
        return result
    }

    /// Converts until the buffer is full, the input ends, or a byte cannot be converted (`stopped`).
    private static func step(
        _ converter: iconv_t,
        _ bytes: [UInt8],
        from place: Int
    ) -> (read: Int, written: [UInt8], stopped: Bool) {
        let room = 64 << 10
        var read = 0
        var stopped = false
        let written = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe bytes.withUnsafeBytes { input in
                // iconv takes a mutable pointer but does not write to its input.
                var inputPlace = unsafe input.baseAddress.map {
                    unsafe UnsafeMutablePointer(
                        mutating: $0.assumingMemoryBound(to: CChar.self) + place
                    )
                }
                var inputLeft = bytes.count - place
                var outputLeft = room
                unsafe buffer.withMemoryRebound(to: CChar.self) { output in
                    var outputPlace = output.baseAddress
                    let outcome = unsafe iconv(
                        converter,
                        &inputPlace,
                        &inputLeft,
                        &outputPlace,
                        &outputLeft
                    )
                    stopped = outcome == -1 && errno != E2BIG
                }
                read = bytes.count - place - inputLeft
                count = room - outputLeft
            }
        }
        return (read, written, stopped)
    }
}
