import Timekeeping

extension AvailabilityReport {
    /// Every term, judged, in the order of the checklist.
    package var findings: [Finding] {
        [
            serviceHoursFinding, maintenanceFinding, availabilityFinding, repairFinding,
            longOutageFinding, monitoringFinding, noticeFinding, intervalFinding,
        ]
    }

    /// The first that applies: FAIL, INVALID, INCONCLUSIVE, PASS.
    package var verdict: AvailabilityVerdict {
        let judged = findings
        if judged.contains(where: { $0.verdict == .fail }) { return .fail }
        let decisive = judged.filter(\.isDecisive).compactMap(\.verdict)
        for verdict in [AvailabilityVerdict.invalid, .inconclusive]
        where decisive.contains(verdict) {
            return verdict
        }
        return decisive.contains(.pass) ? .pass : .inconclusive
    }

    /// Why, in words: the reasons of the findings that made the verdict.
    package var reasons: [String] {
        let verdict = verdict
        let telling = findings.filter {
            $0.verdict == verdict && ($0.isDecisive || verdict == .fail)
        }
        guard telling.isEmpty else { return telling.flatMap(\.reasons) }
        return ["the contract promises nothing that probes can judge"]
    }

    // MARK: Item 5

    private var availabilityFinding: Finding {
        guard let share = terms.share else {
            return Finding(
                subject: .availability,
                verdict: nil,
                reasons: ["the contract promises no availability"]
            )
        }
        let (verdict, reasons) = judge(share)
        let second = terms.confirm.map {
            "a failed tick counts when a second look after \(DurationText.canonical($0)) failed too (confirm)"
        }
        return Finding(
            subject: .availability,
            verdict: verdict,
            reasons: reasons + [second].compactMap(\.self)
        )
    }

    private func judge(_ share: Double) -> (AvailabilityVerdict, [String]) {
        if let deciding, deciding.downtime > deciding.budget.total {
            return (
                .fail,
                [
                    "down for \(AvailabilityText.length(downtime)) (\(AvailabilityText.ticks(deciding.down)))\(inPeriod);"
                        + " the promised \(AvailabilityText.share(share)) allows"
                        + " \(AvailabilityText.length(deciding.budget.total))"
                        + " (\(AvailabilityText.ticks(deciding.budget.ticks)))"
                ]
            )
        }
        if terms.over == nil, observation.known > 0, confidence.upper < share {
            return (
                .fail,
                ["at most \(AvailabilityText.share(confidence.upper)) with 95% confidence"]
            )
        }
        guard observation.planned > 0 else {
            return (.inconclusive, ["no tick lies in the period"])
        }
        if let deciding, deciding.ownFaults > deciding.budget.ticks, observation.known > 0 {
            return (
                .invalid,
                [
                    "the tool itself could not probe at \(AvailabilityText.ticks(deciding.ownFaults)),"
                        + " more than the budget has\(inPeriod)"
                ]
            )
        }
        if let deciding, isPeriodOver { return judgeWhole(share, deciding) }
        return judgePart(share)
    }

    /// " in the worst 30 d, from … to …"; empty where there is only one.
    private var inPeriod: String {
        guard hasSeveralPeriods else { return "" }
        return
            " in the worst \(AvailabilityText.length(period.length)), from \(period.lowerBound) to"
            + " \(period.upperBound)"
    }

    /// The whole period was watched: nothing is inferred, it is counted.
    private func judgeWhole(
        _ share: Double,
        _ deciding: Period
    ) -> (AvailabilityVerdict, [String]) {
        let total = deciding.budget.total
        let doubts = doubts(deciding.unknown, deciding.lenient)
        guard deciding.greatestDowntime <= total else {
            return (
                .inconclusive,
                [
                    "\(doubts)\(inPeriod): with them down the budget of"
                        + " \(AvailabilityText.ticks(deciding.budget.ticks)) would be overdrawn"
                ]
            )
        }
        let even = doubts.isEmpty ? "" : ", even had it been down at \(doubts)"
        return limited(
            .pass,
            [
                "down for \(AvailabilityText.length(downtime)) of the \(AvailabilityText.length(total)) that"
                    + " the promised \(AvailabilityText.share(share)) allows\(inPeriod)\(even)"
            ]
        )
    }

    /// "3 ticks not probed and 2 ticks with a failed probe that … does not count"; empty without.
    private func doubts(_ unknown: Int, _ lenient: Int) -> String {
        [
            unknown > 0 ? "\(AvailabilityText.ticks(unknown)) not probed" : nil,
            lenient > 0
                ? "\(AvailabilityText.ticks(lenient)) with a failed probe that the probe's own"
                    + " \(terms.leniency.joined(separator: " and ")) does not count" : nil,
        ].compactMap(\.self).joined(separator: " and ")
    }

    /// A part of the period: what its ticks prove of the share.
    private func judgePart(_ share: Double) -> (AvailabilityVerdict, [String]) {
        let bound = confidence.lower
        guard bound < share else {
            return limited(
                .pass,
                [
                    "at least \(AvailabilityText.share(bound)) with 95% confidence, by "
                        + AvailabilityText.ticks(observation.planned)
                ]
            )
        }
        var reasons: [String] = []
        if let needed = cleanTicksNeeded {
            let time = AvailabilityText.length(terms.every * needed)
            reasons.append(
                "\(AvailabilityText.share(share)) with 95% confidence needs \(AvailabilityText.count(needed)) more clean"
                    + " ticks (\(time)); so far at least \(AvailabilityText.share(bound))"
            )
        } else {
            reasons.append(
                "\(AvailabilityText.share(share)) cannot be proven by ticks; the end of the period decides"
            )
        }
        let doubts = doubts(observation.unknown, observation.lenient)
        if !doubts.isEmpty { reasons.append("\(doubts) count against a PASS") }
        return (.inconclusive, reasons)
    }

    /// A PASS needs every probe that the contract's monitoring has.
    private func limited(
        _ verdict: AvailabilityVerdict,
        _ reasons: [String]
    ) -> (AvailabilityVerdict, [String]) {
        let missing = unprobedKinds.map(\.rawValue)
        guard !missing.isEmpty else { return (verdict, reasons) }
        return (
            .inconclusive,
            reasons + [
                "ticks without a \(missing.joined(separator: " and a ")) probe, which the"
                    + " contract's monitoring has, prove no PASS"
            ]
        )
    }
}
