package import Workload

/// The lane that a scenario is played on, and why.
package struct LaneChoice: Sendable, Equatable {
    package let lane: Lane
    /// In words for people: "asked for", "HTTP/2 needs libcurl's own path".
    package let reason: String

    /// The lane that was asked for, else the direct one unless something needs libcurl's own path.
    ///
    /// - Parameter lanes: those there are to choose from; ``Workload/Lane/curl`` always is.
    /// - Throws: ``LaneFault`` when the direct lane was asked for and cannot play the scenario.
    package static func choose(
        for scenario: Scenario,
        from lanes: [Lane] = Lane.available
    ) throws(LaneFault) -> LaneChoice {
        let hasDirect = lanes.contains(.direct)
        let need = CurlNeed.first(of: scenario)
        switch scenario.transport.lane {
        case .curl:
            return LaneChoice(lane: .curl, reason: "asked for")
        case .direct:
            if let need { throw LaneFault(problem: need.words, remedy: need.remedy) }
            guard hasDirect else { throw .missing }
            return LaneChoice(lane: .direct, reason: "asked for")
        case nil:
            if let need { return LaneChoice(lane: .curl, reason: need.words) }
            return hasDirect
                ? LaneChoice(lane: .direct, reason: "HTTP/1.1 without special needs")
                : LaneChoice(lane: .curl, reason: "this version has no other")
        }
    }
}

/// Why the direct lane, which was asked for, cannot play a scenario.
package struct LaneFault: Error, Sendable, Equatable {
    package let problem: String
    /// What to write instead.
    package let remedy: String

    static let missing = LaneFault(
        problem: "this version has no direct lane",
        remedy: "write “curl”, or leave “lane:” out"
    )
}

extension LaneChoice: CustomStringConvertible {
    /// "curl (asked for)".
    package var description: String { "\(lane.rawValue) (\(reason))" }
}
