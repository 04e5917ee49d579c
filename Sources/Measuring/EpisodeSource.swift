import Timekeeping

/// One operation's or several operations' tenths of a second in order: what episodes are seen in.
struct EpisodeSource {
    /// A tenth of a second with at least one planned start; instants are offsets from the origin.
    struct Slice {
        /// Tenths of a second since the origin.
        let index: Int
        var planned: Int
        var violations: Int
        /// Meaningful only where `violations` is above zero.
        var firstViolation: Nanoseconds
        var lastViolationDone: Nanoseconds

        init(_ slice: CellSlice, second: Int) {
            index = second * CellSlice.perSecond + Int(slice.index)
            planned = Int(slice.planned)
            violations = Int(slice.violations)
            firstViolation = slice.firstViolation.map { $0 + .seconds(second) } ?? .zero
            lastViolationDone = slice.lastViolationDone ?? .zero
        }

        mutating func merge(_ other: Slice) {
            if other.violations > 0 {
                let had = violations > 0
                firstViolation =
                    had ? min(firstViolation, other.firstViolation) : other.firstViolation
                lastViolationDone =
                    had ? max(lastViolationDone, other.lastViolationDone) : other.lastViolationDone
            }
            planned += other.planned
            violations += other.violations
        }
    }

    /// Ascending by index.
    private(set) var slices: [Slice] = []
    /// Tenths of a second since the origin → late operations that waited all through that one.
    private(set) var waiting: [Int: Int] = [:]

    /// What a record holds of a scope.
    init(_ record: RunRecord, _ scope: Episode.Scope, judgedOnly: Bool) {
        if case .tenant(let group, let className) = scope {
            let number = record.plan.classNames.firstIndex(of: className)
            let delays = number.map { record.delays(of: TenantKey(group: group, className: $0)) }
            self.init((delays ?? [:]).map { ($0.key, $0.value) })
        } else {
            let wanted = Set(record.operations(in: scope, judgedOnly: judgedOnly))
            self.init(
                record.cells.compactMap { key, cell in
                    wanted.contains(key.operation) && (key.isJudged || !judgedOnly)
                        ? (key.second, cell.slices) : nil
                }
            )
        }
    }

    private init(_ seconds: [(second: Int, slices: [CellSlice])]) {
        var all: [Slice] = []
        var changes: [Int: Int] = [:]
        for (second, slices) in seconds {
            for slice in slices {
                let placed = Slice(slice, second: second)
                if slice.planned > 0 { all.append(placed) }
                if slice.waitingChange != 0 {
                    changes[placed.index, default: 0] += Int(slice.waitingChange)
                }
            }
        }
        all.sort { $0.index < $1.index }
        for slice in all {
            if let last = slices.indices.last, slices[last].index == slice.index {
                slices[last].merge(slice)
            } else {
                slices.append(slice)
            }
        }
        guard let first = changes.keys.min(), let last = changes.keys.max() else { return }
        var now = 0
        for index in first...last {
            now += changes[index] ?? 0
            if now > 0 { waiting[index] = now }
        }
    }

    /// The slices whose index lies in a range.
    func slices(in range: Range<Int>) -> ArraySlice<Slice> {
        slices[position(of: range.lowerBound)..<position(of: range.upperBound)]
    }

    /// How many late operations waited all through a range of tenths.
    func waitingThroughout(_ range: Range<Int>) -> Int {
        var fewest = Int.max
        for index in range {
            guard let now = waiting[index] else { return 0 }
            fewest = min(fewest, now)
        }
        return fewest
    }

    private func position(of index: Int) -> Int {
        var low = 0
        var high = slices.count
        while low < high {
            let middle = (low + high) / 2
            if slices[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Int {
    /// The second a tenth of a second lies in, rounded down also below zero.
    var flooredSecond: Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: CellSlice.perSecond)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
