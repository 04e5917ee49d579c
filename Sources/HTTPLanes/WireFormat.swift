import Engine

extension OutgoingRequest {
    /// Hands out the target without its query.
    func withPath<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe bytes.withUnsafeBytes { buffer in
            let target = unsafe buffer[targetPlace]
            let end = unsafe target.firstIndex(of: UInt8(ascii: "?")) ?? targetPlace.upperBound
            return unsafe body(
                UnsafeRawBufferPointer(rebasing: buffer[targetPlace.lowerBound..<end])
            )
        }
    }

    /// Hands out every header line without its CRLF, its name, and whether its value is blank.
    func forEachHeaderLine(
        _ body: (_ name: ArraySlice<UInt8>, _ isEmpty: Bool, _ line: ArraySlice<UInt8>) -> Void
    ) {
        var rest = bytes[headersPlace]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end].dropLast()
            rest = rest[(end + 1)...]
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let isEmpty = line[(colon + 1)...].allSatisfy { $0 == 0x20 || $0 == 0x09 }
            body(line[..<colon], isEmpty, line)
        }
    }

    /// Appends a part of the request's bytes.
    func append(_ range: Range<Int>, to wire: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe wire.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
        }
    }
}
