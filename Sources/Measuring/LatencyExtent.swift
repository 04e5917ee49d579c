package import Timekeeping

/// What is known exactly about recorded times, beside their buckets.
package struct LatencyExtent: Hashable, Sendable {
    /// How many times were recorded.
    package private(set) var count: UInt64 = 0
    /// Of these, how many were longer than an hour and stand in the last bucket.
    package private(set) var clipped: UInt64 = 0
    /// Times refused because they were negative; they are in no other figure.
    package private(set) var refused: UInt64 = 0
    /// The sum in ns; 128 bits, since a day of slow operations overflows 64.
    package private(set) var sum: Int128 = 0
    private var shortest = Nanoseconds(.max)
    private var longest = Nanoseconds(.min)

    package init() {}

    /// The shortest time, exact to the ns; `nil` when empty.
    package var minimum: Nanoseconds? { count > 0 ? shortest : nil }
    /// The longest time, exact to the ns; `nil` when empty.
    package var maximum: Nanoseconds? { count > 0 ? longest : nil }
    /// The mean; `nil` when empty.
    package var mean: Nanoseconds? {
        count > 0 ? Nanoseconds(Int64(clamping: sum / Int128(count))) : nil
    }

    /// Takes a time in, and answers its bucket; `nil` when it was refused.
    @inline(__always)
    mutating func admit(_ time: Nanoseconds) -> Int? {
        guard time >= .zero else {
            refused += 1
            return nil
        }
        let microseconds = time.microsecondsRoundedUp
        if microseconds > LatencyBuckets.highest { clipped += 1 }
        count += 1
        sum += Int128(time.count)
        shortest = min(shortest, time)
        longest = max(longest, time)
        return LatencyBuckets.index(
            ofMicroseconds: min(microseconds, LatencyBuckets.highest)
        )
    }

    /// Takes in a bucket read from a file, of which only the bounds are known.
    mutating func admit(bucket index: Int, count added: UInt64) {
        guard added > 0 else { return }
        let low = LatencyBuckets.lowest(at: index)
        let high = min(LatencyBuckets.highest(at: index), LatencyBuckets.highest)
        count &+= added
        sum += Int128((low + high) * 500) * Int128(added)
        shortest = min(shortest, Nanoseconds(low * 1_000))
        longest = max(longest, Nanoseconds(high * 1_000))
    }

    mutating func merge(_ other: LatencyExtent) {
        count += other.count
        clipped += other.clipped
        refused += other.refused
        sum += other.sum
        shortest = min(shortest, other.shortest)
        longest = max(longest, other.longest)
    }
}

extension LatencyExtent {
    func write(to writer: inout ByteWriter) {
        writer.append(count)
        writer.append(refused)
        guard count > 0 else { return }
        writer.append(clipped)
        writer.append(sum)
        writer.append(shortest.count)
        writer.append(longest.count)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        count = UInt64(try reader.count())
        refused = UInt64(try reader.count())
        guard count > 0 else { return }
        clipped = try reader.number(in: 0...count)
        sum = try reader.int128()
        guard (0...Int128(count) * Int128(Int64.max)).contains(sum) else {
            throw ByteReader.Damage()
        }
        shortest = Nanoseconds(try reader.number(in: 0...Int64.max))
        longest = Nanoseconds(try reader.number(in: shortest.count...Int64.max))
    }
}
