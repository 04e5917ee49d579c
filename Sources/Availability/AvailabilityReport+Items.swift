import Timekeeping
import Wording

extension AvailabilityReport {
    // MARK: Item 10

    var repairFinding: Finding {
        guard let promised = terms.meanRepair else {
            return Finding(
                subject: .repair,
                verdict: nil,
                reasons: [
                    Bilingual(
                        ja: "契約は平均復旧時間を定めていない",
                        en: "the contract names no mean time to repair"
                    )
                ]
            )
        }
        guard let mean = repair.mean, let least = repair.least else {
            return Finding(
                subject: .repair,
                verdict: nil,
                reasons: [Bilingual(ja: "復旧すべき障害なし", en: "no outage to repair")]
            )
        }
        let limits =
            repair.greatest.map { greatest in
                let (least, most) = (
                    AvailabilityText.length(least), AvailabilityText.length(greatest)
                )
                return Bilingual(ja: "(\(least)~\(most))", en: " (between \(least) and \(most))")
            } ?? .none
        let outages = AvailabilityText.outages(repair.count)
        let (found, agreed) = (
            AvailabilityText.length(mean), AvailabilityText.length(promised)
        )
        let atLeast =
            repair.isLowerBound ? Bilingual(ja: "少なくとも", en: "at least ") : .none
        let text = Bilingual(
            ja: "\(outages)の平均復旧時間は\(atLeast)\(found)\(limits)。約束は\(agreed)",
            en: "mean of \(outages): \(atLeast)\(found)\(limits); promised \(agreed)"
        )
        let verdict: AvailabilityVerdict
        if least > promised || (repair.isLowerBound && mean > promised) {
            verdict = .fail
        } else if let greatest = repair.greatest, greatest <= promised {
            verdict = .pass
        } else {
            verdict = .inconclusive
        }
        return Finding(subject: .repair, verdict: verdict, reasons: [text])
    }

    // MARK: Item 12

    var longOutageFinding: Finding {
        guard let long = terms.longOutage, let most = terms.longOutagesAtMost else {
            return Finding(
                subject: .longOutages,
                verdict: nil,
                reasons: [
                    Bilingual(
                        ja: "契約は長時間の障害を制限していない",
                        en: "the contract limits no long outages"
                    )
                ]
            )
        }
        let found = year.outages.filter { $0.least > long }.count
        let maybe = year.outages.filter { $0.least <= long && $0.greatest ?? .seconds(1e9) > long }
            .filter { $0.measured + hidden(beside: $0) > long }.count
        let length = AvailabilityText.length(long)
        let limit = Bilingual(
            ja: "\(length)を超える障害の許容は年\(most)回",
            en: "\(most) a year longer than \(length) are allowed"
        )
        guard found <= most else {
            let words = Bilingual(
                ja: "\(length)を超える障害が\(found)回",
                en: "\(found) longer than \(length)"
            )
            return Finding(
                subject: .longOutages,
                verdict: .fail,
                reasons: [words.then(limit)]
            )
        }
        let watched = yearRange.upperBound - yearRange.lowerBound
        let blind = year.gaps.contains { terms.every * ($0.slots + 1) > long }
        let whole = watched >= .seconds(365 * 86_400) - terms.every
        let span = AvailabilityText.length(watched)
        var reasons = [
            Bilingual(ja: "\(span)に\(found)回", en: "\(found) in \(span)").then(limit)
        ]
        if !whole {
            reasons.append(
                Bilingual(ja: "監視がまだ一年に満たない", en: "a year has not been watched yet")
            )
        }
        if blind {
            reasons.append(
                Bilingual(
                    ja: "それだけの障害が隠れうる長さの未監視がある",
                    en: "a gap is long enough to hide one"
                )
            )
        }
        if maybe > 0 {
            let outages = AvailabilityText.outages(maybe)
            reasons.append(
                Bilingual(
                    ja: "\(outages)は見えたより長かった可能性がある",
                    en: "\(outages) may have been longer than was seen"
                )
            )
        }
        return Finding(
            subject: .longOutages,
            verdict: whole && !blind && found + maybe <= most ? .pass : .inconclusive,
            reasons: reasons,
            isDecisive: false
        )
    }

    /// How long the gaps that touch an outage are: it may have filled them.
    private func hidden(beside outage: Outage) -> Nanoseconds {
        year.gaps.filter {
            $0.range.upperBound == outage.first || $0.range.lowerBound == outage.last + terms.every
        }.reduce(terms.every) { $0 + ($1.range.upperBound - $1.range.lowerBound) }
    }

    // MARK: Items 15 and 16

    var noticeFinding: Finding {
        guard let longest = notices.map(\.took).max(by: { $0 < $1 }) else {
            return Finding(
                subject: .notice,
                verdict: nil,
                reasons: [Bilingual(ja: "通知なし", en: "no notice was given")]
            )
        }
        let failed = notices.filter { !$0.succeeded }.count
        var reasons = [
            Bilingual(
                ja: "\(notices.count)回の通知のうち最長は、失敗した監視から\(longest)",
                en: "the longest of \(notices.count) took \(longest) from the failed tick"
            )
        ]
        if failed > 0 { reasons.append(Bilingual(ja: "失敗\(failed)回", en: "\(failed) failed")) }
        guard let limit = terms.notifyWithin else {
            return Finding(subject: .notice, verdict: nil, reasons: reasons)
        }
        let agreed = AvailabilityText.length(limit)
        reasons[0] = reasons[0].then(
            Bilingual(ja: "約束は\(agreed)以内", en: "promised within \(agreed)")
        )
        let broken = failed > 0 || longest > limit
        return Finding(subject: .notice, verdict: broken ? .fail : .pass, reasons: reasons)
    }

    var intervalFinding: Finding {
        guard let longest = distance.longest, let kept = distance.kept else {
            return Finding(
                subject: .interval,
                verdict: nil,
                reasons: [Bilingual(ja: "監視が二回に満たない", en: "fewer than two ticks")]
            )
        }
        return Finding(
            subject: .interval,
            verdict: nil,
            reasons: [
                Bilingual(
                    ja: "予定の\(AvailabilityText.share(kept))を実施、最長の間隔は\(longest)",
                    en: "\(AvailabilityText.share(kept)) of the slots were probed; at most "
                        + "\(longest) from one to the next"
                )
            ],
            isDecisive: false
        )
    }
}
