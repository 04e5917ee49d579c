import Measuring
import Timekeeping
import Workload

/// Latency-continuation periods, completeness and users.
extension Evaluator {
    func longest(
        _ condition: Condition,
        _ limit: Nanoseconds,
        strict: Bool
    ) -> GateResult {
        let found = figures.wholeRun(condition.operations)
        guard found.planned > 0 else { return nothingMeasured(condition) }
        if let result = otherTarget(condition, n: found.planned) { return result }
        let matching = episodes.filter { covers(condition, $0.scope) }
        let ofCompanies = episodes.filter { coversTenant(condition, $0.scope) }
        let longest = (matching + ofCompanies).map(\.duration).max() ?? .zero
        let isBroken = strict ? longest >= limit : longest > limit
        let cut = (matching + ofCompanies).contains(where: \.rightCensored)
        let unseen = unseen(condition)
        let hidden = unseen?.length ?? .zero
        let mayBeLonger = cut || (strict ? hidden >= limit : hidden > limit)
        let near = longest == .zero ? nil : nearness(of: longest, to: limit)
        var result = outcome(
            condition,
            near != nil ? .inconclusive : isBroken ? .fail : mayBeLonger ? .inconclusive : .pass,
            n: found.planned
        )
        result.value = .time(longest)
        result.reason =
            matching.isEmpty
            ? "no latency-continuation period was seen"
            : "the longest of \(Words.periods(matching.count)) lasted "
                + DurationText.readable(matching.map(\.duration).max() ?? .zero)
        result.reason += words(ofCompanies: ofCompanies, beside: matching)
        if cut { result.reason += "; one was still going on at the end of the run" }
        if let near { result.reason += "; \(near)" }
        result.reason += words(unseen: unseen)
        result.reason += "; the limit is \(DurationText.canonical(limit))"
        return result
    }

    /// Every company has the contract's word, so its own longest period is judged too; told only
    /// where it is longer than that of all together.
    private func words(ofCompanies found: [Episode], beside all: [Episode]) -> String {
        guard let longest = found.max(by: { $0.duration < $1.duration }),
            case .tenant(let group, _) = longest.scope, companies.indices.contains(group),
            longest.duration > all.map(\.duration).max() ?? .zero
        else { return "" }
        return "; for \(companies[group]) alone the longest lasted "
            + DurationText.readable(longest.duration)
    }

    func delays(_ condition: Condition, _ limit: Int, strict: Bool) -> GateResult {
        let found = figures.wholeRun(condition.operations)
        guard found.planned > 0 else { return nothingMeasured(condition) }
        if let result = otherTarget(condition, n: found.planned) { return result }
        let count = episodes.count { covers(condition, $0.scope) }
        let isBroken = strict ? count >= limit : count > limit
        let unseen = unseen(condition)
        var result = outcome(
            condition,
            isBroken ? .fail : unseen != nil ? .inconclusive : .pass,
            n: found.planned
        )
        result.value = .count(count)
        result.reason =
            "\(Words.periods(count)) seen" + words(unseen: unseen) + "; the limit is \(limit)"
        return result
    }

    /// Periods are looked for among operations that were late against the run's own contract:
    /// one that promises another time cannot be judged by them.
    private func otherTarget(_ condition: Condition, n: Int) -> GateResult? {
        guard let index = condition.operations.first(where: { recorded[$0] != contracted[$0] })
        else { return nil }
        func text(_ time: Nanoseconds?) -> String {
            time.map(DurationText.canonical) ?? "no time"
        }
        var result = outcome(condition, .inconclusive, n: n)
        result.reason =
            "the run looked for periods of responses over \(text(recorded[index])), the contract "
            + "says \(text(contracted[index])): play it again by this contract"
        return result
    }

