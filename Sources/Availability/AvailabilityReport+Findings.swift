import Timekeeping
package import Wording

extension AvailabilityReport {
    var judged: [Finding] {
        [
            serviceHoursFinding, maintenanceFinding, availabilityFinding, repairFinding,
            longOutageFinding, monitoringFinding, noticeFinding, intervalFinding,
        ]
    }

    /// The first that applies: FAIL, INVALID, INCONCLUSIVE, PASS.
    package var verdict: AvailabilityVerdict {
        if findings.contains(where: { $0.verdict == .fail }) { return .fail }
        let decisive = findings.filter(\.isDecisive).compactMap(\.verdict)
        for verdict in [AvailabilityVerdict.invalid, .inconclusive]
        where decisive.contains(verdict) {
            return verdict
        }
        return decisive.contains(.pass) ? .pass : .inconclusive
    }

    /// Why, in words: the reasons of the findings that made the verdict.
    package var reasons: [Bilingual] {
        let verdict = verdict
        let telling = findings.filter {
            $0.verdict == verdict && ($0.isDecisive || verdict == .fail)
        }
        guard telling.isEmpty else { return telling.flatMap(\.reasons) }
        return [
            Bilingual(
                ja: "監視で判定できる約束が契約にない",
                en: "the contract promises nothing that probes can judge"
            )
        ]
    }

    // MARK: Item 5

    private var availabilityFinding: Finding {
        guard let share = terms.share else {
            return Finding(
                subject: .availability,
                verdict: nil,
                reasons: [
                    Bilingual(
                        ja: "契約は稼働率を約束していない",
                        en: "the contract promises no availability"
                    )
                ]
            )
        }
        let (verdict, reasons) = judge(share)
        let second = terms.confirm.map {
            Bilingual(
                ja: "失敗した監視は\(limit: $0)後の再確認も失敗した場合に数える(confirm)",
                en:
                    "a failed tick counts when a second look after \(limit: $0) failed too (confirm)"
            )
        }
        return Finding(
            subject: .availability,
            verdict: verdict,
            reasons: reasons + [secondLooks, second].compactMap(\.self)
        )
    }

    /// What was up by the second look alone is told whatever the verdict.
    private var secondLooks: Bilingual? {
        guard observation.secondLooks > 0 else { return nil }
        let ticks = AvailabilityText.ticks(observation.secondLooks)
        return Bilingual(
            ja: "\(ticks)は最初の確認に失敗し再確認で応答: 停止にもPASSの根拠にも数えない",
            en: "\(ticks) failed at the first look and answered at the second: no downtime, and no "
                + "ground for a PASS"
        )
    }

    private func judge(_ share: Double) -> (AvailabilityVerdict, [Bilingual]) {
        if let deciding, deciding.downtime > deciding.budget.total {
            return (.fail, [overdrawn(deciding, share)])
        }
        if terms.over == nil, observation.known > 0, confidence.upper < share {
            let most = AvailabilityText.share(confidence.upper)
            let words = Bilingual(
                ja: "95%信頼上限 \(most)",
                en: "at most \(most) with 95% confidence"
            )
            return (.fail, [words])
        }
        guard observation.planned > 0 else {
            let words = Bilingual(ja: "期間内に監視がない", en: "no tick lies in the period")
            return (.inconclusive, [words])
        }
        if let deciding, deciding.ownFaults > deciding.budget.ticks, observation.known > 0 {
            let ticks = AvailabilityText.ticks(deciding.ownFaults)
            let words = Bilingual(
                ja: "本ツール自身の都合で\(ticks)分を実施できず、許容回数を超えた\(inPeriod)",
                en:
                    "the tool itself could not probe at \(ticks), more than the budget has\(inPeriod)"
            )
            return (.invalid, [words])
        }
        if let deciding, isPeriodOver { return judgeWhole(share, deciding) }
        return judgePart(share)
    }

    /// " in the worst 30 d, from … to …"; empty where there is only one.
    private var inPeriod: Bilingual {
        guard hasSeveralPeriods else { return .none }
        let length = AvailabilityText.length(period.length)
        let (from, to) = (period.lowerBound.description, period.upperBound.description)
        return Bilingual(
            ja: "(最も悪い\(length)、\(from)〜\(to))",
            en: " in the worst \(length), from \(from) to \(to)"
        )
    }

    private func overdrawn(_ deciding: Period, _ share: Double) -> Bilingual {
        let (down, total) = (
            AvailabilityText.length(downtime), AvailabilityText.length(deciding.budget.total)
        )
        let (failed, allowed) = (
            AvailabilityText.ticks(deciding.down), AvailabilityText.ticks(deciding.budget.ticks)
        )
        let promised = AvailabilityText.share(share)
        return Bilingual(
            ja: "停止\(down)(\(failed))\(inPeriod)。約束の\(promised)で許される停止は\(total)(\(allowed))",
            en: "down for \(down) (\(failed))\(inPeriod); the promised \(promised) allows \(total) "
                + "(\(allowed))"
        )
    }

