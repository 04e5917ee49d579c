import Glibc
package import Timekeeping

/// The pause a user makes after an operation.
package enum ThinkTime: Sendable, Equatable {
    case none
    case fixed(Nanoseconds)
    /// Any length from the first to the second, all equally likely.
    case uniform(Nanoseconds, Nanoseconds)
    /// Exponentially distributed with this mean.
    case exponential(mean: Nanoseconds)

    /// The average pause.
    package var mean: Nanoseconds {
        switch self {
        case .none: .zero
        case .fixed(let length): length
        case .uniform(let least, let most): Nanoseconds((least.count + most.count) / 2)
        case .exponential(let mean): mean
        }
    }

    /// The pause drawn from a generator.
    ///
    /// Exponential by inversion: −mean · ln(U), U in (0, 1]; at most 36.7 × the mean.
    package func drawn(using generator: inout SeededGenerator) -> Nanoseconds {
        switch self {
        case .none: .zero
        case .fixed(let length): length
        case .uniform(let least, let most):
            Nanoseconds(Int64.random(in: least.count...most.count, using: &generator))
        case .exponential(let mean):
            .seconds(-mean.seconds * log(generator.unitOpenBelow()))
        }
    }
}
