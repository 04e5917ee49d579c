package import Timekeeping

extension AvailabilityReport {
    // MARK: Items 13 and 16

    /// Slots outside planned stops at which a kind of probe was made, whatever it found.
    package func probed(_ kind: ProbeKind) -> Int {
        timeline.slots(in: range).count { $0.kinds.contains(kind) && !stops.contains($0.slot) }
    }

    /// What keeps the record from saying anything about a whole period: `nil` once it has one.
    ///
    /// Without a period in the contract a day is asked for, so that every hour was looked at.
    package var missingTime: (asked: Nanoseconds, watched: Nanoseconds)? {
        let asked = terms.over ?? .seconds(86_400)
        let watched = range.upperBound - range.lowerBound
        return watched >= asked ? nil : (asked, watched)
    }

    var missingTimeReason: String? {
        missingTime.map { missing in
            "\(AvailabilityText.length(missing.watched)) of \(AvailabilityText.length(missing.asked)) were watched: go on"
                + " probing"
        }
    }

    var unprobedReason: String? {
        guard observation.unknown > 0 else { return nil }
        return "not probed at \(AvailabilityText.ticks(observation.unknown))"
    }

    /// Monitoring is done by this probe itself: kept while every probe of the contract was made at
    /// every slot of a whole period.
    var monitoringFinding: Finding {
        guard !terms.monitoring.isEmpty else {
            return Finding(
                subject: .monitoring,
                verdict: nil,
                reasons: ["the contract names no probes"],
                isDecisive: false
            )
        }
        let counts = terms.monitoring.map { ($0, probed($0)) }
        let made = counts.map { "\($0.rawValue) at \(AvailabilityText.count($1))" }.joined(
            separator: ", "
        )
        let lacking = counts.filter { $1 < observation.known }.map(\.0.rawValue)
        let missing = [
            lacking.isEmpty
                ? nil : "add \(lacking.joined(separator: " and ")) to each tick of the probe",
            unprobedReason, missingTimeReason,
        ].compactMap(\.self)
        let isKept = counts.allSatisfy { $1 == observation.planned }
        return Finding(
            subject: .monitoring,
            verdict: missing.isEmpty && isKept && observation.planned > 0 ? .pass : .inconclusive,
            reasons: ["probed \(made) of \(AvailabilityText.count(observation.planned)) slots"]
                + missing,
            isDecisive: false
        )
    }

    var intervalFinding: Finding {
        var reasons = ["fewer than two ticks"]
        if let longest = distance.longest, let kept = distance.kept {
            reasons = [
                "\(AvailabilityText.share(kept)) of the slots were probed; at most"
                    + " \(DurationText.readable(longest)) from one to the next"
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
        let isWide = terms.every > promised
        let missing = [
            isWide
                ? "ticks every \(AvailabilityText.length(terms.every)) cannot show the promised"
                    + " \(AvailabilityText.length(promised)): probe with “every: \(DurationText.canonical(promised))”"
                : nil,
            unprobedReason, missingTimeReason,
        ].compactMap(\.self)
        return Finding(
            subject: .interval,
            verdict: missing.isEmpty && distance.longest != nil ? .pass : .inconclusive,
            reasons: reasons + missing,
            isDecisive: false
        )
    }
}
