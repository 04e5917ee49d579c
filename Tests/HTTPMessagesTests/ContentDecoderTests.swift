import CZlib
import HTTPMessages
import Testing

@Suite struct ContentDecoderTests {
    enum Wrapping: Int32, CaseIterable {
        case gzip = 31
        case zlib = 15
        case raw = -15

        var coding: ContentCoding { self == .gzip ? .gzip : .deflate }
    }

    @Test(arguments: Wrapping.allCases)
    func expandsHoweverTheBodyIsCut(wrapping: Wrapping) throws {
        for plain in Self.samples {
            let packed = Self.pack(plain, wrapping)
            #expect(try Self.expand([packed[...]], wrapping.coding) == plain)
            #expect(
                try Self.expand(packed.indices.map { packed[$0...$0] }, wrapping.coding) == plain
            )
            for cut in stride(from: 0, to: packed.count, by: max(1, packed.count / 50)) {
                let pieces = [packed[..<cut], packed[cut...]]
                #expect(try Self.expand(pieces, wrapping.coding) == plain)
            }
        }
    }

    @Test func servesManyBodiesInTurn() throws {
        let decoder = try #require(ContentDecoder())
        for round in 0..<10 {
            for wrapping in Wrapping.allCases {
                let plain = Self.samples[round % Self.samples.count]
                let packed = Self.pack(plain, wrapping)
                #expect(try Self.expand([packed[...]], wrapping.coding, with: decoder) == plain)
                // One that is given up in the middle leaves nothing behind.
                decoder.begin(wrapping.coding, keeps: true, limit: 1 << 20)
                var output: [UInt8] = []
                try unsafe packed[..<(packed.count / 2)].withUnsafeBytes {
                    try unsafe decoder.decode($0, into: &output)
                }
            }
        }
    }

    @Test(arguments: Wrapping.allCases)
    func refusesWhatIsCutShort(wrapping: Wrapping) {
        let packed = Self.pack(Self.samples[2], wrapping)
        for count in 1..<packed.count {
            #expect(throws: AnswerFault.malformed("the compressed body is cut short")) {
                try Self.expand([packed[..<count]], wrapping.coding)
            }
        }
    }

    @Test(arguments: Wrapping.allCases)
    func refusesWhatFollows(wrapping: Wrapping) {
        for more in [[0], [0x1F], [0x41, 0x42], [0x1F, 0x8B, 0]] as [[UInt8]] {
            let packed = Self.pack(Self.samples[1], wrapping) + more
            #expect(throws: AnswerFault.self) { try Self.expand([packed[...]], wrapping.coding) }
        }
    }

    @Test func takesSeveralMembersOfGzip() throws {
        let packed = Self.pack([1, 2], .gzip) + Self.pack([], .gzip) + Self.pack([3], .gzip)
        #expect(try Self.expand([packed[...]], .gzip) == [1, 2, 3])
        #expect(try Self.expand(packed.indices.map { packed[$0...$0] }, .gzip) == [1, 2, 3])
        let twice = Self.pack([1], .zlib) + Self.pack([2], .zlib)
        #expect(throws: AnswerFault.malformed("something follows the compressed body")) {
            try Self.expand([twice[...]], .deflate)
        }
    }

    @Test(arguments: [Wrapping.gzip, .zlib])
    func noticesEveryFlippedBitOfTheChecksum(wrapping: Wrapping) {
        let packed = Self.pack(Self.samples[2], wrapping)
        for back in 1...4 {
            for bit in 0..<8 {
                var damaged = packed
                damaged[damaged.count - (wrapping == .gzip ? 4 : 0) - back] ^= 1 << bit
                #expect(throws: AnswerFault.malformed("the compressed body is damaged")) {
                    try Self.expand([damaged[...]], wrapping.coding)
                }
            }
        }
    }

    @Test(arguments: ["<html>", "gzip", "\u{1F}", "hello, hello, hello"])
    func refusesPlainText(text: String) {
        for coding in [ContentCoding.gzip, .deflate] {
            #expect(throws: AnswerFault.self) { try Self.expand([[UInt8](text.utf8)[...]], coding) }
        }
    }

    @Test(arguments: [ContentCoding.gzip, .deflate])
    func takesNothingForNothing(coding: ContentCoding) throws {
        #expect(try Self.expand([], coding) == [])
        #expect(try Self.expand([[]], coding) == [])
    }

    @Test(arguments: Wrapping.allCases)
    func stopsAtTheLimit(wrapping: Wrapping) throws {
        let packed = Self.pack([UInt8](repeating: 0, count: 1 << 20), wrapping)
        #expect(packed.count < 3000)
        #expect(try Self.expand([packed[...]], wrapping.coding, limit: 1 << 20).count == 1 << 20)
        for keeps in [true, false] {
            #expect(throws: AnswerFault.tooLarge) {
                let limit = (1 << 20) - 1
                _ = try Self.expand([packed[...]], wrapping.coding, keeps: keeps, limit: limit)
            }
        }
    }

    @Test func onlyCountsWhatIsNotKept() throws {
        let decoder = try #require(ContentDecoder())
        let packed = Self.pack(Self.samples[3], .gzip)
        #expect(try Self.expand([packed[...]], .gzip, keeps: false, with: decoder).isEmpty)
        #expect(decoder.count == Self.samples[3].count)
    }

    // MARK: Material

    private static let samples: [[UInt8]] = {
        var numbers = SeededNumbers(state: 7)
        return [
            [], [UInt8]("a".utf8), [UInt8]("hello, hello, hello".utf8),
            (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &numbers) },
            [UInt8](repeating: 0x78, count: 100_000),
        ]
    }()

    private static func expand(
        _ pieces: [ArraySlice<UInt8>],
        _ coding: ContentCoding,
        keeps: Bool = true,
        limit: Int = 1 << 20,
        with decoder: ContentDecoder? = ContentDecoder()
    ) throws -> [UInt8] {
        let decoder = try #require(decoder)
        decoder.begin(coding, keeps: keeps, limit: limit)
        var output: [UInt8] = []
        for piece in pieces {
            try unsafe piece.withUnsafeBytes { try unsafe decoder.decode($0, into: &output) }
        }
        try decoder.finish()
        return output
    }

    private static func pack(_ bytes: [UInt8], _ wrapping: Wrapping) -> [UInt8] {
        var stream = unsafe z_stream()
        var output = [UInt8](repeating: 0, count: bytes.count + 1000)
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        unsafe deflateInit2_(
            &stream,
            9,
            Z_DEFLATED,
            wrapping.rawValue,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        var input = bytes
        let count = unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe input.withUnsafeMutableBufferPointer { source in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                unsafe deflate(&stream, Z_FINISH)
                return unsafe target.count - Int(stream.avail_out)
            }
        }
        unsafe deflateEnd(&stream)
        return Array(output[..<count])
    }
}
