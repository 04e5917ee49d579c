import Availability
import Foundation
import Timekeeping
import Verdicts
import Workload

/// Finds terms of a contract that contradict each other, or that nothing can ever prove.
///
/// A contract says what was agreed, wise or not: these are warnings, and no faults.
struct ContractLint {
    let context: ReadingContext
    let root: YAMLValue
    let contract: Contract
    private var terms: Declarations { contract.declarations }

    func check() {
        checkBudget()
        checkNotice()
        checkProof()
        checkResponse()
        checkDelay()
        checkServiceHours()
        checkWindows()
        checkChangeOfClocks()
    }

    private func warn(_ path: String, _ problem: String, _ remedy: String) {
        let value = path.split(separator: ".").reduce(Optional(root)) { $0?[String($1)] }
        context.warn(at: value?.position ?? root.position, path, problem, remedy)
    }

    private static func text(_ time: Nanoseconds) -> String { DurationText.readable(time) }

    /// The downtime that the availability allows in its period.
    private var budget: Nanoseconds? {
        guard let share = terms.availability, let over = terms.availabilityOver else { return nil }
        return .seconds(over.seconds * (1 - share))
    }

    /// Methodology §6.4: one repair of 3.5 h is 97 % of the budget of 30 days at 99.5 %.
    private func checkBudget() {
        guard let budget, let share = terms.availability, let over = terms.availabilityOver
        else { return }
        let promise = "\(ShareText.percent(share)) over \(DurationText.canonical(over))"
        if let mean = terms.meanRepair, budget > .zero {
            let used = mean.seconds / budget.seconds
            let most = Int(used > 0 ? (1 / used).rounded(.down) : 0)
            if used > 0.5 {
                warn(
                    "recovery.mean",
                    "one repair of \(Self.text(mean)) uses \(Self.percent(used)) of the "
                        + "\(Self.text(budget)) of downtime that \(promise) allow",
                    most == 0
                        ? "the first failure breaks item 5: agree on a shorter repair or a lower "
                            + "availability"
                        : "\(most + 1) failures in the period break item 5: both are kept only "
                            + "while there is at most \(most)"
                )
            }
        }
        if let long = terms.longOutage, let most = terms.longOutagesAtMost, most > 0, long > budget
        {
            warn(
                "long-outages.at-most",
                "an outage of \(Self.text(long)) is more than the \(Self.text(budget)) of "
                    + "downtime that \(promise) allow",
                "write 0, or agree on a lower availability"
            )
        }
    }

    private static func percent(_ share: Double) -> String {
        DecimalText.fixed(share * 100, decimals: 0) + "%"
    }

    private func checkNotice() {
        guard let notice = terms.notifyWithin else { return }
        if let every = terms.probeEvery, every > notice {
            warn(
                "monitoring.every",
                "a failure is found up to \(Self.text(every)) after it began, and notice is "
                    + "promised within \(Self.text(notice))",
                "probe more often than that"
            )
        }
        if let mean = terms.meanRepair, notice > mean {
            warn(
                "recovery.notify-within",
                "notice comes after \(Self.text(notice)), when a failure is repaired within "
                    + "\(Self.text(mean)) on average",
                "agree on an earlier notice"
            )
        }
    }

    /// Methodology §6.6: without a failure, ln 0.05 ÷ ln share probes prove a share.
    private func checkProof() {
        guard let share = terms.availability, share < 1, let over = terms.availabilityOver,
            let every = terms.probeEvery
        else { return }
        let needed = (log(0.05) / log(share)).rounded(.up)
        let there = (over.seconds / every.seconds).rounded(.down)
        guard there < needed else { return }
        warn(
            "monitoring.every",
            "\(Int(clamping: Int64(there))) probes in \(DurationText.canonical(over)) cannot prove "
                + "\(ShareText.percent(share)): \(Int(needed)) without a failure are needed",
            "probe at least every "
                + DurationText.readable(Nanoseconds.seconds((over.seconds / needed).rounded(.down)))
        )
    }

