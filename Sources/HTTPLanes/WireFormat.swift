import Engine

extension OutgoingRequest {
    /// Appends the request as it goes over the wire (RFC 9112 §2.1), in the order in which libcurl
    /// writes it.
    ///
    /// - Parameter addCookies: appends the `Cookie` line, or nothing.
    func append(to wire: inout [UInt8], addCookies: (inout [UInt8]) -> Void) {
        wire.append(contentsOf: method.utf8)
        wire.append(0x20)
        append(0..<targetEnd, to: &wire)
        wire.append(contentsOf: " HTTP/1.1\r\n".utf8)
        if !own.contains(.host) {
            wire.append(contentsOf: "Host: ".utf8)
            wire.append(contentsOf: origin.authority.utf8)
            wire.append(contentsOf: "\r\n".utf8)
        }
        addCookies(&wire)
        append(targetEnd..<headersEnd, to: &wire)
        if hasBody, !own.contains(.contentLength) {
            wire.append(contentsOf: "Content-Length: ".utf8)
            Self.append(bytes.count - headersEnd, to: &wire)
            wire.append(contentsOf: "\r\n".utf8)
        }
        wire.append(contentsOf: "\r\n".utf8)
        append(headersEnd..<bytes.count, to: &wire)
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
