package import Measuring
import Timekeeping
import Workload

extension RunRecord {
    /// Every latency-continuation period by class, operation and company, over the whole run.
    ///
    /// Classes without a target promise nothing that could be delayed.
    package func allEpisodes(for terms: RunTerms) -> [Episode] {
        EpisodeDetector.episodes(in: self, judgedOnly: false) { scope in
            // The same operations as the class `online`.
            scope == .service ? nil : episodeSettings(of: scope, for: terms)
        }
    }

    /// How periods of a scope are told; `nil` where the contract promises no time.
    func episodeSettings(of scope: Episode.Scope, for terms: RunTerms) -> EpisodeSettings? {
        let className =
            switch scope {
            case .operation(let index): plan.operations[index].className
            case .className(let name), .tenant(_, let name): name
            case .service: OperationClass.online.rawValue
            }
        return OperationClass(rawValue: className).flatMap { terms.promise(for: $0) }.map {
            EpisodeSettings(
                window: terms.contract.delay?.window ?? DelayTerms.usualWindow,
                share: $0.share(in: terms.hours)
            )
        }
    }

    /// The seconds in which the generator itself may have delayed operations.
    ///
    /// An operation takes its response time from the seconds after its planned start too, so the
    /// seconds before a suspect one are set aside as far back as the longest target reaches, and
    /// a loop tells of being held up when it is over, so they begin that much earlier.
    package var suspectSeconds: Set<Int> {
        let timeline = timeline
        let reach = plan.operations.compactMap(\.target).max().map { Int($0.seconds.rounded(.up)) }
        let limit = HealthChecks.longestHoldUp
        let scarce = scarceSeconds(in: timeline)
        let suspect = timeline.filter {
            $0.worstLag > limit || $0.loop.longestHoldUp > limit || scarce.contains($0.second)
        }
        return suspect.reduce(into: Set()) { seconds, figures in
            let held = Int(figures.loop.longestHoldUp.seconds.rounded(.up))
            seconds.formUnion((figures.second - (reach ?? 0) - held)...(figures.second + 1))
        }
    }

    /// The seconds in which the generator had too little of the machine: of processors, or of
    /// what connections need.
    private func scarceSeconds(in timeline: [SecondFigures]) -> Set<Int> {
        let window = HealthChecks.cpuWindow
        let limits: [(share: (SecondFigures) -> Double, limit: Double)] = [
            (\.busiestShard, HealthChecks.busiest), (\.starvedShard, HealthChecks.mostStarved),
            ({ machine[$0.second]?.steal ?? 0 }, HealthChecks.mostStolen),
        ]
        let unconnected = cells.filter { $0.value.outcomes[.noSocket] > 0 }.map(\.key.second)
        guard timeline.count >= window else { return Set(unconnected) }
        return (0...(timeline.count - window)).reduce(into: Set(unconnected)) { seconds, start in
            let part = timeline[start..<(start + window)]
            let isScarce = limits.contains { share, limit in
                part.reduce(0) { $0 + share($1) } / Double(window) >= limit
            }
            if isScarce { seconds.formUnion(part.map(\.second)) }
        }
    }
}

extension [Episode] {
    /// Those a reader needs: an operation's or a company's own period only where its class had
    /// none at that time.
    package var told: [Episode] {
        filter { episode in
            !contains { other in
                guard case .className(let name) = other.scope, other.start < episode.end,
                    episode.start < other.end
                else { return false }
                return switch episode.scope {
                case .operation: episode.operations.allSatisfy(other.operations.contains)
                case .tenant(_, let className): className == name
                case .className, .service: false
                }
            }
        }
    }
}
