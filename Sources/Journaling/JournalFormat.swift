import Foundation
import Measuring

/// The bytes of a journal: what a run measured, written while it goes on.
///
/// Eight bytes `SANBYO` and a two-digit version, then frames. A frame is a kind (one byte), the
/// length of its payload and the CRC-32 of kind and payload (four bytes each, least first), and
/// the payload. A frame that is cut short or damaged ends the journal: everything before it counts.
package enum JournalFormat {
    /// The file in a run directory.
    package static let fileName = "windows.journal"

    static let magic = Array("SANBYO02".utf8)

    enum Kind: UInt8 {
        /// JSON of a ``JournalHeader``; the first frame.
        case header = 0x48
        /// Shard (4 bytes), length of the expanded delta (4 bytes), the delta compressed by zlib.
        case delta = 0x44
        /// JSON of a ``JournalTick/State``; after the deltas it belongs to.
        case state = 0x53
        /// JSON of a ``JournalEnd``; the last frame.
        case end = 0x45
    }

    /// The beginning of a journal.
    package static func bytes(of header: JournalHeader) throws -> [UInt8] {
        magic + frame(.header, try json(header))
    }

    /// The next piece of a journal.
    package static func bytes(of tick: JournalTick) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for (shard, delta) in tick.deltas {
            let expanded = delta.bytes
            guard let compressed = Zlib.compress(expanded) else { throw NoMemory() }
            bytes += frame(
                .delta,
                number(UInt32(shard)) + number(UInt32(expanded.count)) + compressed
            )
        }
        return bytes + frame(.state, try json(tick.state))
    }

    /// The last piece of a journal.
    package static func bytes(of end: JournalEnd) throws -> [UInt8] {
        frame(.end, try json(end))
    }

    private struct NoMemory: Error, CustomStringConvertible {
        var description: String { "not enough memory to compress it" }
    }

    private static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    private static func frame(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
        let checked = [kind.rawValue] + payload
        return [kind.rawValue] + number(UInt32(payload.count))
            + number(Zlib.checksum(checked)) + payload
    }

    private static func number(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
}
