package import Timekeeping

/// How load is put on the service.
package enum LoadModel: Sendable, Equatable, Codable {
    /// Closed: a number of users, each waiting for its answers.
    case users([UserStage])
    /// Open: iterations arrive at their own times, played by a pool of users.
    case arrivals(ArrivalLoad)
}

/// A stretch of a closed load: the number of users moves in a straight line to `target`.
package struct UserStage: Sendable, Equatable, Codable {
    package var target: Int
    package var duration: Nanoseconds

    package init(target: Int, duration: Nanoseconds) {
        self.target = target
        self.duration = duration
    }
}

/// An open load: the rate of arrivals over time, and who plays them.
package struct ArrivalLoad: Sendable, Equatable, Codable {
    package enum Law: String, Sendable, Equatable, CaseIterable, Codable {
        case constant, poisson
    }

    package var law: Law
    package var stages: [RateStage]
    /// The most users that may be signed in at one time; arrivals beyond wait and are judged.
    package var users: Int
    /// Time before the schedule's zero in which the users sign in; zero without a sign-in.
    package var leadIn: Nanoseconds

    package init(
        law: Law,
        stages: [RateStage],
        users: Int,
        leadIn: Nanoseconds = .zero
    ) {
        self.law = law
        self.stages = stages
        self.users = users
        self.leadIn = leadIn
    }

    /// The length of all stages together.
    package var duration: Nanoseconds { stages.reduce(.zero) { $0 + $1.duration } }

    /// The lead-in that lets a number of users sign in: a second for every 50, at least two.
    package static func leadIn(users: Int) -> Nanoseconds {
        .seconds(max(2, (users + 49) / 50))
    }
}

/// A stretch of an open load: the rate moves in a straight line to `target`.
package struct RateStage: Sendable, Equatable, Codable {
    /// Arrivals per second at the end of the stage; at least 0.
    package var target: Double
    package var duration: Nanoseconds

    package init(target: Double, duration: Nanoseconds) {
        self.target = target
        self.duration = duration
    }
}

extension LoadModel {
    /// The most users active at one time.
    package var peakUsers: Int {
        switch self {
        case .users(let stages): stages.map(\.target).max() ?? 0
        case .arrivals(let load): load.users
        }
    }

    /// The length of lead-in and all stages together.
    package var duration: Nanoseconds {
        switch self {
        case .users(let stages): stages.reduce(.zero) { $0 + $1.duration }
        case .arrivals(let load): load.leadIn + load.duration
        }
    }

    /// The part of the run that is judged for compliance, as offsets from the start.
    ///
    /// A first stage that leaves zero and a last stage that returns to zero are set aside: with
    /// fewer users than asked they would flatter the service. Delay episodes are looked for in
    /// the whole run.
    /// - Parameter warmUp: what else is set aside at the beginning; all of it leaves an empty span.
    package func judgedSpan(after warmUp: Nanoseconds = .zero) -> Range<Nanoseconds> {
        let span = spanAtFullLoad
        return min(span.lowerBound + warmUp, span.upperBound)..<span.upperBound
    }

    private var spanAtFullLoad: Range<Nanoseconds> {
        let shape: [(from: Double, to: Double, duration: Nanoseconds)]
        switch self {
        case .users(let stages):
            shape = zip([0] + stages.map(\.target), stages).map {
                (Double($0), Double($1.target), $1.duration)
            }
        case .arrivals(let load):
            shape = zip([0] + load.stages.map(\.target), load.stages).map {
                ($0, $1.target, $1.duration)
            }
        }
        var start = Nanoseconds.zero
        if case .arrivals(let load) = self { start = load.leadIn }
        let all = start..<duration
        var end = duration
        if shape.count > 1, let first = shape.first, first.to > first.from {
            start = start + first.duration
        }
        if shape.count > 1, let last = shape.last, last.to == 0, last.from > 0 {
            end = end - last.duration
        }
        return start < end ? start..<end : all
    }
}
