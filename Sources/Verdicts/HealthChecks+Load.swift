import Measuring
import Statistics
import Timekeeping
import Wording
import Workload

// Whether the load was as asked, and all of it recorded.
extension HealthChecks {
    var load: [HealthFinding] {
        [users, samples, userTime, arrivals, gaps, data].compactMap(\.self)
    }

    /// Users missing for reasons of the service (it did not let them in) are judged by a gate of
    /// its own; a run that was stopped never reached its peak and is INCONCLUSIVE for that.
    private var users: HealthFinding {
        let load = facts.load
        let refused = max(0, load.usersStarted - load.usersReady)
        let short = max(0, load.plannedPeakUsers - load.achievedPeakUsers - refused)
        let over = max(0, load.achievedPeakUsers - load.plannedPeakUsers)
        let planned = max(load.plannedPeakUsers, 1)
        let deviation = Double(max(short, over)) / Double(planned)
        let isCutShort = facts.ended != .completed && over == 0
        return HealthFinding(
            name: Bilingual(ja: "同時接続利用者数", en: "users"),
            isHealthy: deviation <= Self.loadTolerance || isCutShort,
            value: .share(deviation),
            limit: .share(Self.loadTolerance),
            reason: Bilingual(
                ja: "ピーク時に\(load.plannedPeakUsers)人中\(load.achievedPeakUsers)人が活動した",
                en: "\(load.achievedPeakUsers) of \(load.plannedPeakUsers) users were active at "
                    + "the peak"
            )
                + (isCutShort
                    ? Bilingual(ja: "(測定中止まで)", en: " before the run was stopped") : .none),
            remedy: Bilingual(
                ja: "利用者が時間どおりに来なかった理由を、上の発行遅れで確かめる",
                en: "look at why users did not come in time: the scheduling lag above tells"
            )
        )
    }

    /// Every operation that a user ended or gave up is in the record, once.
    ///
    /// A run that broke off is not asked: its record has operations in flight as well.
    private var samples: HealthFinding? {
        if case .stopped = facts.ended { return nil }
        guard let ended = facts.load.operationsEnded, facts.leftOut.isEmpty else { return nil }
        let recorded = facts.record.cells.values.reduce(0) { $0 + $1.planned }
        let (done, kept) = (DecimalText.grouped(ended), DecimalText.grouped(recorded))
        return HealthFinding(
            name: Bilingual(ja: "記録の件数", en: "samples recorded"),
            isHealthy: recorded == ended,
            value: .count(abs(recorded - ended)),
            limit: .count(0),
            reason: Bilingual(
                ja: "利用者が終えた操作は\(done)件、記録は\(kept)件",
                en: "users ended \(done) operations, \(kept) were recorded"
            ),
            remedy: Self.lostSamples
        )
    }

    private static let lostSamples = Bilingual(
        ja: "操作の記録漏れまたは二重計上。この測定のディレクトリーを添えて報告のこと",
        en: "operations were lost or counted twice: please report this run's directory"
    )

    /// Little's law with users as what is in the system: N̄ = X · (R̄ + Z̄), methodology §5.1.
    ///
    /// When users came and went and how long they had nothing to do is measured beside the
    /// recorder. What is left, N̄ − X · Z̄, they were at operations: the response times recorded
    /// must add up to it, X · R̄. The residual is a share of that time, since pauses, which are
    /// most of a user's time, would hide it.
    private var userTime: HealthFinding? {
        let present = facts.load.timePresent.seconds
        guard present > 0, facts.leftOut.isEmpty else { return nil }
        let busy = present - facts.load.timeIdle.seconds
        let told = facts.record.cells.values.reduce(0.0) { sum, cell in
            sum + Double(cell.response.extent.sum) / 1e9 - cell.gap.busyUser.seconds
        }
        // Below a millionth of all time the sums themselves are rounded.
        let difference = abs(busy - told) > 1e-6 * present ? abs(busy - told) : 0
        let residual = difference == 0 ? 0 : min(1, difference / max(busy, told))
        let (spent, all, recorded) = (
            Nanoseconds.seconds(busy), Nanoseconds.seconds(present), Nanoseconds.seconds(told)
        )
        return HealthFinding(
            name: Bilingual(ja: "利用者時間(リトルの法則)", en: "user time (Little's law)"),
            isHealthy: residual <= Self.userTimeTolerance,
            value: .share((residual * 1e6).rounded() / 1e6),
            limit: .share(Self.userTimeTolerance),
            reason: Bilingual(
                ja: "利用者の延べ時間\(all)のうち操作中は\(spent)。記録された時間の合計は\(recorded)",
                en: "users were at operations for \(spent) of \(all) in all; the times recorded "
                    + "add up to \(recorded)"
            ),
            remedy: Self.lostSamples
        )
    }

