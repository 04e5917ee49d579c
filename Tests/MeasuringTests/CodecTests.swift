import Encodings
import Testing
import Timekeeping

@testable import Measuring

@Suite("The encoding of histograms")
struct CodecTests {
    static func histogram(_ generator: inout TestGenerator, values: Int) -> SparseHistogram {
        var histogram = SparseHistogram()
        for _ in 0..<values { histogram.record(generator.time()) }
        return histogram
    }

    @Test("what was encoded is decoded bucket by bucket", arguments: 1...40)
    func roundTrip(seed: UInt64) throws {
        var generator = TestGenerator(state: seed)
        let count = [0, 1, 2, 10, 1_000][Int(seed % 5)]
        let original = Self.histogram(&generator, values: count)
        let text = try #require(HistogramCodec.encode(original))
        let decoded = try HistogramCodec.decode(text.utf8)
        #expect(decoded.entries == original.entries)
        #expect(decoded.extent.count == original.extent.count)
        #expect(HistogramCodec.encode(LatencyHistogram(original)) == text)
        let again = try #require(HistogramCodec.encode(decoded))
        #expect(again == text)
    }

    @Test("figures of a decoded histogram lie within their buckets")
    func figures() throws {
        var generator = TestGenerator(state: 99)
        let original = LatencyHistogram(Self.histogram(&generator, values: 5_000))
        let text = try #require(HistogramCodec.encode(original))
        let decoded = LatencyHistogram(try HistogramCodec.decode(text.utf8))
        #expect(decoded.indexedCounts.elementsEqual(original.indexedCounts, by: ==))
        for percent in [50.0, 90, 99] {
            #expect(decoded.percentile(percent) == original.percentile(percent))
        }
    }

    /// Numbers with the bytes HdrHistogram's ZigZagEncoding gives them.
    static let numbers: [(Int64, [UInt8])] = [
        (0, [0]), (-1, [1]), (1, [2]), (63, [126]), (64, [128, 1]), (-64, [127]),
        (.max, [254, 255, 255, 255, 255, 255, 255, 255, 255]),
        (.min, [255, 255, 255, 255, 255, 255, 255, 255, 255]),
    ]

    @Test("numbers have at most nine bytes, the ninth with all eight bits", arguments: numbers)
    func zigZag(value: Int64, bytes: [UInt8]) {
        var written: [UInt8] = []
        ZigZag.append(value, to: &written)
        #expect(written == bytes)
        var rest = bytes[...]
        #expect(ZigZag.take(from: &rest) == value)
        #expect(rest.isEmpty)
        var cut = bytes.dropLast()
        #expect(ZigZag.take(from: &cut) == nil)
    }

