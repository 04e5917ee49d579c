import Timekeeping

/// Finds latency-continuation periods in a record; a pure function of it.
package enum EpisodeDetector {
    /// The episodes of every judged operation, of every class and of the service, by start.
    ///
    /// - Parameter settings: the settings of a scope; `nil` leaves it out.
    package static func episodes(
        in record: RunRecord,
        judgedOnly: Bool = true,
        settings: (Episode.Scope) -> EpisodeSettings?
    ) -> [Episode] {
        scopes(of: record.plan)
            .flatMap { scope in
                settings(scope).map {
                    episodes(of: scope, in: record, judgedOnly: judgedOnly, settings: $0)
                } ?? []
            }
            .sorted { $0.start < $1.start }
    }

    /// The scopes of a plan: judged operations, then their classes, then the service.
    package static func scopes(of plan: MeasuringPlan) -> [Episode.Scope] {
        let judged = plan.operations.indices.filter { plan.operations[$0].isJudged }
        let classes = Set(judged.map { plan.operations[$0].className }).sorted()
        return judged.map(Episode.Scope.operation) + classes.map(Episode.Scope.className)
            + (classes.contains("online") ? [.service] : [])
    }

    /// The episodes of one scope in order.
    package static func episodes(
        of scope: Episode.Scope,
        in record: RunRecord,
        judgedOnly: Bool = true,
        settings: EpisodeSettings
    ) -> [Episode] {
        []
    }
}
