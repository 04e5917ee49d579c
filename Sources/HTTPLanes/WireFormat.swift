import Engine

extension OutgoingRequest {
    // A request as it goes over the wire (RFC 9112 §2.1), in the order in which libcurl writes it:
    // its beginning, the `Cookie` line, and the rest.

    /// Appends the request line and the host.
    func appendBeginning(to wire: inout [UInt8]) {
        wire.append(contentsOf: method.utf8)
        wire.append(0x20)
        append(0..<targetEnd, to: &wire)
        if own.contains(.host) {
            Self.append(" HTTP/1.1\r\n", to: &wire)
        } else {
            Self.append(" HTTP/1.1\r\nHost: ", to: &wire)
            wire.append(contentsOf: origin.authority.utf8)
            Self.append("\r\n", to: &wire)
        }
    }

    /// Appends the request's own header lines, the length of the body and the body.
    func appendRest(to wire: inout [UInt8]) {
        append(targetEnd..<headersEnd, to: &wire)
        guard hasBody else {
            Self.append("\r\n", to: &wire)
            return
        }
        if !own.contains(.contentLength) {
            Self.append("Content-Length: ", to: &wire)
            Self.append(bytes.count - headersEnd, to: &wire)
            Self.append("\r\n", to: &wire)
        }
        Self.append("\r\n", to: &wire)
        append(headersEnd..<bytes.count, to: &wire)
    }

    private static func append(_ text: StaticString, to wire: inout [UInt8]) {
        unsafe wire.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        )
    }

    private func append(_ range: Range<Int>, to wire: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe wire.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
        }
    }

    /// Appends a count in decimal digits.
    private static func append(_ count: Int, to wire: inout [UInt8]) {
        var power = 1
        while count / power > 9 { power *= 10 }
        while power > 0 {
            wire.append(UInt8(ascii: "0") + UInt8(count / power % 10))
            power /= 10
        }
    }

    /// Hands out the target without its query.
    func withPath<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe bytes.withUnsafeBytes { buffer in
            let target = unsafe buffer[..<targetEnd]
            let end = unsafe target.firstIndex(of: UInt8(ascii: "?")) ?? targetEnd
            return unsafe body(UnsafeRawBufferPointer(rebasing: buffer[..<end]))
        }
    }
}
