import CZlib

/// Whole-buffer compression with zlib.
package enum Zlib {
    /// The CRC-32 of bytes (ISO 3309), as gzip uses it.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer {
            UInt32(truncatingIfNeeded: unsafe crc32_z(0, $0.baseAddress, $0.count))
        }
    }

    /// The compressed bytes; `nil` only when zlib has no memory.
    package static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var length = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        let status = unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe compress2(
                    target.baseAddress,
                    &length,
                    source.baseAddress,
                    uLong(source.count),
                    Z_DEFAULT_COMPRESSION
                )
            }
        }
        guard status == Z_OK else { return nil }
        output.removeLast(output.count - Int(length))
        return output
    }

    /// The expanded bytes; `nil` when the stream is damaged, cut short, or expands to more than
    /// the limit, so a small file cannot fill the memory.
    package static func expand(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var length = uLong(limit)
        var output = [UInt8](repeating: 0, count: limit)
        let status = unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe uncompress(
                    target.baseAddress,
                    &length,
                    source.baseAddress,
                    uLong(source.count)
                )
            }
        }
        guard status == Z_OK else { return nil }
        output.removeLast(output.count - Int(length))
        return output
    }
}
