import CZlib

/// The contents of a zip archive, which a spreadsheet (xlsx) is too.
///
/// The format is that of PKWARE's APPNOTE 6.3.10, §4.3; read are members that are stored or deflated, as
/// ISO/IEC 21320-1 has them. It is strict, for a text that is passed over is a leak that nobody sees:
/// the members must lie side by side from the first byte to the directory, so that nothing is hidden
/// between them, and each must expand to the length and checksum that the directory names.
struct ZipArchive {
    /// What could be read of the members, in the order of the directory.
    private(set) var contents: [[UInt8]] = []
    /// Whether that is everything: nothing is damaged, encrypted, packed in another way, or too large.
    private(set) var isWhole = false

    /// The most bytes that an answer may expand to, archives within it included.
    static let mostBytes = 64 << 20

    private struct Member {
        let method: Int
        let checksum: UInt
        let packed: Int
        let length: Int
        let place: Int
        /// Whether its lengths are repeated behind it.
        let hasDescriptor: Bool
    }

    private enum Method {
        static let stored = 0
        static let deflated = 8
    }

    /// - Parameter room: how many bytes it may expand to; what it takes is subtracted.
    init(_ bytes: [UInt8], room: inout Int) {
        guard let (members, directory) = Self.directory(of: bytes) else { return }
        var isWhole = true
        var end = 0
        for member in members.sorted(by: { $0.place < $1.place }) {
            guard end == member.place,
                let body = Self.body(of: member, in: bytes, before: directory)
            else {
                isWhole = false
                break
            }
            end = body.upperBound
            if member.hasDescriptor { end += Self.descriptor(in: bytes, at: end) }
            guard member.length <= room, let content = Self.expanded(bytes, body, member) else {
                isWhole = false
                continue
            }
            room -= content.count
            contents.append(content)
        }
        self.isWhole = isWhole && end == directory
    }

    // MARK: Directory

    /// The members, and where the directory begins; `nil` when there is none, or one of zip64.
    private static func directory(of bytes: [UInt8]) -> ([Member], Int)? {
        guard let end = endOfDirectory(in: bytes) else { return nil }
        let count = bytes.number(2, at: end + 10)
        let size = bytes.number(4, at: end + 12)
        let begin = bytes.number(4, at: end + 16)
        // One disk, and no extension between the directory and its end.
        guard bytes.number(4, at: end + 4) == 0, bytes.number(2, at: end + 8) == count,
            begin + size == end
        else { return nil }
        var members: [Member] = []
        var place = begin
        for _ in 0..<count {
            guard place + 46 <= end, bytes.number(4, at: place) == 0x0201_4B50 else { return nil }
            let flags = bytes.number(2, at: place + 8)
            let isEncrypted = flags & 0x2041 != 0
            members.append(
                Member(
                    method: isEncrypted ? -1 : bytes.number(2, at: place + 10),
                    checksum: UInt(bytes.number(4, at: place + 16)),
                    packed: bytes.number(4, at: place + 20),
                    length: bytes.number(4, at: place + 24),
                    place: bytes.number(4, at: place + 42),
                    hasDescriptor: flags & 8 != 0
                )
            )
            let lengths = [28, 30, 32].map { bytes.number(2, at: place + $0) }
            place += 46 + lengths.reduce(0, +)
        }
        return place == end ? (members, begin) : nil
    }

    /// The record that ends the archive, with a comment behind it at most.
    private static func endOfDirectory(in bytes: [UInt8]) -> Int? {
        let last = bytes.count - 22
        guard last >= 0 else { return nil }
        for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
        where bytes.number(4, at: place) == 0x0605_4B50
            && bytes.number(2, at: place + 20) == last - place
        {
            return place
        }
        return nil
    }

    // MARK: Members

    private static func body(
        of member: Member,
        in bytes: [UInt8],
        before directory: Int
    ) -> Range<Int>? {
        let place = member.place
        guard place + 30 <= directory, bytes.number(4, at: place) == 0x0403_4B50,
            bytes.number(2, at: place + 8) == member.method
        else { return nil }
        let names = bytes.number(2, at: place + 26) + bytes.number(2, at: place + 28)
        let start = place + 30 + names
        guard start + member.packed <= directory else { return nil }
        return start..<(start + member.packed)
    }

    /// How long the lengths behind a member are: with or without a signature.
    private static func descriptor(in bytes: [UInt8], at place: Int) -> Int {
        place + 16 <= bytes.count && bytes.number(4, at: place) == 0x0807_4B50 ? 16 : 12
    }

    private static func expanded(
        _ bytes: [UInt8],
        _ body: Range<Int>,
        _ member: Member
    ) -> [UInt8]? {
        let content: [UInt8]?
        switch member.method {
        case Method.stored: content = Array(bytes[body])
        case Method.deflated: content = inflated(bytes, body, length: member.length)
        default: content = nil
        }
        guard let content, content.count == member.length else { return nil }
        let checksum = unsafe content.withUnsafeBufferPointer { content in
            unsafe crc32_z(0, content.baseAddress, content.count)
        }
        return content.isEmpty || checksum == member.checksum ? content : nil
    }

    /// `nil` when the stream does not end after exactly so many bytes.
    private static func inflated(_ bytes: [UInt8], _ body: Range<Int>, length: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
            return nil
        }
        defer { unsafe inflateEnd(&stream) }
        var status = Z_OK
        // One byte more, so that a longer stream is seen.
        let content = unsafe [UInt8](unsafeUninitializedCapacity: length + 1) { output, count in
            unsafe bytes[body].withUnsafeBufferPointer { input in
                // zlib does not write to its input; the type is C's of old.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(length + 1)
                unsafe status = inflate(&stream, Z_FINISH)
                unsafe count = length + 1 - Int(stream.avail_out)
            }
        }
        return unsafe status == Z_STREAM_END && stream.avail_in == 0 ? content : nil
    }
}

extension [UInt8] {
    /// A number of two or four bytes, the least significant first; 0 beyond the end.
    fileprivate func number(_ length: Int, at place: Int) -> Int {
        guard place >= 0, place + length <= count else { return 0 }
        return (0..<length).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
    }
}
