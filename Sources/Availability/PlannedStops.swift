package import Timekeeping

/// The planned stops that may be taken out of the planned time: in order and without overlap.
package struct PlannedStops: Sendable, Hashable {
    package let spans: [Range<UTCInstant>]

    /// Takes those that were announced in time; stops that touch or overlap become one.
    package init(_ windows: [PlannedWindow], notice: Nanoseconds?) {
        let usable = windows.filter { $0.flaw(notice: notice) == nil }.sorted { $0.from < $1.from }
        var spans: [Range<UTCInstant>] = []
        for window in usable {
            guard let last = spans.last, window.from <= last.upperBound else {
                spans.append(window.from..<window.to)
                continue
            }
            spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, window.to)
        }
        self.spans = spans
    }

    package func contains(_ instant: UTCInstant) -> Bool {
        let next = firstEnding(after: instant)
        return next < spans.count && spans[next].lowerBound <= instant
    }

    /// How much of a stretch is planned to be stopped.
    package func length(within range: Range<UTCInstant>) -> Nanoseconds {
        spans[firstEnding(after: range.lowerBound)...]
            .prefix { $0.lowerBound < range.upperBound }
            .reduce(.zero) { sum, span in
                sum
                    + (min(span.upperBound, range.upperBound)
                        - max(span.lowerBound, range.lowerBound))
            }
    }

    /// The slots of a grid in a stretch that do not lie in a planned stop.
    package func plannedSlots(in range: Range<UTCInstant>, every: Nanoseconds) -> Int {
        spans[firstEnding(after: range.lowerBound)...]
            .prefix { $0.lowerBound < range.upperBound }
            .reduce(Self.slots(in: range, every: every)) { count, span in
                count - Self.slots(in: span.clamped(to: range), every: every)
            }
    }

    /// The multiples of `every` in a stretch.
    static func slots(in range: Range<UTCInstant>, every: Nanoseconds) -> Int {
        func before(_ instant: UTCInstant) -> Int64 {
            (instant - Nanoseconds(1)).rounded(downTo: every).unixNanoseconds / every.count
        }
        return Int(before(range.upperBound) - before(range.lowerBound))
    }

    /// The index of the first stop that ends after an instant.
    private func firstEnding(after instant: UTCInstant) -> Int {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].upperBound <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What of a stretch does not lie in a planned stop, in order.
    package func outside(_ range: Range<UTCInstant>) -> [Range<UTCInstant>] {
        var pieces: [Range<UTCInstant>] = []
        var begin = range.lowerBound
        for span in spans[firstEnding(after: begin)...] {
            guard span.lowerBound < range.upperBound else { break }
            if begin < span.lowerBound { pieces.append(begin..<span.lowerBound) }
            begin = span.upperBound
        }
        if begin < range.upperBound { pieces.append(begin..<range.upperBound) }
        return pieces
    }
}
