import Availability
import Timekeeping
import Verdicts
import Wording

/// `probe.json`: a probe's record, judged, for other programs.
package enum ProbeJson {
    package static let version = 1

    package static func document(_ account: ProbeAccount) -> Json {
        let report = account.report
        return [
            "format": "sanbyo-probe", "version": .int(version), "name": .string(account.name),
            "question": .optional(account.question), "service": .string(account.service),
            "contract": .optional(account.contract), "verdict": .string(account.verdict.rawValue),
            "exitCode": .int(Int(account.verdict.exitCode)),
            "reasons": .array(report.reasons.map { .string($0.en) }),
            "findings": .array(report.findings.map(finding)),
            "watched": span(report.range), "period": span(report.period),
            "periodIsOver": .bool(report.isPeriodOver),
            "everySeconds": .seconds(report.terms.every),
            "ticks": ticks(report), "availability": availability(report),
            "repair": repair(report.repair), "distance": distance(report.distance),
            "outages": .array(report.observation.outages.map(outage)),
            "gaps": .array(report.observation.gaps.map(gap)),
            "plannedStops": .array(report.stops.spans.map(span)),
            "notTakenOut": .array(flaws(report.terms)),
            "notices": .array(report.notices.map(notice)),
            "probes": .array(account.probes.map(probe)),
            "clockSteps": .array(account.clockSteps.map { .string($0.en) }),
            "faults": .array(account.faults.map(Json.string)), "log": .string(account.log),
        ]
    }

    private static func finding(_ finding: Finding) -> Json {
        [
            "item": .int(finding.subject.item), "subject": .string(finding.subject.rawValue),
            "verdict": .optional(finding.verdict?.rawValue),
            "reasons": .array(finding.reasons.map { .string($0.en) }),
            "decisive": .bool(finding.isDecisive),
        ]
    }

    private static func ticks(_ report: AvailabilityReport) -> Json {
        let seen = report.observation
        return [
            "planned": .int(seen.planned), "up": .int(seen.up), "down": .int(seen.down),
            "tooShortToCount": .int(seen.forgiven), "upAtSecondLook": .int(seen.secondLooks),
            "notProbed": .int(seen.unknown),
            "toolCouldNotProbe": .int(seen.ownFaults), "inPlannedStops": .int(seen.excluded),
            "stillToCome": .int(report.slotsToCome),
            "cleanTicksNeeded": report.cleanTicksNeeded.map(Json.int) ?? .null,
        ]
    }

    private static func availability(_ report: AvailabilityReport) -> Json {
        [
            "promised": number(report.terms.share), "measured": number(report.availability),
            "leastIfGapsWereDown": number(report.availabilityBounds?.lowerBound),
            "mostIfGapsWereUp": number(report.availabilityBounds?.upperBound),
            "provenAtLeast": .number(report.confidence.lower),
            "ticksThatCountAsOne": .number(report.confidence.tau),
            "downSeconds": .seconds(report.downtime),
            "budgetSeconds": .seconds(report.budget?.total),
            "budgetTicks": report.budget.map { .int($0.ticks) } ?? .null,
            "budgetLeftSeconds": .seconds(report.budget?.left(after: report.downtime)),
            "burn": number(report.burn), "burnOfLastHour": number(report.burnOfLastHour),
        ]
    }

    private static func repair(_ repair: RepairFigures) -> Json {
        [
            "outages": .int(repair.count), "meanSeconds": .seconds(repair.mean),
            "isLowerBound": .bool(repair.isLowerBound), "leastSeconds": .seconds(repair.least),
            "greatestSeconds": .seconds(repair.greatest),
            "longestSeconds": .seconds(repair.longest?.measured),
            "betweenSeconds": .seconds(repair.between),
        ]
    }

    private static func distance(_ distance: DistanceFigures) -> Json {
        [
            "longestSeconds": .seconds(distance.longest), "kept": number(distance.kept),
            "latestStartMs": .milliseconds(distance.latest),
        ]
    }

    private static func outage(_ outage: Outage) -> Json {
        let end: Json =
            switch outage.end {
            case .repaired(let slot): ["how": "repaired", "foundUpAt": .string("\(slot)")]
            case .running: ["how": "running", "foundUpAt": .null]
            case .lost: ["how": "not seen", "foundUpAt": .null]
            }
        return [
            "firstFailedTick": .string("\(outage.first)"),
            "lastFailedTick": .string("\(outage.last)"), "ticks": .int(outage.ticks),
            "ticksInPlannedStops": .int(outage.clippedTicks),
            "measuredSeconds": .seconds(outage.measured), "leastSeconds": .seconds(outage.least),
            "greatestSeconds": .seconds(outage.greatest),
            "beginWasSeen": .bool(!outage.beginsInGap), "end": end, "counts": .bool(outage.counts),
            "causes": .object(
                outage.failures.sorted { $0.key < $1.key }
                    .map { Json.Member(key: $0.key.rawValue, value: .string($0.value)) }
            ),
        ]
    }

    private static func gap(_ gap: Gap) -> Json {
        [
            "from": .string("\(gap.range.lowerBound)"), "to": .string("\(gap.range.upperBound)"),
            "ticks": .int(gap.slots), "toolCouldNotProbe": .bool(gap.isOwnFault),
        ]
    }

    private static func probe(_ probe: ProbeFigures) -> Json {
        [
            "kind": .string(probe.kind.rawValue), "count": .int(probe.count),
            "failed": .int(probe.failed), "notProbed": .int(probe.unknown),
            "medianMs": .milliseconds(probe.median), "longestMs": .milliseconds(probe.longest),
        ]
    }

    private static func notice(_ notice: Notice) -> Json {
        [
            "tick": .string("\(notice.slot)"), "tookSeconds": .seconds(notice.took),
            "succeeded": .bool(notice.succeeded),
        ]
    }

    private static func flaws(_ terms: AvailabilityTerms) -> [Json] {
        terms.windows.compactMap { window in
            window.flaw(notice: terms.notice)
                .map { .string(ProbeText.flaw(window, $0, notice: terms.notice).en) }
        }
    }

    private static func span(_ range: Range<UTCInstant>) -> Json {
        ["from": .string("\(range.lowerBound)"), "to": .string("\(range.upperBound)")]
    }

    private static func number(_ value: Double?) -> Json { value.map(Json.number) ?? .null }
}