    private func checkResponse() {
        for (name, target) in contract.response.sorted(by: { $0.key < $1.key }) {
            if let peak = target.shareAtPeak, peak > target.share {
                warn(
                    "response.\(name.rawValue)",
                    "more is promised at peak (\(ShareText.percent(peak))) than in normal hours "
                        + "(\(ShareText.percent(target.share)))",
                    "exchange “for” and “at-peak”, or leave “at-peak” out"
                )
            }
        }
        if let online = contract.response[.online], let heavy = contract.response[.heavy],
            heavy.within < online.within
        {
            warn(
                "response.heavy",
                "heavy operations are promised sooner (\(Self.text(heavy.within))) than online "
                    + "ones (\(Self.text(online.within)))",
                "exchange the two, or leave “heavy” out"
            )
        }
        if contract.response[.heavy] == nil {
            warn(
                "response",
                "heavy operations have no target: a scenario that has some cannot be judged",
                "add “heavy: { within: 60s, for: 90% }”"
            )
        }
    }

    private func checkDelay() {
        guard let delay = contract.delay else { return }
        let slowest = contract.response.values.map(\.within).max()
        if let worst = delay.worstResponse, let slowest, worst < slowest {
            warn(
                "delay.worst-response",
                "a response within its target of \(Self.text(slowest)) may break the limit of "
                    + Self.text(worst),
                "write at least \(DurationText.canonical(slowest))"
            )
        }
        if let longest = delay.longest, longest < delay.window + delay.window {
            warn(
                "delay.longest",
                "slow phases are told by windows of \(Self.text(delay.window)), two of them bad, "
                    + "and may last \(Self.text(longest))",
                "write a shorter “window”, such as \(DurationText.canonical(.seconds(1)))"
            )
        }
    }

    /// Methodology §6.1: a stop that was announced too late is downtime.
    private func checkWindows() {
        let stops = AvailabilityTerms(contract)
        var latest: PlannedWindow?
        for window in stops.windows.sorted(by: { $0.from < $1.from }) {
            let words: String? =
                switch window.flaw(notice: stops.notice) {
                case .isTooLate(let given):
                    "was announced \(Self.text(given)) before, and \(Self.text(stops.notice ?? .zero)) "
                        + "are promised"
                case .isUnannounced: "says nowhere when it was announced"
                case .isEmpty: "ends before it begins"
                case nil: nil
                }
            if let words {
                warn(
                    "maintenance.windows",
                    "the stop at \(window.from) \(words): it is not taken out, and counts as downtime",
                    "correct “from”, “to” and “announced” if they are wrong"
                )
            }
            if let last = latest, window.from < last.to {
                warn(
                    "maintenance.windows",
                    "the stops at \(last.from) and \(window.from) overlap; what they share counts once",
                    "write one stop, or correct their times"
                )
            }
            if latest.map({ $0.to < window.to }) ?? true { latest = window }
        }
    }

    /// Times of day that a zone's clocks show twice, or not at all, on the day they are changed.
    private func checkChangeOfClocks() {
        guard let name = contract.zone, let zone = TimeZone(identifier: name) else { return }
        let windows = terms.maintenanceWindows
        for time in windows.flatMap({ [$0.from, $0.to] + ($0.announced.map { [$0] } ?? []) }) {
            let words: String? =
                switch LocalTime.kind(of: time, in: zone) {
                case .once, nil: nil
                case .twice: "comes twice in \(name), where clocks are put back then"
                case .never: "does not exist in \(name), where clocks are put forward then"
                }
            guard let words else { continue }
            warn(
                "maintenance.windows",
                "\(time) \(words): the stop is taken as short as that allows",
                "write it with its offset from UTC, in the form \(time)+01:00"
            )
        }
    }

    private func checkServiceHours() {
        guard let hours = terms.serviceHours, hours != AvailabilityTerms.roundTheClock else {
            return
        }
        warn(
            "service-hours",
            "“\(hours)” is shown, and not applied: availability counts every hour",
            "write the hours without service as planned stops in “maintenance.windows”"
        )
    }
}
