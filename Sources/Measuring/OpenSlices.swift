import Timekeeping

/// The tenths of one second while operations are counted in them.
struct OpenSlices: Sendable {
    private var slices = (0..<CellSlice.perSecond).map { CellSlice(index: UInt8($0)) }

    /// - Parameters:
    ///   - offset: the planned start since the beginning of the second, 0 ..< 1 s.
    ///   - done: the end as offset from the origin.
    mutating func record(within offset: Nanoseconds, isViolation: Bool, done: Nanoseconds) {
        slices[Int(offset.count / CellSlice.length.count)].record(
            within: offset,
            isViolation: isViolation,
            done: done
        )
    }

    mutating func add(_ change: WaitingChange) {
        slices[change.slice.flooredRemainder].addWaiting(change.by)
    }

    /// What was counted since the last call; nothing is counted then.
    mutating func drain() -> [CellSlice] {
        let drained = slices.filter(\.isUsed)
        for slice in drained { slices[Int(slice.index)] = CellSlice(index: slice.index) }
        return drained
    }
}

/// A step in the number of late operations that wait all through a tenth of a second.
struct WaitingChange {
    /// Tenths of a second since the origin.
    let slice: Int
    let by: Int32

    var second: Int { slice.flooredSecond }

    /// The two steps of an operation that waited through at least one whole tenth.
    static func steps(from planned: Nanoseconds, to done: Nanoseconds) -> [WaitingChange] {
        let first = planned.wholeSlice + 1
        let last = done.wholeSlice
        guard last > first else { return [] }
        return [WaitingChange(slice: first, by: 1), WaitingChange(slice: last, by: -1)]
    }
}

extension Int {
    /// Which tenth of its second a tenth since the origin is, 0 … 9, also below zero.
    fileprivate var flooredRemainder: Int { self - flooredSecond * CellSlice.perSecond }
}
