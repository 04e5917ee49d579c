package import Measuring

/// What a run proves: its verdict, and everything the verdict rests on.
package struct Judgement: Sendable, Equatable {
    package var verdict: Verdict
    /// Why, most important first; never empty.
    package var reasons: [String]
    package var gates: [GateResult]
    /// The latency-continuation periods (遅延継続時間), by start.
    package var episodes: [Episode]
    /// Those of companies, each by itself, also where the whole class had one.
    package var companyEpisodes: [Episode]
    package var generator: [HealthFinding]
    /// Whether the judged part was steady; `nil` where it was too short to tell.
    package var steadyState: SteadyState?

    package init(
        verdict: Verdict,
        reasons: [String],
        gates: [GateResult],
        episodes: [Episode],
        companyEpisodes: [Episode],
        generator: [HealthFinding],
        steadyState: SteadyState? = nil
    ) {
        self.verdict = verdict
        self.reasons = reasons
        self.gates = gates
        self.episodes = episodes
        self.companyEpisodes = companyEpisodes
        self.generator = generator
        self.steadyState = steadyState
    }
}
