package import Timekeeping

extension RunRecord {
    /// The figures of one operation.
    /// - Parameter judgedOnly: only planned starts inside ``MeasuringPlan/judgedSpan``.
    package func totals(operation: Int, judgedOnly: Bool) -> Totals {
        totals(ofOperations: [operation], judgedOnly: judgedOnly, seconds: nil)
    }

    /// The figures of a class; with `judgedOnly` without sign-in and sign-out.
    package func totals(className: String, judgedOnly: Bool) -> Totals {
        totals(
            ofOperations: operations(in: .className(className), judgedOnly: judgedOnly),
            judgedOnly: judgedOnly,
            seconds: nil
        )
    }

    /// The figures of all operations; with `judgedOnly` without sign-in and sign-out.
    package func totals(judgedOnly: Bool) -> Totals {
        totals(
            ofOperations: plan.operations.indices.filter {
                !judgedOnly || plan.operations[$0].isJudged
            },
            judgedOnly: judgedOnly,
            seconds: nil
        )
    }

    /// The figures of some operations in some seconds of planned starts, for windows.
    /// - Parameter seconds: whole seconds since the origin; `nil` = all.
    package func totals(
        ofOperations chosen: [Int],
        judgedOnly: Bool,
        seconds: Range<Int>?
    ) -> Totals {
        var byOperation: [Int: Totals] = [:]
        for operation in chosen {
            var own = Totals()
            own.limits = plan.operations[operation].limits
            own.over = Array(repeating: 0, count: own.limits.count)
            byOperation[operation] = own
        }
        for (key, cell) in cells
        where (key.isJudged || !judgedOnly) && seconds?.contains(key.second) != false {
            byOperation[key.operation]?.add(cell)
        }
        var merged: Totals?
        for operation in chosen {
            guard let own = byOperation.removeValue(forKey: operation) else { continue }
            if merged == nil { merged = own } else { merged?.merge(own) }
        }
        return merged ?? Totals()
    }

    /// The operations of a scope by index; those never judged only when asked for.
    package func operations(in scope: Episode.Scope, judgedOnly: Bool = true) -> [Int] {
        plan.operations.indices.filter { index in
            let operation = plan.operations[index]
            guard operation.isJudged || !judgedOnly else { return false }
            return switch scope {
            case .operation(let wanted): index == wanted
            case .className(let name): operation.className == name
            case .service: operation.className == "online"
            }
        }
    }

    /// Planned operations and violations per second of planned start, in order, without gaps:
    /// the series from which dependence is assessed (methodology §3.3).
    package func violationSeries(
        ofOperations chosen: [Int],
        judgedOnly: Bool
    ) -> [(count: Int, hits: Int)] {
        series(ofOperations: chosen, judgedOnly: judgedOnly) { ($0.planned, $0.violations) }
    }

    /// Dispatched operations and those in buckets above a time, per second, in order.
    ///
    /// With the median this is the second series of methodology §3.3, which tells dependence
    /// also where nothing was late.
    package func exceedanceSeries(
        ofOperations chosen: [Int],
        above time: Nanoseconds,
        judgedOnly: Bool
    ) -> [(count: Int, hits: Int)] {
        let limit = LatencyBuckets.index(
            ofMicroseconds: min(time.microsecondsRoundedUp, LatencyBuckets.highest)
        )
        return series(ofOperations: chosen, judgedOnly: judgedOnly) { cell in
            let above = cell.response.entries.reduce(0) {
                $0 + (Int($1.index) > limit ? Int($1.count) : 0)
            }
            return (Int(cell.response.extent.count), above)
        }
    }

    private func series(
        ofOperations chosen: [Int],
        judgedOnly: Bool,
        _ value: (Cell) -> (Int, Int)
    ) -> [(count: Int, hits: Int)] {
        let wanted = Set(chosen)
        var bySecond: [Int: (count: Int, hits: Int)] = [:]
        for (key, cell) in cells
        where wanted.contains(key.operation) && (key.isJudged || !judgedOnly) && cell.planned > 0 {
            let (count, hits) = value(cell)
            let known = bySecond[key.second] ?? (0, 0)
            bySecond[key.second] = (known.count + count, known.hits + hits)
        }
        guard let first = bySecond.keys.min(), let last = bySecond.keys.max() else { return [] }
        return (first...last).map { bySecond[$0] ?? (0, 0) }
    }
}
