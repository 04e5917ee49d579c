import Timekeeping
import Wording

extension AvailabilityReport {
    // MARK: Items 13 and 16

    /// Slots outside planned stops at which a kind of probe was made, whatever it found.
    func probed(_ kind: ProbeKind) -> Int {
        timeline.slots(in: range).count { $0.kinds.contains(kind) && !stops.contains($0.slot) }
    }

    /// What keeps the record from saying anything about a whole period: `nil` once it has one.
    ///
    /// Without a period in the contract a day is asked for, so that every hour was looked at.
    var missingTime: (asked: Nanoseconds, watched: Nanoseconds)? {
        let asked = terms.over ?? .seconds(86_400)
        let watched = range.upperBound - range.lowerBound
        return watched >= asked ? nil : (asked, watched)
    }

    var missingTimeReason: Bilingual? {
        missingTime.map { missing in
            let (watched, asked) = (
                AvailabilityText.length(missing.watched), AvailabilityText.length(missing.asked)
            )
            return Bilingual(
                ja: "監視期間は\(asked)のうち\(watched)のみ: 監視を続けること",
                en: "\(watched) of \(asked) were watched: go on probing"
            )
        }
    }

    var unprobedReason: Bilingual? {
        guard observation.unknown > 0 else { return nil }
        let ticks = AvailabilityText.ticks(observation.unknown)
        return Bilingual(ja: "\(ticks)分が未実施", en: "not probed at \(ticks)")
    }

    /// Monitoring is done by this probe itself: kept while every probe of the contract was made at
    /// every slot of a whole period.
    var monitoringFinding: Finding {
        guard !terms.monitoring.isEmpty else {
            return Finding(
                subject: .monitoring,
                verdict: nil,
                reasons: [
                    Bilingual(ja: "契約は監視の種類を定めていない", en: "the contract names no probes")
                ],
                isDecisive: false
            )
        }
        let counts = terms.monitoring.map { ($0, probed($0)) }
        let made = counts.map { kind, count in
            let times = DecimalText.grouped(count)
            return Bilingual(ja: "\(kind.rawValue) \(times)回", en: "\(kind.rawValue) at \(times)")
        }.listed
        let planned = DecimalText.grouped(observation.planned)
        let kinds = counts.filter { $1 < observation.known }.map { Bilingual($0.0.rawValue) }
        let lacking = kinds.joined(ja: "・", en: " and ")
        let missing = [
            lacking.isEmpty
                ? nil
                : Bilingual(
                    ja: "監視のたびに\(lacking)も確認すること",
                    en: "add \(lacking) to each tick of the probe"
                ),
            unprobedReason, missingTimeReason,
        ].compactMap(\.self)
        let isKept = counts.allSatisfy { $1 == observation.planned }
        return Finding(
            subject: .monitoring,
            verdict: missing.isEmpty && isKept && observation.planned > 0 ? .pass : .inconclusive,
            reasons: [
                Bilingual(ja: "予定\(planned)回中 \(made)を実施", en: "probed \(made) of \(planned) slots")
            ] + missing,
            isDecisive: false
        )
    }

    /// Ticks further apart than the contract's show nothing of what it promises at that distance.
    var coarseReason: Bilingual? {
        guard let promised = terms.promisedEvery, terms.every > promised else { return nil }
        let (every, agreed) = (
            AvailabilityText.length(terms.every), AvailabilityText.length(promised)
        )
        let wanted = DurationText.canonical(promised)
        return Bilingual(
            ja: "\(every)ごとの監視では約束の\(agreed)ごとを示せない: “every: \(wanted)” で監視すること",
            en: "ticks every \(every) cannot show the promised \(agreed): probe with "
                + "“every: \(wanted)”"
        )
    }

    /// What keeps two neighbours from having been as close as promised.
    ///
    /// Slots that were all probed do not show it: a tick may stand anywhere in its slot. A tenth more
    /// than promised is borne: no timer is exact, and a monitor that waits a distance after each
    /// answer is late by the answer's time.
    private func unevenReason(_ promised: Nanoseconds) -> Bilingual? {
        let borne = promised + Nanoseconds(promised.count / 10)
        guard coarseReason == nil, let longest = distance.longestOfNeighbours, longest > borne
        else { return nil }
        let most = AvailabilityText.length(borne)
        return Bilingual(
            ja: "隣り合う監視の間隔が最長\(longest)、約束に一割の余裕を加えた\(most)を超える: 一定の間隔で監視すること",
            en: "\(longest) lay between two ticks, and the promise and a tenth of it are \(most): "
                + "probe at an even distance"
        )
    }

    var intervalFinding: Finding {
        var reasons = [Bilingual(ja: "監視が二回に満たない", en: "fewer than two ticks")]
        let every = AvailabilityText.length(terms.every)
        if let longest = distance.longest, let kept = distance.kept.map(AvailabilityText.share) {
            reasons = [
                Bilingual(
                    ja: "\(every)ごと、予定の\(kept)を実施、最長の間隔は\(longest)",
                    en: "every \(every), \(kept) of the slots were probed; at most \(longest) from "
                        + "one to the next"
                )
            ]
        }
        guard let promised = terms.promisedEvery else {
            return Finding(
                subject: .interval,
                verdict: nil,
                reasons: reasons,
                isDecisive: false
            )
        }
        let missing = [coarseReason, unevenReason(promised), unprobedReason, missingTimeReason]
            .compactMap(\.self)
        return Finding(
            subject: .interval,
            verdict: missing.isEmpty && distance.longest != nil ? .pass : .inconclusive,
            reasons: reasons + missing,
            isDecisive: false
        )
    }
}
