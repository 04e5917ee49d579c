package import Timekeeping

/// A rate that changes in straight lines, with its integral Λ(t) and the inverse of that.
///
/// On a stretch with rate a at its start and b at its end, d seconds long:
/// Λ(t) = a·t + (b − a)·t² / (2d), and Λ⁻¹(y) = 2y / (a + √(a² + 2·y·(b − a)/d)), a form of the
/// quadratic formula that does not cancel when the rate hardly changes.
package struct RateCurve: Sendable, Equatable {
    private struct Stretch: Equatable {
        var start: Nanoseconds
        var duration: Nanoseconds
        var from: Double
        var to: Double
        /// Λ at the start.
        var before: Double
        /// What this stretch adds to Λ.
        var mass: Double
    }

    private let stretches: [Stretch]
    /// Λ at the end: the expected number of arrivals.
    package let total: Double
    package let duration: Nanoseconds

    /// - Parameter stages: the rate begins at 0 and a stage of no length makes it jump.
    package init(_ stages: [RateStage]) {
        var stretches: [Stretch] = []
        var start = Nanoseconds.zero
        var rate = 0.0
        var total = 0.0
        for stage in stages {
            let mass = (rate + stage.target) / 2 * stage.duration.seconds
            if stage.duration > .zero {
                stretches.append(
                    Stretch(
                        start: start,
                        duration: stage.duration,
                        from: rate,
                        to: stage.target,
                        before: total,
                        mass: mass
                    )
                )
            }
            start += stage.duration
            total += mass
            rate = stage.target
        }
        self.stretches = stretches
        self.total = total
        self.duration = start
    }

    /// The rate per second at an offset from the start; 0 outside.
    package func rate(at offset: Nanoseconds) -> Double {
        guard let stretch = stretches.last(where: { $0.start <= offset }),
            offset < stretch.start + stretch.duration
        else { return 0 }
        let share = (offset - stretch.start).seconds / stretch.duration.seconds
        return stretch.from + (stretch.to - stretch.from) * share
    }

    /// Λ: the arrivals expected before an offset.
    package func mass(before offset: Nanoseconds) -> Double {
        guard let stretch = stretches.last(where: { $0.start <= offset }) else { return 0 }
        let length = stretch.duration.seconds
        let time = min((offset - stretch.start).seconds, length)
        let growth = (stretch.to - stretch.from) / length
        return stretch.before + stretch.from * time + growth * time * time / 2
    }

    /// Λ⁻¹: when the curve has brought `mass` arrivals; nil when it never does.
    ///
    /// Where the rate is zero for a while the end of that while is given.
    package func offset(ofMass mass: Double) -> Nanoseconds? {
        guard mass >= 0, mass < total else { return nil }
        var low = 0
        var high = stretches.count - 1
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].before + stretches[middle].mass > mass {
                high = middle
            } else {
                low = middle + 1
            }
        }
        guard stretches.indices.contains(low) else { return nil }
        let stretch = stretches[low]
        let rest = max(mass - stretch.before, 0)
        guard rest > 0 else { return stretch.start }
        let growth = (stretch.to - stretch.from) / stretch.duration.seconds
        let root = max(stretch.from * stretch.from + 2 * rest * growth, 0).squareRoot()
        let time = Nanoseconds.seconds(2 * rest / (stretch.from + root))
        return stretch.start + min(time, stretch.duration)
    }
}
