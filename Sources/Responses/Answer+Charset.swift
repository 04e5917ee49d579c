extension Answer {
    /// A body as UTF-8 where it is in another encoding; `nil` where it is UTF-8 already.
    ///
    /// - Parameter head: the field lines as they came.
    package static func converted(_ body: [UInt8], head: [UInt8]) -> [UInt8]? {
        guard !body.isEmpty else { return nil }
        let type = charset(in: head)
        switch type {
        case .utf8: return nil
        case .unknown: break
        case .other(let field):
            let converted = BodyCharset.utf8(of: body, contentType: field)
            return converted == body ? nil : converted
        }
        let converted = BodyCharset.utf8(of: body, contentType: nil)
        return converted == body ? nil : converted
    }

    private enum Charset {
        case utf8, unknown
        case other(field: String)
    }

    /// What `Content-Type` says of the encoding; takes memory only for what is not UTF-8.
    private static func charset(in head: [UInt8]) -> Charset {
        let bytes = head.span
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            if bytes.holds("content-type:", at: start) {
                guard let label = place(of: "charset=", in: bytes, start..<end) else {
                    return .unknown
                }
                let isUTF8 =
                    bytes.holds("utf-8", at: label) || bytes.holds("\"utf-8", at: label)
                    || bytes.holds("us-ascii", at: label)
                return isUTF8 ? .utf8 : .other(field: bytes.text(start..<end))
            }
            start = end + 1
        }
        return .unknown
    }

    /// The place behind a text.
    private static func place(
        of text: StaticString,
        in bytes: Span<UInt8>,
        _ part: Range<Int>
    ) -> Int? {
        for place in part where bytes.holds(text, at: place) {
            return place + text.utf8CodeUnitCount
        }
        return nil
    }
}
