package import Timekeeping

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
        let short =
            observation.forgiven > 0
            ? "; \(AvailabilityText.ticks(observation.forgiven)) of shorter outages not counted by the probe's own"
                + " min-outage \(DurationText.canonical(terms.leastOutage))" : ""
        let limits =
            repair.greatest.map {
                " (between \(AvailabilityText.length(least)) and \(AvailabilityText.length($0)))"
            } ?? ""
        let text =
            "mean of \(AvailabilityText.outages(repair.count)): \(repair.isLowerBound ? "at least " : "")"
            + "\(AvailabilityText.length(mean))\(limits); promised"
            + " \(AvailabilityText.length(promised))\(short)"
        let verdict: AvailabilityVerdict
        // What is measured may be a distance more than it was: only the sure length breaks it.
        if least > promised {
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
        let stretches = darkStretches(in: yearRange, year)
        let found = stretches.count { $0.surelyHasOutage(longerThan: long) }
        let possible = stretches.filter { $0.mostOutages(longerThan: long) > 0 }
        let limit = "\(most) a year longer than \(AvailabilityText.length(long)) are allowed"
        guard found <= most else {
            return Finding(
                subject: .longOutages,
                verdict: .fail,
                reasons: ["\(found) longer than \(AvailabilityText.length(long)); \(limit)"]
            )
        }
        let watched = yearRange.upperBound - yearRange.lowerBound
        let whole = watched >= .seconds(365 * 86_400) - terms.every
        let mostFound = possible.reduce(0) { $0 + $1.mostOutages(longerThan: long) }
        var reasons = ["\(found) in \(AvailabilityText.length(watched)); \(limit)"]
        if !whole { reasons.append("a year has not been watched yet") }
        let hidden = possible.first { !$0.surelyHasOutage(longerThan: long) }
        if mostFound > found, let stretch = hidden ?? possible.first {
            reasons.append(
                "up to \(mostFound - found) more cannot be ruled out: the service was not seen up"
                    + " from \(stretch.range.lowerBound) to \(stretch.range.upperBound)"
            )
        }
        return Finding(
            subject: .longOutages,
            verdict: whole && mostFound <= most ? .pass : .inconclusive,
            reasons: reasons,
            isDecisive: false
        )
    }

    // MARK: Item 15

    /// The first slot of every outage, with the notice given of it where the record has one.
    ///
    /// What stands between two slots that were up is told of once, whatever gaps lie within.
    package var outagesTold: [(first: UTCInstant, notice: Notice?)] {
        darkStretches(in: range, observation).compactMap { stretch in
            guard let first = stretch.outages.first(where: \.counts)?.first else { return nil }
            return (first, notices.first { stretch.range.contains($0.slot) })
        }
    }

    var noticeFinding: Finding {
        func finding(_ verdict: AvailabilityVerdict?, _ reasons: [String]) -> Finding {
            Finding(subject: .notice, verdict: verdict, reasons: reasons)
        }
        let outages = outagesTold
        guard !outages.isEmpty else { return finding(nil, ["no outage to tell of"]) }
        guard isNotifying else {
            return finding(nil, ["no notice was given: add “hook:” to the probe"])
        }
        let told = outages.compactMap(\.notice)
        let failed = told.filter { !$0.succeeded }.count
        var reasons = ["\(told.count) of \(AvailabilityText.outages(outages.count)) told of"]
        let longest = told.map(\.took).max { $0 < $1 }
        if let longest {
            reasons[0] += ", at most \(DurationText.readable(longest)) after the failed tick"
        }
        if failed > 0 { reasons.append("\(failed) failed") }
        guard let limit = terms.notifyWithin else { return finding(nil, reasons) }
        reasons[0] += "; promised within \(AvailabilityText.length(limit))"
        if failed > 0 || longest.map({ $0 > limit }) ?? false { return finding(.fail, reasons) }
        // A notice that was given and not recorded looks the same as none: no FAIL.
        guard let untold = outages.first(where: { $0.notice == nil }) else {
            return finding(.pass, reasons)
        }
        reasons.append(
            "no notice of the outage at \(untold.first) is in the record: the probe had no hook"
                + " then, or was stopped before it had ended; show another record of that notice"
        )
        return finding(.inconclusive, reasons)
    }
}
