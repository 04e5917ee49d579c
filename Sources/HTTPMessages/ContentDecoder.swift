import CZlib

/// Expands compressed bodies, one after the other (RFC 9110 §8.4.1).
///
/// Its memory, about 60 KB, is taken once and serves any number of bodies; one decoder works on
/// one body at a time. It is strict: a body that is damaged, cut short or followed by anything
/// else is refused, and one that expands beyond a limit is stopped there.
@safe
package final class ContentDecoder {
    private enum Place {
        /// Nothing has come yet, or the one byte that does not tell zlib's format from raw data.
        case start
        case startOfDeflate(first: UInt8)
        case inside
        /// Behind a whole stream; gzip allows another one.
        case ended
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 16 << 10)
    private var place = Place.start
    private var isGzip = false
    private var keeps = false
    private var limit = 0
    /// The length of what has been expanded of this body, in bytes.
    package private(set) var count = 0

    /// Without memory for zlib there is no decoder.
    package init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(stream, Format.gzip.rawValue, ZLIB_VERSION, size) == Z_OK else {
            unsafe stream.deallocate()
            unsafe scratch.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
        unsafe scratch.deallocate()
    }

    /// zlib's numbers for the formats, with the largest window.
    private enum Format: Int32 {
        case gzip = 31
        case zlib = 15
        case raw = -15
    }

    /// Prepares for a body.
    ///
    /// - Parameters:
    ///   - coding: `gzip` or `deflate`; the latter with zlib's frame, or without as some services
    ///     send it.
    ///   - keeps: false only checks and counts.
    ///   - limit: the most bytes it may expand to.
    package func begin(_ coding: ContentCoding, keeps: Bool, limit: Int) {
        isGzip = coding == .gzip
        self.keeps = keeps
        self.limit = limit
        count = 0
        place = .start
    }

    /// Expands the next piece of a body and appends what comes out.
    package func decode(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout [UInt8]
    ) throws(AnswerFault) {
        var position = 0
        while position < bytes.count {
            switch place {
            case .start:
                if isGzip {
                    start(.gzip)
                } else {
                    place = .startOfDeflate(first: unsafe bytes[position])
                    position += 1
                }
            case .startOfDeflate(let first):
                let isFramed = unsafe Self.isZlibHeader(first, bytes[position])
                start(isFramed ? .zlib : .raw)
                unsafe try withUnsafeBytes(of: first) { (byte) throws(AnswerFault) in
                    _ = unsafe try inflate(byte, into: &output)
                }
            case .inside:
                let rest = unsafe bytes.part(position, bytes.count)
                position += unsafe try inflate(rest, into: &output)
            case .ended:
                guard isGzip else { throw .malformed("something follows the compressed body") }
                start(.gzip)
            }
        }
    }

    /// Tells that the body is complete; an empty one is taken for the empty text.
    package func finish() throws(AnswerFault) {
        switch place {
        case .start, .ended: return
        case .startOfDeflate, .inside: throw .malformed("the compressed body is cut short")
        }
    }

    private func start(_ format: Format) {
        unsafe inflateReset2(stream, format.rawValue)
        place = .inside
    }

    /// RFC 1950 §2.2: method 8, and both bytes together a multiple of 31.
    private static func isZlibHeader(_ first: UInt8, _ second: UInt8) -> Bool {
        first & 0x0F == 8 && (Int(first) << 8 | Int(second)) % 31 == 0
    }

    /// Expands bytes up to the stream's end at most; returns how many it took.
    private func inflate(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout [UInt8]
    ) throws(AnswerFault) -> Int {
        let taken = min(bytes.count, Int(UInt32.max))
        // zlib does not write to its input; the type is C's of old.
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        unsafe stream.pointee.avail_in = UInt32(taken)
        while true {
            unsafe stream.pointee.next_out = scratch.baseAddress
            unsafe stream.pointee.avail_out = UInt32(scratch.count)
            let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            let produced = unsafe scratch.count - Int(stream.pointee.avail_out)
            guard produced <= limit - count else { throw .tooLarge }
            count += produced
            if keeps { unsafe output.append(contentsOf: scratch[..<produced]) }
            let left = unsafe Int(stream.pointee.avail_in)
            switch status {
            case Z_STREAM_END:
                place = .ended
                return taken - left
            case Z_OK, Z_BUF_ERROR:
                // With room left in the scratch there is nothing more to come of these bytes.
                if unsafe left == 0 && produced < scratch.count { return taken }
                guard status == Z_OK else { throw .malformed("the compressed body is damaged") }
            default: throw .malformed("the compressed body is damaged")
            }
        }
    }
}
