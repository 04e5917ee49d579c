import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

/// What the load came to, in sentences.
enum LoadText {
    static func lines(_ model: ReportModel) -> [Bilingual] {
        (model.facts.load.signedIn.map { [signedIn($0)] } ?? [])
            + (model.thinning.map { thinning($0) } ?? []) + delayed(model)
            + (model.judgement.steadyState.map { [steady($0)] } ?? [])
    }

    /// How many users the service itself counted (item 24).
    private static func signedIn(_ count: SignedInCount) -> Bilingual {
        let number = Figures.count(count.failed)
        let askings = count.failed == 1 ? "asking" : "askings"
        let failed =
            count.failed > 0
            ? Bilingual(ja: "、失敗した問い合わせ\(number)回", en: ", \(number) \(askings) failed")
            : .none
        guard let highest = count.highest.map(Figures.count), let told = told(count) else {
            return Bilingual(
                ja: "同時サインイン数: 判定区間にサービスの計数は得られず\(failed)",
                en: "users signed in at once: the service told no count in the judged span\(failed)"
            )
        }
        return Bilingual(
            ja: "同時サインイン数: サービス自身の計数で\(told)、最大\(highest)\(failed)",
            en: "users signed in at once: \(told) by the service's own count, at most \(highest)"
                + "\(failed)"
        )
    }

    /// "198 (the median of 60)"; the median is not known of older runs.
    private static func told(_ count: SignedInCount) -> Bilingual? {
        guard let median = (count.median ?? count.highest).map(Figures.count) else { return nil }
        let all = Figures.count(count.told)
        return count.median == nil
            ? Bilingual(median)
            : Bilingual(
                ja: "\(median)(判定区間の\(all)回の中央値)",
                en: "\(median) (the median of \(all) in the judged span)"
            )
    }

    /// Whether the judged part was steady.
    private static func steady(_ state: SteadyState) -> Bilingual {
        let warmUp =
            !state.isSettled
            ? Bilingual(
                ja: "判定区間の前半のうちに安定しなかった",
                en: "not settled within the first half of the judged span"
            )
            : state.warmUp == 0
                ? Bilingual(
                    ja: "判定区間の初めから安定",
                    en: "settled from the beginning of the judged span"
                )
                : Bilingual(
                    ja: "判定区間の\(state.warmUp)秒後から安定",
                    en: "settled after \(state.warmUp) s of the judged span"
                )
        func percent(_ share: Double) -> String {
            (share < 0 ? "" : "+") + DecimalText.fixed(share * 100, decimals: 1) + "%"
        }
        let trend = state.trend.map { trend in
            let (least, most) = (percent(trend.lower), percent(trend.upper))
            return Bilingual(
                ja: "その間の応答時間の中央値の変化は\(percent(trend.change))(\(least)〜\(most))",
                en: "over it the median response time changed by \(percent(trend.change)) "
                    + "(\(least) to \(most))"
            )
        }
        let words = warmUp.then(trend ?? .none)
        return Bilingual(ja: "定常状態: \(words)", en: "steady state: \(words)")
    }

    /// How far a closed load was thinned by the service's own slowness.
    private static func thinning(_ thinning: LoadThinning) -> [Bilingual] {
        let share = DecimalText.fixed(
            Double(thinning.achieved) / max(thinning.nominal, 1) * 100,
            decimals: 1
        )
        let achieved = Figures.count(thinning.achieved)
        let nominal = Figures.count(Int(thinning.nominal.rounded()))
        let pace = Bilingual(
            ja: "クローズド負荷: 判定区間に予定された操作は\(achieved)件。全応答が中央値の時間で返る場合に"
                + "同じ利用者数が予定する\(nominal)件の\(share)%",
            en: "closed load: \(achieved) operations were planned in the judged span, \(share)% of "
                + "the \(nominal) that so many users plan when every answer takes its median"
        )
        let delayed = ShareText.percent(thinning.delayedShare)
        let time = Bilingual(
            ja: "遅延していた時間: 判定区間の\(delayed)が遅延継続時間内",
            en: "delayed time: \(delayed) of the judged span lay in latency-continuation periods"
        )
        return [pace] + (thinning.delayedShare > 0 ? [time] : [])
            + (thinning.estimate.map { [estimated($0)] } ?? [])
    }

    private static func estimated(_ estimate: LoadThinning.Estimate) -> Bilingual {
        let (share, measured) = (
            ShareText.percent(estimate.share), ShareText.percent(estimate.measuredShare)
        )
        return Bilingual(
            ja: "推定(測定値ではない): 利用者が待たずに\(estimate.interval)ごとに操作を続けていたとすると、"
                + "オンライン処理の\(share)が時間内(実測\(measured))、p99は\(estimate.p99)"
                + "(実測\(estimate.measuredP99))",
            en: "estimate, not measured: had users gone on every \(estimate.interval) while they "
                + "waited, \(share) of the online operations would have been in time "
                + "(measured \(measured)) and p99 \(estimate.p99) "
                + "(measured \(estimate.measuredP99))"
        )
    }

    /// Operations that could not begin when they were planned, and those that never did.
    private static func delayed(_ model: ReportModel) -> [Bilingual] {
        let rows = model.operations.filter(\.isJudged)
        let delayed = rows.reduce(0) { $0 + $1.gap.delayed }
        let waited = rows.reduce(Nanoseconds.zero) { $0 + $1.gap.busyUser }
        let missed = model.facts.record.totals(judgedOnly: false).missed
        let isOpen = if case .arrivals = model.terms.load { true } else { false }
        guard isOpen || delayed > 0 || missed > 0 else { return [] }
        let what =
            isOpen
            ? Bilingual(ja: "空いた利用者がなかった到着", en: "arrivals that found no free user")
            : Bilingual(
                ja: "前の周期が終わる前に予定時刻が来た周期",
                en: "cycles that were due before the one before had ended"
            )
        let mean = delayed > 0 ? Nanoseconds(waited.count / Int64(delayed)) : nil
        let average =
            mean.map { Bilingual(ja: "、平均\($0)", en: ", for \($0) on average") } ?? .none
        let (late, never) = (Figures.count(delayed), Figures.count(missed))
        return [
            Bilingual(
                ja: "\(what): \(late)件は遅れて開始\(average)(応答時間に含む)、\(never)件は開始されず"
                    + "(違反として計上)",
                en: "\(what): \(late) began late\(average) (in their response times), \(never) "
                    + "never began (violations)"
            )
        ]
    }
}
