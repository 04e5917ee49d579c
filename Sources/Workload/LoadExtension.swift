package import Timekeeping

extension LoadModel {
    /// A load whose last hold goes on, with the offsets at which it may be enough.
    package struct Extended: Sendable, Equatable {
        package var load: LoadModel
        /// The end of the hold as written, then at each further length of it; whole seconds.
        package var looks: [Nanoseconds]
    }

    /// The load with its last hold made longer.
    ///
    /// Only a hold at the end can go on, or one before a last stage that goes to zero: what comes
    /// later would be judged at another time than asked.
    /// - Parameter times: how often as long, at least once.
    /// - Returns: `nil` when there is no such hold of a second at least.
    package func extended(times: Int) -> Extended? {
        switch self {
        case .users(var stages):
            let levels = stages.map { (Double($0.target), $0.duration) }
            guard let hold = Self.lastHold(levels) else { return nil }
            let length = stages[hold].duration
            stages[hold].duration = length * times
            let start = levels[..<hold].reduce(Nanoseconds.zero) { $0 + $1.1 }
            return Self.extended(.users(stages), start: start, length: length, times: times)
        case .arrivals(var load):
            let levels = load.stages.map { ($0.target, $0.duration) }
            guard let hold = Self.lastHold(levels) else { return nil }
            let length = load.stages[hold].duration
            load.stages[hold].duration = length * times
            let start = levels[..<hold].reduce(load.leadIn) { $0 + $1.1 }
            return Self.extended(.arrivals(load), start: start, length: length, times: times)
        }
    }

    private static func extended(
        _ load: LoadModel,
        start: Nanoseconds,
        length: Nanoseconds,
        times: Int
    ) -> Extended? {
        guard length >= .seconds(1), times >= 1 else { return nil }
        return Extended(
            load: load,
            looks: (1...times).map { .seconds(Int((start + length * $0).seconds)) }
        )
    }

    private static func lastHold(_ stages: [(level: Double, duration: Nanoseconds)]) -> Int? {
        let holds = stages.indices.filter { index in
            stages[index].level > 0 && stages[index].duration > .zero
                && stages[index].level == (index > 0 ? stages[index - 1].level : 0)
        }
        guard let hold = holds.last else { return nil }
        let rest = stages[(hold + 1)...]
        return rest.isEmpty || (rest.count == 1 && rest.last?.level == 0) ? hold : nil
    }
}
