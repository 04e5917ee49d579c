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
                reasons: [Bilingual(ja: "復旧すべき障害なし", en: "no outage to repair")],
                // What was not watched may hold one.
                nothingHappened: hidesNoOutage
            )
        }
        let limits =
            repair.greatest.map { greatest in
                let (least, most) = (
                    AvailabilityText.length(least), AvailabilityText.length(greatest)
                )
                return Bilingual(ja: "(\(least)〜\(most))", en: " (between \(least) and \(most))")
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
        ).then(tooShort)
        let missingKinds = missingKindsReason(in: range)
        let verdict: AvailabilityVerdict
        // What is measured may be a distance more than it was: only the sure length breaks it.
        if least > promised {
            verdict = .fail
        } else if let greatest = greatestRepair, greatest <= promised, missingKinds == nil {
            verdict = .pass
        } else {
            verdict = .inconclusive
        }
        var reasons = [text]
        if verdict == .inconclusive, let greatestRepair, repair.greatest != greatestRepair {
            let most = AvailabilityText.length(greatestRepair)
            reasons.append(
                Bilingual(
                    ja: "\(doubts(observation.unknown, observation.lenient))が停止だったとすると最大\(most)",
                    en: "up to \(most), had it been down at "
                        + "\(doubts(observation.unknown, observation.lenient))"
                )
            )
        }
        if verdict == .inconclusive, let missingKinds { reasons.append(missingKinds) }
        return Finding(subject: .repair, verdict: verdict, reasons: reasons)
    }

    /// Whether no outage may lie in what was not probed, in failures that do not count, in a kind of
    /// probe that was not made, or between ticks further apart than the contract's.
    private var hidesNoOutage: Bool {
        observation.hidesNothing && unprobedKinds.isEmpty && coarseReason == nil
    }

    /// The mean is below this even had the service been down wherever it was not seen up with every
    /// probe; `nil` where an outage's begin or end was not seen.
    private var greatestRepair: Nanoseconds? {
        guard let seen = repair.greatest else { return nil }
        let stretches = darkStretches(in: range, observation)
        let counted = stretches.filter { $0.outages.contains(where: \.counts) }
        let lengths = counted.map(\.longest)
        let mean = Nanoseconds(lengths.reduce(.zero, +).count / Int64(max(1, lengths.count)))
        // Any of the others raises the mean at most to its own length.
        let others = stretches.filter { !$0.outages.contains(where: \.counts) }.map(\.longest)
        return others.reduce(max(seen, mean)) { max($0, $1) }
    }

    /// What the probe's own rule keeps from counting.
    private var tooShort: Bilingual {
        guard observation.forgiven > 0 else { return .none }
        let ticks = AvailabilityText.ticks(observation.forgiven)
        return Bilingual(
            ja: "監視側の設定(min-outage \(limit: terms.leastOutage))により数えない短い障害が\(ticks)分",
            en: "\(ticks) of shorter outages not counted by the probe's own min-outage "
                + "\(limit: terms.leastOutage)"
        )
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
        let stretches = darkStretches(in: yearRange, year)
        let found = stretches.count { $0.surelyHasOutage(longerThan: long) }
        let possible = stretches.filter { $0.mostOutages(longerThan: long) > 0 }
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
        let whole = watched >= .seconds(365 * 86_400) - terms.every
        let mostFound = possible.reduce(0) { $0 + $1.mostOutages(longerThan: long) }
        let span = AvailabilityText.length(watched)
        var reasons = [
            Bilingual(ja: "\(span)に\(found)回", en: "\(found) in \(span)").then(limit)
        ]
        if !whole {
            reasons.append(
                Bilingual(ja: "監視がまだ一年に満たない", en: "a year has not been watched yet")
            )
        }
        let blind = [missingKindsReason(in: yearRange), tooWideReason(for: long)]
            .compactMap(\.self)
        reasons += blind
        let hidden = possible.first { !$0.surelyHasOutage(longerThan: long) }
        if mostFound > found, let stretch = hidden ?? possible.first {
            let more = mostFound - found
            let (from, to) = (
                stretch.range.lowerBound.description, stretch.range.upperBound.description
            )
            reasons.append(
                Bilingual(
                    ja: "ほかに最大\(more)回の可能性を否定できない: \(from)〜\(to) に稼働を確認していない",
                    en: "up to \(more) more cannot be ruled out: the service was not seen up from "
                        + "\(from) to \(to)"
                )
            )
        }
        return Finding(
            subject: .longOutages,
            verdict: whole && mostFound <= most && blind.isEmpty ? .pass : .inconclusive,
            reasons: reasons,
            isDecisive: false
        )
    }

    /// Between two ticks as far apart as a long outage one may lie that none of them sees.
    private func tooWideReason(for long: Nanoseconds) -> Bilingual? {
        let widest = DistanceFigures.longestOfNeighbours(
            timeline.slots(in: yearRange),
            every: terms.every
        )
        let apart = max(terms.every, widest ?? .zero)
        guard apart >= long else { return nil }
        let (distance, length) = (
            AvailabilityText.length(apart), AvailabilityText.length(long)
        )
        return Bilingual(
            ja: "\(distance)離れた監視の間に\(length)を超える障害が隠れうる: より短い間隔で監視すること",
            en: "ticks \(distance) apart may have an outage longer than \(length) between them: "
                + "probe more often"
        )
    }

    // MARK: Item 15

    /// The first slot of every outage, with the notices given of it that the record has.
    ///
    /// What stands between two slots that were up is told of at least once, whatever gaps lie
    /// within; a tick that is up by the probe's own rules ends an outage for the hook too.
    var outagesTold: [(first: UTCInstant, notices: [Notice])] {
        darkStretches(in: range, observation, endedBy: { $0.state == .up }).compactMap { stretch in
            guard let first = stretch.outages.first(where: \.counts)?.first else { return nil }
            return (first, notices.filter { stretch.range.contains($0.slot) })
        }
    }

    var noticeFinding: Finding {
        func finding(_ verdict: AvailabilityVerdict?, _ reasons: [Bilingual]) -> Finding {
            Finding(subject: .notice, verdict: verdict, reasons: reasons)
        }
        let outages = outagesTold
        guard !outages.isEmpty else {
            var none = finding(nil, [Bilingual(ja: "通知すべき障害なし", en: "no outage to tell of")])
            none.nothingHappened = terms.notifyWithin != nil && hidesNoOutage
            return none
        }
        guard isNotifying else {
            let words = Bilingual(
                ja: "通知なし: 監視に “hook:” を加えること",
                en: "no notice was given: add “hook:” to the probe"
            )
            return finding(nil, [words])
        }
        let told = outages.count { !$0.notices.isEmpty }
        let given = outages.flatMap(\.notices)
        let failed = given.count { !$0.succeeded }
        let longest = given.map(\.took).max { $0 < $1 }
        var reasons = [words(told: told, of: outages.count, longest)]
        if failed > 0 { reasons.append(Bilingual(ja: "失敗\(failed)回", en: "\(failed) failed")) }
        guard let limit = terms.notifyWithin else { return finding(nil, reasons) }
        let agreed = AvailabilityText.length(limit)
        reasons[0] = reasons[0].then(
            Bilingual(ja: "約束は\(agreed)以内", en: "promised within \(agreed)")
        )
        if failed > 0 || longest.map({ $0 > limit }) ?? false { return finding(.fail, reasons) }
        // A notice that was given and not recorded looks the same as none: no FAIL.
        guard let untold = outages.first(where: \.notices.isEmpty)?.first.description else {
            return finding(.pass, reasons)
        }
        reasons.append(
            Bilingual(
                ja: "\(untold) の障害の通知が記録にない: そのとき監視に hook がなかったか、終わる前に止められた。"
                    + "その通知の別の記録を示すこと",
                en: "no notice of the outage at \(untold) is in the record: the probe had no hook "
                    + "then, or was stopped before it had ended; show another record of that notice"
            )
        )
        return finding(.inconclusive, reasons)
    }

    private func words(told: Int, of outages: Int, _ longest: Nanoseconds?) -> Bilingual {
        let all = AvailabilityText.outages(outages)
        let most = longest.map {
            Bilingual(ja: "、失敗した監視から最長\($0)", en: ", at most \($0) after the failed tick")
        }
        return Bilingual(ja: "\(all)のうち\(told)回を通知", en: "\(told) of \(all) told of")
            + (most ?? .none)
    }
}
