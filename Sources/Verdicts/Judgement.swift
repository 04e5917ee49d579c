package import Measuring
package import Wording

/// What a run proves: its verdict, and everything the verdict rests on.
package struct Judgement: Sendable, Equatable {
    package var verdict: Verdict
    /// Why, most important first; never empty.
    package var reasons: [Bilingual]
    package var gates: [GateResult]
    /// The latency-continuation periods (遅延継続時間), by start; those of operations and companies
    /// only where their class had none.
    package var episodes: [Episode]
    /// Those of classes, operations and companies, each by itself.
    package var allEpisodes: [Episode]
    package var generator: [HealthFinding]
    /// Whether the judged part was steady; `nil` where it was too short to tell.
    package var steadyState: SteadyState?

    package init(
        verdict: Verdict,
        reasons: [Bilingual],
        gates: [GateResult],
        episodes: [Episode],
        allEpisodes: [Episode],
        generator: [HealthFinding],
        steadyState: SteadyState? = nil
    ) {
        self.verdict = verdict
        self.reasons = reasons
        self.gates = gates
        self.episodes = episodes
        self.allEpisodes = allEpisodes
        self.generator = generator
        self.steadyState = steadyState
    }

    /// Those of companies, also where the whole class had one.
    package var companyEpisodes: [Episode] { allEpisodes.filter(\.isOfCompany) }
}
