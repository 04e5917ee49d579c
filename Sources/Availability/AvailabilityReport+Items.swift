import Timekeeping

extension AvailabilityReport {
    // MARK: Item 10

    var repairFinding: Finding {
        guard let promised = terms.meanRepair else {
            return Finding(
                subject: .repair,
                verdict: nil,
                reasons: ["the contract names no mean time to repair"]
            )
        }
        guard let mean = repair.mean, let least = repair.least else {
            return Finding(subject: .repair, verdict: nil, reasons: ["no outage to repair"])
        }
        let limits =
            repair.greatest.map {
                " (between \(AvailabilityText.length(least)) and \(AvailabilityText.length($0)))"
            } ?? ""
        let text =
            "mean of \(AvailabilityText.outages(repair.count)): \(repair.isLowerBound ? "at least " : "")"
            + "\(AvailabilityText.length(mean))\(limits); promised \(AvailabilityText.length(promised))"
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
                reasons: ["the contract limits no long outages"]
            )
        }
        let found = year.outages.filter { $0.least > long }.count
        let maybe = year.outages.filter { $0.least <= long && $0.greatest ?? .seconds(1e9) > long }
            .filter { $0.measured + hidden(beside: $0) > long }.count
        let limit = "\(most) a year longer than \(AvailabilityText.length(long)) are allowed"
        guard found <= most else {
            return Finding(
                subject: .longOutages,
                verdict: .fail,
                reasons: ["\(found) longer than \(AvailabilityText.length(long)); \(limit)"]
            )
        }
        let watched = yearRange.upperBound - yearRange.lowerBound
        let blind = year.gaps.contains { terms.every * ($0.slots + 1) > long }
        let whole = watched >= .seconds(365 * 86_400) - terms.every
        var reasons = ["\(found) in \(AvailabilityText.length(watched)); \(limit)"]
        if !whole { reasons.append("a year has not been watched yet") }
        if blind { reasons.append("a gap is long enough to hide one") }
        if maybe > 0 {
            reasons.append("\(AvailabilityText.outages(maybe)) may have been longer than was seen")
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
            return Finding(subject: .notice, verdict: nil, reasons: ["no notice was given"])
        }
        let failed = notices.filter { !$0.succeeded }.count
        var reasons = [
            "the longest of \(notices.count) took \(DurationText.readable(longest)) from the failed tick"
        ]
        if failed > 0 { reasons.append("\(failed) failed") }
        guard let limit = terms.notifyWithin else {
            return Finding(subject: .notice, verdict: nil, reasons: reasons)
        }
        reasons[0] += "; promised within \(AvailabilityText.length(limit))"
        let broken = failed > 0 || longest > limit
        return Finding(subject: .notice, verdict: broken ? .fail : .pass, reasons: reasons)
    }

    var intervalFinding: Finding {
        guard let longest = distance.longest, let kept = distance.kept else {
            return Finding(subject: .interval, verdict: nil, reasons: ["fewer than two ticks"])
        }
        return Finding(
            subject: .interval,
            verdict: nil,
            reasons: [
                "\(AvailabilityText.share(kept)) of the slots were probed; at most"
                    + " \(DurationText.readable(longest)) from one to the next"
            ],
            isDecisive: false
        )
    }
}
