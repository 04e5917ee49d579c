/// Appends whole numbers to bytes, small ones in few: ``ZigZag`` coding throughout.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int64) { ZigZag.append(value, to: &bytes) }
    mutating func append(_ value: Int) { append(Int64(value)) }
    mutating func append(_ value: UInt64) { append(Int64(bitPattern: value)) }

    mutating func append(_ value: Int128) {
        append(Int64(truncatingIfNeeded: value >> 64))
        append(Int64(truncatingIfNeeded: value))
    }

    mutating func append<Element>(
        list: some Collection<Element>,
        _ each: (inout ByteWriter, Element) -> Void
    ) {
        append(list.count)
        for element in list { each(&self, element) }
    }
}

/// Takes off the front what ``ByteWriter`` wrote; any bytes are safe to read.
struct ByteReader {
    /// The bytes end too early, or hold a number that cannot be.
    struct Damage: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func int64() throws(Damage) -> Int64 {
        guard let value = ZigZag.take(from: &rest) else { throw Damage() }
        return value
    }

    mutating func int() throws(Damage) -> Int { Int(try int64()) }
    mutating func uint64() throws(Damage) -> UInt64 { UInt64(bitPattern: try int64()) }

    mutating func int128() throws(Damage) -> Int128 {
        let high = Int128(try int64()) << 64
        return high | Int128(try uint64())
    }

    /// A number that must lie in a range.
    mutating func number<Value: FixedWidthInteger>(
        in range: ClosedRange<Value> = Value.min...Value.max
    ) throws(Damage) -> Value {
        guard let value = Value(exactly: try int64()), range.contains(value) else {
            throw Damage()
        }
        return value
    }

    /// A count that adds to others without overflow: at most 2⁴⁰.
    mutating func count() throws(Damage) -> Int { try number(in: 0...(1 << 40)) }

    mutating func list<Element>(
        _ each: (inout ByteReader) throws(Damage) -> Element
    ) throws(Damage) -> [Element] {
        let length = try count()
        // Every element takes a byte at least, so a small file never asks for much memory.
        guard length <= rest.count else { throw Damage() }
        var elements: [Element] = []
        for _ in 0..<length { elements.append(try each(&self)) }
        return elements
    }
}
