import Timekeeping

/// Finds latency-continuation periods in a record; a pure function of it.
///
/// Windows by planned start, bad when violations exceed the allowance significantly, 2 of 3 bad
/// open an episode, 2 good in a row close it, edges refined to the request: methodology §4.4.
/// For a live view give it ``RunRecord/provisional(now:)``.
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

    /// The scopes of a plan: judged operations, then their classes, then the service, then the
    /// tenants.
    package static func scopes(of plan: MeasuringPlan) -> [Episode.Scope] {
        let judged = plan.operations.indices.filter { plan.operations[$0].isJudged }
        let classes = Set(judged.map { plan.operations[$0].className }).sorted()
        let tenants = plan.tenants.map { Array($0.names.indices) } ?? []
        return judged.map(Episode.Scope.operation) + classes.map(Episode.Scope.className)
            + (classes.contains("online") ? [.service] : [])
            + tenants.flatMap { group in
                classes.map { Episode.Scope.tenant(group: group, className: $0) }
            }
    }

    /// The windows an episode of a scope is told from, in order.
    package static func windows(
        of scope: Episode.Scope,
        in record: RunRecord,
        judgedOnly: Bool = true,
        settings: EpisodeSettings
    ) -> [EpisodeWindow] {
        let source = EpisodeSource(record, scope, judgedOnly: judgedOnly)
        let range = observed(source, record.plan, judgedOnly: judgedOnly)
        return EpisodeWindow.windows(of: source, in: range, settings: settings)
    }

    /// The episodes of one scope in order.
    package static func episodes(
        of scope: Episode.Scope,
        in record: RunRecord,
        judgedOnly: Bool = true,
        settings: EpisodeSettings
    ) -> [Episode] {
        let source = EpisodeSource(record, scope, judgedOnly: judgedOnly)
        let range = observed(source, record.plan, judgedOnly: judgedOnly)
        let windows = EpisodeWindow.windows(of: source, in: range, settings: settings)
        var searchedTo = range.lowerBound
        return EpisodeTracker.spans(of: windows.map(\.state), settings: settings).map { span in
            let edges = edges(of: span, windows, source, from: searchedTo, settings)
            searchedTo = edges.slices.upperBound
            var episode = describe(
                scope,
                edges,
                in: record,
                judgedOnly,
                settings
            )
            let last = span.closing.map { $0 - 1 } ?? windows.count - 1
            let covered = windows[span.first...max(span.first, last)]
            episode.alertedAt = CellSlice.start(of: windows[span.opening].slices.upperBound)
            episode.worstShare =
                covered.filter { $0.state != .empty }.map(\.compliance).min() ?? 0
            episode.leftCensored = windows[..<span.first].allSatisfy { $0.state == .empty }
            episode.rightCensored =
                span.closing == nil || edges.end >= CellSlice.start(of: range.upperBound)
            return episode
        }
    }

    /// The tenths of a second looked at: from the beginning of the judged part to its end, or to
    /// the last operation planned or waiting, whichever comes first.
    private static func observed(
        _ source: EpisodeSource,
        _ plan: MeasuringPlan,
        judgedOnly: Bool
    ) -> Range<Int> {
        let waiting = source.waiting.keys.max().map { $0 + 1 }
        guard let first = source.slices.first?.index, let last = source.slices.last?.index else {
            return 0..<0
        }
        let end = max(last + 1, waiting ?? last + 1)
        guard judgedOnly else { return min(0, first)..<end }
        let span = plan.judgedSpan
        let spanEnd = Int(span.upperBound.count / CellSlice.length.count)
        let begin = min(first, Int(max(.zero, span.lowerBound).count / CellSlice.length.count))
        return begin..<max(last + 1, min(end, spanEnd))
    }

    private struct Edges {
        var start: Nanoseconds
        var end: Nanoseconds
        var planned: Int
        var violations: Int
        var slices: Range<Int>
    }

    private static func edges(
        of span: EpisodeTracker.Span,
        _ windows: [EpisodeWindow],
        _ source: EpisodeSource,
        from earliest: Int,
        _ settings: EpisodeSettings
    ) -> Edges {
        let bad = windows[span.first...(span.closing ?? windows.count - 1)]
            .filter { $0.state == .bad }
        let planned = bad.reduce(0) { $0 + $1.planned }
        let share = Double(bad.reduce(0) { $0 + $1.violations }) / Double(max(1, planned))
        let before = windows[max(0, span.first - 1)].slices.lowerBound
        let after = windows[span.closing ?? windows.count - 1].slices.upperBound
        let searched = source.slices(in: max(earliest, before)..<max(earliest, before, after))
        let segment = EpisodeEdges.segment(
            of: searched,
            allowance: 1 - settings.share,
            badShare: share
        )
        guard let segment, let first = segment.first, let last = segment.last else {
            // Bad only by operations that waited: all planned earlier than was searched.
            let whole = windows[span.first].slices.lowerBound..<after
            return Edges(
                start: CellSlice.start(of: whole.lowerBound),
                end: CellSlice.start(of: bad.last?.slices.upperBound ?? after),
                planned: 0,
                violations: 0,
                slices: whole
            )
        }
        let violating = segment.filter { $0.violations > 0 }
        return Edges(
            start: violating.first?.firstViolation ?? CellSlice.start(of: first.index),
            end: violating.map(\.lastViolationDone).max() ?? CellSlice.start(of: last.index + 1),
            planned: segment.reduce(0) { $0 + $1.planned },
            violations: segment.reduce(0) { $0 + $1.violations },
            slices: first.index..<last.index + 1
        )
    }

    private static func describe(
        _ scope: Episode.Scope,
        _ edges: Edges,
        in record: RunRecord,
        _ judgedOnly: Bool,
        _ settings: EpisodeSettings
    ) -> Episode {
        let wanted = Set(record.operations(in: scope, judgedOnly: judgedOnly))
        let seconds =
            edges.slices.lowerBound.flooredSecond...(edges.slices.upperBound - 1).flooredSecond
        var times = SparseHistogram()
        var hit: Set<Int> = []
        for (key, cell) in record.cells
        where wanted.contains(key.operation) && (key.isJudged || !judgedOnly)
            && seconds.contains(key.second)
        {
            times.merge(cell.response)
            if cell.violations > 0 { hit.insert(key.operation) }
        }
        let histogram = LatencyHistogram(times)
        let lasting = edges.start.wholeSecond...max(edges.start, edges.end).wholeSecond
        return Episode(
            scope: scope,
            start: edges.start,
            end: edges.end,
            alertedAt: edges.end,
            planned: edges.planned,
            violations: edges.violations,
            worstShare: 0,
            p50: histogram.percentile(50),
            p95: histogram.percentile(95),
            max: histogram.max,
            leftCensored: false,
            rightCensored: false,
            generatorSuspect: record.isGeneratorSuspect(
                in: lasting,
                above: settings.suspectLag
            ),
            operations: hit.sorted()
        )
    }
}

extension CellSlice {
    /// The beginning of a tenth of a second, as offset from the origin.
    static func start(of index: Int) -> Nanoseconds {
        length * index
    }
}
