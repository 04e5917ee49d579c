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

    /// Appends a part of the request's bytes.
    func append(_ range: Range<Int>, to wire: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe wire.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
        }
    }
}