    @Test("any number reads back")
    func zigZagRandom() {
        var generator = TestGenerator(state: 4)
        for _ in 0..<10_000 {
            let value = Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64)
            var bytes: [UInt8] = []
            ZigZag.append(value, to: &bytes)
            var rest = bytes[...]
            #expect(ZigZag.take(from: &rest) == value)
        }
    }

    @Test("Base64 has the vectors of RFC 4648, and refuses what is none")
    func base64() {
        let vectors = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, coded) in vectors {
            #expect(Base64.encode(Array(plain.utf8)) == Array(coded.utf8))
            #expect(Base64.decode(coded.utf8) == Array(plain.utf8))
        }
        for text in ["Z", "Zg=", "Zg", "Z===", "====", "Zm9v====", "Zm=v", "Zm9\n", "Zmé"] {
            #expect(Base64.decode(text.utf8) == nil, "\(text)")
        }
    }

    @Test("older encodings and strange bytes are named")
    func oldEncodings() {
        func error(_ bytes: [UInt8]) -> HistogramCodecError? {
            do {
                _ = try HistogramCodec.decode(Base64.encode(bytes))
                return nil
            } catch {
                return error
            }
        }
        // V0 and V1 as HdrHistogram writes them, with the word size in the fifth to eighth bit.
        #expect(error([0x1c, 0x84, 0x93, 0x89, 0, 0, 0, 0]) == .oldEncoding(version: 0))
        #expect(error([0x1c, 0x84, 0x93, 0x09, 0, 0, 0, 0]) == .oldEncoding(version: 0))
        #expect(error([0x1c, 0x84, 0x93, 0x02, 0, 0, 0, 0]) == .oldEncoding(version: 1))
        #expect(error([0x1c, 0x84, 0x93, 0x22, 0, 0, 0, 0]) == .oldEncoding(version: 1))
        #expect(error([1, 2, 3, 4, 0, 0, 0, 0]) == .unknownCookie(0x0102_0304))
        #expect(error([]) == .truncated)
        #expect(error([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 9, 1]) == .truncated)
        #expect(error([0x1c, 0x84, 0x93, 0x14, 255, 255, 255, 255]) == .truncated)
        #expect(error([0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 2, 1, 1]) == .notExpandable)
        for error in [HistogramCodecError.oldEncoding(version: 1), .notBase64, .truncated] {
            #expect(!error.description.isEmpty)
        }
    }

    @Test("a small stream that expands to megabytes is refused before it does")
    func bomb() throws {
        let packed = try #require(Zlib.compress([UInt8](repeating: 0, count: 50_000_000)))
        #expect(packed.count < 100_000)
        #expect(throws: HistogramCodecError.notExpandable) {
            try HistogramCodec.decode(Base64.encode(Self.wrapped(packed)))
        }
    }

    @Test("a header of another layout, and counts that cannot be, are refused")
    func otherLayout() throws {
        func decode(digits: UInt8 = 3, counts: [UInt8], length: UInt8? = nil) throws {
            var inner: [UInt8] = [0x1c, 0x84, 0x93, 0x13]
            inner += [0, 0, 0, length ?? UInt8(counts.count)] + [0, 0, 0, 0, 0, 0, 0, digits]
            inner += [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0, 0, 0, 0xd6, 0x93, 0xa4, 0]
            inner += [0x3f, 0xf0, 0, 0, 0, 0, 0, 0] + counts
            let packed = try #require(Zlib.compress(inner))
            _ = try HistogramCodec.decode(Base64.encode(Self.wrapped(packed)))
        }
        try decode(counts: [2])
        try decode(counts: [])
        #expect(throws: HistogramCodecError.otherLayout(digits: 2, lowest: 1, ratio: 1)) {
            try decode(digits: 2, counts: [2])
        }
        #expect(throws: HistogramCodecError.truncated) { try decode(counts: [2], length: 9) }
        #expect(throws: HistogramCodecError.truncated) { try decode(counts: [128]) }
        var tooMany: [UInt8] = []
        ZigZag.append(-23_551, to: &tooMany)
        ZigZag.append(1, to: &tooMany)
        try decode(counts: tooMany)
        #expect(throws: HistogramCodecError.impossibleCount) {
            try decode(counts: tooMany + [2])
        }
        for count in [Int64.min, .max, Int64(UInt32.max) + 1] {
            var counts: [UInt8] = []
            ZigZag.append(count, to: &counts)
            #expect(throws: HistogramCodecError.impossibleCount) { try decode(counts: counts) }
        }
    }

    @Test("random and damaged bytes give an error or a histogram, never a trap")
    func hostile() throws {
        var generator = TestGenerator(state: 17)
        for _ in 0..<3_000 {
            let length = Int(generator.next() % 80)
            var bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            if generator.next() % 2 == 0 { bytes = [0x1c, 0x84, 0x93, 0x14, 0, 0, 0, 9] + bytes }
            _ = try? HistogramCodec.decode(bytes)
            _ = try? HistogramCodec.decode(Base64.encode(bytes))
            // Behind a good zlib stream too: header and counts at random.
            var inner = bytes
            if generator.next() % 2 == 0 {
                inner = Array(Self.header) + bytes
            }
            let packed = try #require(Zlib.compress(inner))
            _ = try? HistogramCodec.decode(Base64.encode(Self.wrapped(packed)))
        }
    }

    /// A header in order, with a payload of 20 bytes to follow.
    private static let header: [UInt8] =
        [0x1c, 0x84, 0x93, 0x13, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 3]
        + [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0, 0, 0, 0xd6, 0x93, 0xa4, 0]
        + [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]

    private static func wrapped(_ packed: [UInt8]) -> [UInt8] {
        let length = UInt32(packed.count)
        return [0x1c, 0x84, 0x93, 0x14]
            + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + packed
    }
}