    /// The longest period that may have gone unseen among a condition's operations.
    private func unseen(_ condition: Condition) -> UnseenPeriod? {
        let scopes: [Episode.Scope]
        switch condition.scope {
        case .all: scopes = ["online", "heavy", "batch"].map(Episode.Scope.className)
        case .className(let name): scopes = [.className(name)]
        case .operation: scopes = condition.operations.map(Episode.Scope.operation)
        }
        return scopes.compactMap(longestUnseen).max { $0.length < $1.length }
    }

    private func words(unseen: UnseenPeriod?) -> String {
        guard let unseen else { return "" }
        let length = DurationText.readable(unseen.length)
        return switch unseen.cause {
        case .fewOperations:
            "; in \(length) with late or failed operations there were too few of them to tell"
        case .lonelyWindow(let window):
            "; too many operations were late in one window of \(DurationText.canonical(window)) "
                + "alone, so one of up to \(length) may have gone unseen"
        case .fewWindows(let window):
            "; in \(length) with late or failed operations there are too few windows of "
                + "\(DurationText.canonical(window)) to tell (at least "
                + "\(UnseenPeriod.fewestWindows))"
        }
    }

    private func covers(_ condition: Condition, _ scope: Episode.Scope) -> Bool {
        switch (condition.scope, scope) {
        case (.all, .className): true
        case (.className(let wanted), .className(let name)): wanted == name
        case (.operation, .operation(let index)): condition.operations.contains(index)
        default: false
        }
    }

    private func coversTenant(_ condition: Condition, _ scope: Episode.Scope) -> Bool {
        guard case .tenant(_, let name) = scope else { return false }
        return switch condition.scope {
        case .all: true
        case .className(let wanted): wanted == name
        case .operation: false
        }
    }

    func completeness(_ condition: Condition) -> GateResult {
        let found = figures.wholeRun(condition.operations)
        let judged = figures.judged(condition.operations)
        let isKept = judged.planned > 0 && judged.succeeded > 0
        var result = outcome(condition, isKept ? .pass : .inconclusive, n: judged.planned)
        result.value = .count(judged.succeeded)
        result.reason =
            isKept
            ? "measured \(judged.planned) times, \(judged.succeeded) succeeded"
            : judged.planned > 0
                ? "none of \(Words.operations(judged.planned)) succeeded"
                : found.planned > 0
                    ? "measured only outside the judged part of the run" : "never measured"
        return result
    }

    /// Signing in is not judged by its time, but a service that does not let users in is tested
    /// with fewer users than the contract has: never a PASS, and a FAIL when as many are turned
    /// away as would break the online class's share.
    func usersReady(_ condition: Condition, share: Double) -> GateResult {
        let started = load.usersStarted
        guard started > 0 else { return nothingMeasured(condition) }
        let missing = started - load.usersReady
        let refused = missing - load.usersUndecided
        let test = ShareTest(
            n: started,
            bad: max(0, refused),
            tau: 1,
            allowed: 1 - share,
            strict: false,
            alpha: alpha
        )
        let isKept = missing * 100 <= started && load.signInShare <= Self.longestSignInShare
        var result = outcome(
            condition,
            isKept ? .pass : test.verdict == .fail ? .fail : .inconclusive,
            n: started
        )
        result.value = .share(Double(load.usersReady) / Double(started))
        result.reason =
            "\(load.usersReady) of \(started) users were ready to play"
            + (refused > 0 ? "; for \(refused) the service refused or failed to let them in" : "")
            + (load.usersUndecided > 0 ? "; \(load.usersUndecided) were still waiting" : "")
        if load.signInShare > Self.longestSignInShare {
            result.reason +=
                "; they spent \(ShareText.percent(load.signInShare)) of the judged time getting "
                + "in (at most \(ShareText.percent(Self.longestSignInShare))), so the load was "
                + "less than asked"
        }
        return result
    }

    /// Users who get in late put less load on the service than was asked; an ordinary sign-in
    /// takes a second or two of a minute.
    private static let longestSignInShare = 0.05
}