    private var arrivals: HealthFinding {
        let load = facts.load
        let lost = Double(load.arrivalsLostByGenerator) / Double(max(load.plannedArrivals, 1))
        return HealthFinding(
            name: Bilingual(ja: "失われた到着", en: "arrivals lost"),
            isHealthy: lost <= Self.lostArrivals,
            value: .share(lost),
            limit: .share(Self.lostArrivals),
            reason: Bilingual(
                ja: "計測側の都合で実行されなかった到着は\(load.arrivalsLostByGenerator)件",
                en: "\(load.arrivalsLostByGenerator) arrivals were not played by the generator's "
                    + "own fault"
            ),
            remedy: Bilingual(
                ja: "スレッドを増やす(--shards)、または到着率を下げる",
                en: "play on more threads (--shards) or at a lower rate"
            )
        )
    }

    /// Whether arrivals really began at the distances of a Poisson process.
    ///
    /// With few of them chance alone moves the coefficient of variation by 1 ÷ √n, so the limit
    /// of 5 % is widened by three times that. The Anderson–Darling statistic looks at the shape
    /// too, down to distances that no timer keeps: it is judged only where arrivals of a shard
    /// are 10 ms apart on average, and shown otherwise.
    private var gaps: HealthFinding? {
        guard case .arrivals(let load) = facts.terms.load, load.law == .poisson,
            let tally = facts.load.arrivalGaps, tally.count >= 100,
            let found = tally.coefficientOfVariation, let shape = tally.andersonDarling
        else { return nil }
        let shards = facts.record.shardCount
        let deviation = abs(found / GapTally.expectedVariation(shape: shards) - 1)
        let limit = 0.05 + 3 / Double(tally.count).squareRoot()
        let expected = RateCurve(load.stages).total / max(load.duration.seconds, 1e-9)
        let isCoarse = Double(shards) / max(expected, 1e-9) >= 0.01
        let isShaped = shape < 2 * AndersonDarling.critical1Percent || !isCoarse
        let (count, statistic) = (
            DecimalText.grouped(tally.count), DecimalText.fixed(shape, decimals: 2)
        )
        let judged =
            isCoarse
            ? Bilingual(ja: "(上限7.71)", en: " of at most 7.71")
            : Bilingual(ja: "(間隔が短すぎるため判定外)", en: " (not judged: too close together)")
        return HealthFinding(
            name: Bilingual(ja: "到着間隔", en: "arrival gaps"),
            isHealthy: deviation <= limit && isShaped,
            value: .share(deviation),
            limit: .share(limit),
            reason: Bilingual(
                ja: "到着間隔\(count)個の変動はポアソン過程と\(ShareText.percent(deviation))違う。"
                    + "アンダーソン・ダーリング統計量 \(statistic)\(judged)",
                en: "the variation of \(count) distances between arrivals differs by "
                    + "\(ShareText.percent(deviation)) from a Poisson process's; Anderson–Darling "
                    + "\(statistic)\(judged)"
            ),
            remedy: Bilingual(
                ja: "負荷が指定どおりの無作為でなかった。上の発行遅れとタイマーを確かめる",
                en: "the load was not as random as asked: look at the scheduling lag and the "
                    + "timers above"
            )
        )
    }

    private var data: HealthFinding {
        let exhausted = facts.load.dataExhausted
        return HealthFinding(
            name: Bilingual(ja: "データ", en: "data"),
            isHealthy: !exhausted,
            value: .count(exhausted ? 1 : 0),
            limit: .count(0),
            reason: exhausted
                ? Bilingual(
                    ja: "一意な行のデータが尽き、負荷が指定どおりでなかった",
                    en: "rows of a feed with unique rows ran out, so the load was not as asked"
                ) : Bilingual(ja: "データの行は尽きなかった", en: "no feed ran out of rows"),
            remedy: Bilingual(
                ja: "データの行を増やす、または繰り返し使う(each: cycle)",
                en: "add rows to the feed, or let it start over (each: cycle)"
            )
        )
    }
}
