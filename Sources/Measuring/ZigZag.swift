/// HdrHistogram's whole numbers: ZigZag, then seven bits to a byte, a ninth byte with all eight.
enum ZigZag {
    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        for _ in 0..<8 {
            guard rest > 127 else {
                bytes.append(UInt8(rest))
                return
            }
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Takes one number from the front; `nil` when the bytes end inside it.
    static func take(from bytes: inout ArraySlice<UInt8>) -> Int64? {
        var value: UInt64 = 0
        for position in 0..<9 {
            guard let byte = bytes.popFirst() else { return nil }
            guard position < 8 else {
                value |= UInt64(byte) << 56
                break
            }
            value |= UInt64(byte & 127) << UInt64(7 * position)
            if byte < 128 { break }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
