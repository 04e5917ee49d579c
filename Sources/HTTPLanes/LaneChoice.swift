package import Wording
package import Workload

/// The lane that a scenario is played on, and why.
package struct LaneChoice: Sendable, Equatable {
    package let lane: Lane
    /// In words for people: "asked for", "HTTP/2 needs libcurl's own path".
    package let reason: Bilingual

    /// The lane that was asked for, else the direct one unless something needs libcurl's own path.
    ///
    /// - Throws: ``LaneFault`` when the direct lane was asked for and cannot play the scenario.
    package static func choose(for scenario: Scenario) throws(LaneFault) -> LaneChoice {
        let need = CurlNeed.first(of: scenario)
        let asked = Bilingual(ja: "指定による", en: "asked for")
        switch scenario.transport.lane {
        case .curl:
            return LaneChoice(lane: .curl, reason: asked)
        case .direct:
            if let need { throw LaneFault(problem: need.words.en, remedy: need.remedy) }
            return LaneChoice(lane: .direct, reason: asked)
        case nil:
            if let need { return LaneChoice(lane: .curl, reason: need.words) }
            return LaneChoice(
                lane: .direct,
                reason: Bilingual(
                    ja: "特別な必要のないHTTP/1.1",
                    en: "HTTP/1.1 without special needs"
                )
            )
        }
    }
}

/// Why the direct lane, which was asked for, cannot play a scenario.
package struct LaneFault: Error, Sendable, Equatable {
    package let problem: String
    /// What to write instead.
    package let remedy: String
}

extension LaneChoice: CustomStringConvertible {
    /// "curl (asked for)".
    package var description: String { "\(lane.rawValue) (\(reason.en))" }
}
