package import Timekeeping

/// A tenth of a cell's second, kept so that an episode's edges can be told to the request.
package struct CellSlice: Hashable, Sendable {
    /// Slices to a second.
    package static let perSecond = 10
    /// The length of a slice.
    package static let length = Nanoseconds.milliseconds(100)

    /// 0 … 9.
    package let index: UInt8
    package private(set) var planned: UInt32 = 0
    package private(set) var violations: UInt32 = 0
    /// Late operations whose first whole tenth of waiting is this one, less those whose waiting
    /// ended in it; the running sum over tenths is how many waited all through each.
    package private(set) var waitingChange: Int32 = 0
    /// Offsets of violating planned starts from the second's beginning, in ns.
    private var first: UInt32 = .max
    private var last: UInt32 = 0
    private var done: Int64 = .min

    init(index: UInt8) {
        self.index = index
    }

    /// The first violating planned start, as offset from the second's beginning.
    package var firstViolation: Nanoseconds? { violations > 0 ? Nanoseconds(Int64(first)) : nil }
    /// The last violating planned start, as offset from the second's beginning.
    package var lastViolation: Nanoseconds? { violations > 0 ? Nanoseconds(Int64(last)) : nil }
    /// The last completion of a violating operation planned here, as offset from the origin.
    package var lastViolationDone: Nanoseconds? { violations > 0 ? Nanoseconds(done) : nil }

    mutating func record(within offset: Nanoseconds, isViolation: Bool, done end: Nanoseconds) {
        planned += 1
        guard isViolation else { return }
        violations += 1
        first = min(first, UInt32(clamping: offset.count))
        last = max(last, UInt32(clamping: offset.count))
        done = max(done, end.count)
    }

    mutating func addWaiting(_ change: Int32) {
        waitingChange += change
    }

    /// Whether there is anything to keep.
    var isUsed: Bool { planned > 0 || waitingChange != 0 }

    /// What stays when the operations planned here do not count.
    var withoutOperations: CellSlice? {
        guard waitingChange != 0 else { return nil }
        var slice = CellSlice(index: index)
        slice.waitingChange = waitingChange
        return slice
    }

    mutating func merge(_ other: CellSlice) {
        waitingChange = waitingChange.adding(other.waitingChange)
        planned = planned.adding(other.planned)
        violations = violations.adding(other.violations)
        first = min(first, other.first)
        last = max(last, other.last)
        done = max(done, other.done)
    }
}

extension [CellSlice] {
    /// Adds the tenths of the same second; both ascend by index.
    mutating func merge(_ others: [CellSlice]) {
        for other in others {
            let position = firstIndex { $0.index >= other.index } ?? count
            if position == count || self[position].index != other.index {
                insert(CellSlice(index: other.index), at: position)
            }
            self[position].merge(other)
            // Waiting that began and ended in the same tenth cancels out.
            if !self[position].isUsed { remove(at: position) }
        }
    }
}

extension FixedWidthInteger {
    /// The sum, or the end of the range where it does not fit: no file makes a count trap.
    fileprivate func adding(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}

extension CellSlice {
    func write(to writer: inout ByteWriter) {
        writer.append(Int(index))
        writer.append(Int(planned))
        writer.append(Int(violations))
        writer.append(Int(waitingChange))
        guard violations > 0 else { return }
        writer.append(Int(first))
        writer.append(Int(last))
        writer.append(done)
    }

    init(from reader: inout ByteReader) throws(ByteReader.Damage) {
        self.init(index: try reader.number(in: 0...UInt8(Self.perSecond - 1)))
        planned = try reader.number()
        violations = try reader.number(in: 0...planned)
        waitingChange = try reader.number(in: -(1 << 30)...(1 << 30))
        guard violations > 0 else { return }
        first = try reader.number()
        last = try reader.number()
        done = try reader.int64()
    }
}
