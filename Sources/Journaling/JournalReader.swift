import Foundation
package import Measuring
package import Timekeeping
package import Verdicts
import Workload

/// Why a file cannot be read as a journal.
package enum JournalFault: Error, Equatable, CustomStringConvertible {
    case notAJournal
    case otherVersion(String)
    case noHeader
    case unreadableHeader

    package var description: String {
        switch self {
        case .notAJournal:
            "it is not a journal of a run; name the directory that `sanbyo run` wrote"
        case .otherVersion(let version):
            "it was written in version \(version) of the format; this program reads version 02: "
                + "use the version of the program that wrote it"
        case .noHeader:
            "it ends before it says what the run is: nothing of the run was kept; play it again"
        case .unreadableHeader:
            "what it says of the run cannot be understood, or contradicts itself: use the version "
                + "of the program that wrote it"
        }
    }
}

/// A run read back from its journal.
package struct JournaledRun: Sendable {
    package let header: JournalHeader
    package let record: RunRecord
    package let failures: [FailureExample]
    /// The first answers that held another tenant's data.
    package let leaks: [LeakEvidence]
    /// As of the last whole entry.
    package let load: LoadFacts
    /// `nil` when the run was cut off.
    package let end: JournalEnd?

    /// Up to where every shard has told all, as offset from the origin.
    package var covered: Nanoseconds {
        record.completeUpTo.map { max(.zero, $0 - record.origin) } ?? .zero
    }

    /// What the run is judged by.
    ///
    /// A run that was cut off is judged for the time covered: operations that were in flight then
    /// for longer than their target are violations, at their age.
    package var facts: RunFacts {
        guard let end else {
            let now = record.completeUpTo ?? record.origin
            let last = DurationText.readable(covered)
            return RunFacts(
                record: record.provisional(now: now),
                terms: header.terms,
                gates: header.gates,
                ended: .stopped(reason: "its journal breaks off after \(last)"),
                load: load,
                machine: header.machine,
                leaks: leaks,
                isExtended: header.isExtended
            )
        }
        return RunFacts(
            record: record,
            terms: header.terms,
            gates: header.gates,
            ended: end.ended,
            load: end.load,
            machine: end.machine,
            look: end.look,
            leaks: leaks,
            isExtended: header.isExtended,
            stopped: end.stopped
        )
    }
}

/// Reads a journal as far as it is whole.
package enum JournalReader {
    package static func read(_ bytes: [UInt8]) throws(JournalFault) -> JournaledRun {
        var frames = try FrameReader(bytes)
        guard let first = frames.next(), first.kind == .header else { throw .noHeader }
        guard
            let header = try? JSONDecoder().decode(JournalHeader.self, from: Data(first.payload)),
            header.isConsistent
        else { throw .unreadableHeader }
        var run = Collected(header)
        while run.end == nil, let frame = frames.next(), run.take(frame) {}
        return JournaledRun(
            header: header,
            record: run.record,
            failures: run.failures,
            leaks: Array(run.leaks.prefix(LeakEvidence.most)),
            load: run.load,
            end: run.end
        )
    }

    private struct Collected {
        let header: JournalHeader
        var record: RunRecord
        var failures: [FailureExample] = []
        var leaks: [LeakEvidence] = []
        var load: LoadFacts
        var end: JournalEnd?

        init(_ header: JournalHeader) {
            self.header = header
            record = RunRecord(plan: header.plan, origin: header.origin, shards: header.shards)
            load = LoadFacts(
                plannedPeakUsers: header.terms.load.peakUsers,
                achievedPeakUsers: 0,
                usersStarted: 0,
                usersReady: 0
            )
        }

        /// Takes a frame in; false when it makes no sense, which ends the journal.
        mutating func take(_ frame: FrameReader.Frame) -> Bool {
            let decoder = JSONDecoder()
            switch frame.kind {
            case .header: return false
            case .delta: return takeDelta(frame.payload)
            case .state:
                guard
                    let state = try? decoder.decode(
                        JournalTick.State.self,
                        from: Data(frame.payload)
                    ), state.isPossible
                else { return false }
                load = state.load
                failures += state.failures
                leaks += state.leaks ?? []
                for reading in state.machine {
                    record.add(reading.figures, second: reading.second)
                }
                return true
            case .end:
                let read = try? decoder.decode(JournalEnd.self, from: Data(frame.payload))
                end = read?.isPossible == true ? read : nil
                return end != nil
            }
        }

        private mutating func takeDelta(_ payload: ArraySlice<UInt8>) -> Bool {
            guard
                let shard = FrameReader.number(payload.prefix(4)),
                let length = FrameReader.number(payload.dropFirst(4).prefix(4)),
                shard < header.shards, length <= FrameReader.longestDelta,
                let bytes = Zlib.expand(Array(payload.dropFirst(8)), limit: length),
                let delta = RecorderDelta(bytes: bytes[...], plan: header.plan),
                RunRecord.possibleSeconds.contains((delta.at - header.origin).wholeSecond)
            else { return false }
            record.merge(delta, shard: shard)
            return true
        }
    }
}

/// Takes whole frames off the front of a journal.
struct FrameReader {
    struct Frame {
        let kind: JournalFormat.Kind
        let payload: ArraySlice<UInt8>
    }

    /// A second of the largest run is some megabytes.
    static let longestDelta = 1 << 28

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) throws(JournalFault) {
        let magic = JournalFormat.magic
        guard bytes.starts(with: magic.prefix(6)), bytes.count >= magic.count else {
            throw .notAJournal
        }
        guard bytes.starts(with: magic) else {
            throw .otherVersion(String(decoding: bytes[6..<8], as: UTF8.self))
        }
        rest = bytes[magic.count...]
    }

    /// The next frame; `nil` at the end, and where a frame is cut short, damaged or unknown.
    mutating func next() -> Frame? {
        guard
            let first = rest.first, let kind = JournalFormat.Kind(rawValue: first),
            let length = Self.number(rest.dropFirst().prefix(4)),
            let checksum = Self.number(rest.dropFirst(5).prefix(4)),
            rest.count - 9 >= length
        else { return nil }
        let payload = rest.dropFirst(9).prefix(length)
        guard Zlib.checksum([first] + payload) == UInt32(checksum) else { return nil }
        rest = rest.dropFirst(9 + length)
        return Frame(kind: kind, payload: payload)
    }

    /// Four bytes as a number, the least first.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count == 4 else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
