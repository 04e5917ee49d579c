import Timekeeping

extension AvailabilityReport {
    // MARK: Item 1

    /// Hours of the day, by UTC, in which the service was seen up.
    package var hoursSeenUp: Int {
        let hour = Nanoseconds.seconds(3_600).count
        return Set(
            timeline.slots(in: range).filter(\.isSound)
                .map { ($0.slot.unixNanoseconds / hour) % 24 }
        ).count
    }

    /// Kept only where the service was seen up whenever it was to be had: a gap is never up, and
    /// what an outage means is judged as availability.
    var serviceHoursFinding: Finding {
        func silent(_ reason: String) -> Finding {
            Finding(subject: .serviceHours, verdict: nil, reasons: [reason], isDecisive: false)
        }
        guard let hours = terms.serviceHours else { return silent("the contract names no hours") }
        guard hours == AvailabilityTerms.roundTheClock else {
            return silent("“\(hours)” is shown and not judged: only 24x7 is")
        }
        let down = observation.down + observation.lenient
        let up = observation.up - observation.sparedSlots
        let missing = [
            observation.planned == 0 ? "no tick lies in the period" : nil,
            down > 0
                ? "\(AvailabilityText.ticks(down)) had a failed probe: item 5 judges outages, and the provider must say"
                    + " whether the service was meant to run then" : nil,
            terms.every > .seconds(3_600)
                ? "ticks every \(AvailabilityText.length(terms.every)) do not look into every hour: probe more"
                    + " often" : nil,
            unprobedReason, missingTimeReason,
        ].compactMap(\.self)
        return Finding(
            subject: .serviceHours,
            verdict: missing.isEmpty ? .pass : .inconclusive,
            reasons: [
                "up at \(AvailabilityText.count(up)) of \(AvailabilityText.count(observation.planned)) slots,"
                    + " in \(hoursSeenUp) of 24 hours of the day"
            ] + missing,
            isDecisive: false
        )
    }

    // MARK: Item 2

    /// The contract's stops that began while the service was watched, with what is wrong with each.
    package var stopsBegun: [(window: PlannedWindow, flaw: WindowFlaw?)] {
        terms.windows.filter { range.contains($0.from) && $0.from < $0.to }
            .sorted { $0.from < $1.from }
            .map { ($0, $0.flaw(notice: terms.notice)) }
    }

    var maintenanceFinding: Finding {
        func finding(_ verdict: AvailabilityVerdict?, _ reasons: [String]) -> Finding {
            Finding(subject: .maintenance, verdict: verdict, reasons: reasons, isDecisive: false)
        }
        guard let notice = terms.notice else {
            return finding(nil, ["the contract promises no notice of planned stops"])
        }
        let stops = stopsBegun
        guard !stops.isEmpty else {
            return finding(nil, ["the contract has no planned stop in the time watched"])
        }
        let promised = "promised \(AvailabilityText.length(notice))"
        let broken = stops.compactMap { window, flaw in
            flaw.map { "the stop at \(window.from) \(Self.words($0)); \(promised)" }
        }
        guard broken.isEmpty else { return finding(.fail, broken) }
        let shortest = stops.compactMap(\.window.given).min { $0 < $1 } ?? .zero
        return finding(
            .pass,
            [
                "\(stops.count == 1 ? "1 stop" : "\(stops.count) stops"), the shortest notice"
                    + " \(AvailabilityText.length(shortest)); \(promised)"
            ]
        )
    }

    private static func words(_ flaw: WindowFlaw) -> String {
        switch flaw {
        case .isEmpty: "ends before it begins"
        case .isUnannounced: "says nowhere when it was announced (write “announced:” if it was)"
        case .isTooLate(let given) where given < .zero: "was announced after its begin"
        case .isTooLate(let given): "was announced only \(AvailabilityText.length(given)) before"
        }
    }
}