    /// The whole period was watched: nothing is inferred, it is counted.
    private func judgeWhole(
        _ share: Double,
        _ deciding: Period
    ) -> (AvailabilityVerdict, [Bilingual]) {
        let doubts = doubts(deciding.unknown, deciding.lenient)
        guard deciding.greatestDowntime <= deciding.budget.total else {
            let allowed = AvailabilityText.ticks(deciding.budget.ticks)
            let words = Bilingual(
                ja: "\(doubts)\(inPeriod)。すべて停止とみなすと許容の\(allowed)分を超える",
                en: "\(doubts)\(inPeriod): with them down the budget of \(allowed) would be "
                    + "overdrawn"
            )
            return (.inconclusive, [words])
        }
        let even =
            doubts.isEmpty
            ? .none
            : Bilingual(
                ja: "(\(doubts)がすべて停止だったとしても)",
                en: ", even had it been down at \(doubts)"
            )
        let (down, total) = (
            AvailabilityText.length(downtime), AvailabilityText.length(deciding.budget.total)
        )
        let promised = AvailabilityText.share(share)
        let words = Bilingual(
            ja: "停止\(down)、約束の\(promised)で許される停止は\(total)\(inPeriod)\(even)",
            en: "down for \(down) of the \(total) that the promised \(promised) allows\(inPeriod)"
                + "\(even)"
        )
        guard let wide = unprovenReason(share, deciding) else { return limited(.pass, [words]) }
        return (.inconclusive, [words, wide])
    }

    /// Ticks further apart than usual, where the contract names no distance of its own, are no
    /// count of all that happened: they are a sample, and must prove the share as one.
    private func unprovenReason(_ share: Double, _ deciding: Period) -> Bilingual? {
        guard terms.every > terms.independentAfter, terms.promisedEvery == nil else { return nil }
        let sample = TickConfidence(deciding, tau: confidence.tau)
        guard sample.lower < share else { return nil }
        let (bound, promised) = (
            AvailabilityText.share(sample.lower), AvailabilityText.share(share)
        )
        let every = AvailabilityText.length(terms.every)
        let usual = DurationText.canonical(terms.independentAfter)
        return Bilingual(
            ja: "\(every)ごとの監視が95%の信頼度で示すのは\(bound)以上まで、約束の\(promised)を示せない: "
                + "“every: \(usual)” で監視すること",
            en: "ticks every \(every) prove at least \(bound) with 95% confidence, and not the "
                + "promised \(promised): probe with “every: \(usual)”"
        )
    }

    /// "3 ticks not probed and 2 ticks with a failed probe that … does not count"; empty without.
    func doubts(_ unknown: Int, _ lenient: Int) -> Bilingual {
        var doubts: [Bilingual] = []
        if unknown > 0 {
            let ticks = AvailabilityText.ticks(unknown)
            doubts.append(Bilingual(ja: "未実施の\(ticks)", en: "\(ticks) not probed"))
        }
        if lenient > 0 {
            let ticks = AvailabilityText.ticks(lenient)
            let rules = leniency.map { Bilingual($0) }.joined(ja: "・", en: " and ")
            doubts.append(
                Bilingual(
                    ja: "監視側の設定(\(rules))により停止に数えない、失敗のあった\(ticks)",
                    en: "\(ticks) with a failed probe that the probe's own \(rules) does not count"
                )
            )
        }
        return doubts.joined(ja: "と", en: " and ")
    }

    /// A part of the period: what its ticks prove of the share.
    private func judgePart(_ share: Double) -> (AvailabilityVerdict, [Bilingual]) {
        let bound = AvailabilityText.share(confidence.lower)
        guard confidence.lower < share else {
            let ticks = AvailabilityText.ticks(observation.planned)
            let words = Bilingual(
                ja: "95%信頼下限 \(bound)(\(ticks))",
                en: "at least \(bound) with 95% confidence, by \(ticks)"
            )
            return limited(.pass, [words])
        }
        var reasons = [coarseReason ?? stillNeeded(share, bound)]
        let doubts = doubts(observation.unknown, observation.lenient)
        if !doubts.isEmpty {
            reasons.append(
                Bilingual(
                    ja: "\(doubts)は、PASSに不利に数える",
                    en: "\(doubts) count against a PASS"
                )
            )
        }
        return (.inconclusive, reasons)
    }

    private func stillNeeded(_ share: Double, _ bound: String) -> Bilingual {
        let promised = AvailabilityText.share(share)
        guard let needed = cleanTicksNeeded else {
            return Bilingual(
                ja: "\(promised)は監視の回数では証明できず、期間の終わりに決まる",
                en: "\(promised) cannot be proven by ticks; the end of the period decides"
            )
        }
        let (count, time) = (
            DecimalText.grouped(needed), AvailabilityText.length(terms.every * needed)
        )
        return Bilingual(
            ja: "\(promised)を95%の信頼度で示すには、あと\(count)回(\(time))の無障害監視が必要。"
                + "現在の下限は\(bound)",
            en: "\(promised) with 95% confidence needs \(count) more clean ticks (\(time)); so far "
                + "at least \(bound)"
        )
    }

    /// A PASS needs every probe that the contract's monitoring has, at its distance.
    private func limited(
        _ verdict: AvailabilityVerdict,
        _ reasons: [Bilingual]
    ) -> (AvailabilityVerdict, [Bilingual]) {
        if let coarseReason { return (.inconclusive, reasons + [coarseReason]) }
        guard let missing = missingKindsReason(in: range) else { return (verdict, reasons) }
        return (.inconclusive, reasons + [missing])
    }

    /// A kind of probe that some tick lacks may have failed there: such ticks make no PASS of
    /// what outages decide.
    func missingKindsReason(in range: Range<UTCInstant>) -> Bilingual? {
        let missing = unprobedKinds(in: range).map(\.rawValue)
        guard !missing.isEmpty else { return nil }
        let (ja, en) = (missing.joined(separator: "・"), missing.joined(separator: " and a "))
        return Bilingual(
            ja: "契約の監視にある\(ja)の監視を含まないため、PASSの証明にならない",
            en: "ticks without a \(en) probe, which the contract's monitoring has, prove no PASS"
        )
    }
}
