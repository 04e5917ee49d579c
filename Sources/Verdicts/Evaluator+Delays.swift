import Measuring
import Timekeeping
import Wording
import Workload

/// Latency-continuation periods, completeness and users.
extension Evaluator {
    func longest(
        _ condition: Condition,
        _ limit: Nanoseconds,
        strict: Bool
    ) -> GateResult {
        let measured = figures.wholeRun(condition.operations)
        guard measured.planned > 0 else { return nothingMeasured(condition) }
        if let result = otherTarget(condition, n: measured.planned) { return result }
        let matching = episodes.filter { covers(condition, $0.scope) }
        let ofParts = episodes.filter { coversPart(condition, $0.scope) }
        let longest = (matching + ofParts).map(\.duration).max() ?? .zero
        let isBroken = strict ? longest >= limit : longest > limit
        let cut = (matching + ofParts).contains(where: \.rightCensored)
        let unseen = unseen(condition)
        let hidden = unseen?.length ?? .zero
        let mayBeLonger = cut || (strict ? hidden >= limit : hidden > limit)
        let near = longest == .zero ? nil : nearness(of: longest, to: limit)
        var result = outcome(
            condition,
            near != nil ? .inconclusive : isBroken ? .fail : mayBeLonger ? .inconclusive : .pass,
            n: measured.planned
        )
        result.value = .time(longest)
        let periods = Words.periods(matching.count)
        let longestOfAll = matching.map(\.duration).max() ?? .zero
        let found =
            matching.isEmpty
            ? Bilingual(ja: "遅延継続なし", en: "no latency-continuation period was seen")
            : Bilingual(
                ja: "\(periods)のうち最長は\(longestOfAll)",
                en: "the longest of \(periods) lasted \(longestOfAll)"
            )
        let open = Bilingual(
            ja: "測定終了時に続いているものがあった",
            en: "one was still going on at the end of the run"
        )
        result.reason = [
            found, words(ofParts: ofParts, beside: longestOfAll), cut ? open : .none,
            near ?? .none, words(unseen: unseen),
        ].filter { !$0.isEmpty }.statements.then(Words.limit(Lengths.limit(limit)))
        return result
    }

    /// Every company has the contract's word, and so has who waits for one operation: the longest
    /// period of each is judged too; told only where it reads longer than that of all together.
    private func words(ofParts found: [Episode], beside all: Nanoseconds) -> Bilingual {
        guard let longest = found.max(by: { $0.duration < $1.duration }),
            longest.duration > all,
            DurationText.readable(longest.duration) != DurationText.readable(all),
            let name = name(of: longest.scope)
        else { return .none }
        return Bilingual(
            ja: "\(name)だけを見ると最長は\(longest.duration)",
            en: "for \(name) alone the longest lasted \(longest.duration)"
        )
    }

    private func name(of scope: Episode.Scope) -> String? {
        switch scope {
        case .tenant(let group, _): companies.indices.contains(group) ? companies[group] : nil
        case .operation(let index): operations.indices.contains(index) ? operations[index] : nil
        case .className, .service: nil
        }
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
        let periods = Words.periods(count)
        result.reason = Bilingual(ja: "\(periods)", en: "\(periods) seen")
            .then(words(unseen: unseen)).then(Words.limit(Bilingual("\(limit)")))
        return result
    }

    /// Periods are looked for among operations that were late against the run's own contract:
    /// one that promises another time cannot be judged by them.
    private func otherTarget(_ condition: Condition, n: Int) -> GateResult? {
        guard let index = condition.operations.first(where: { recorded[$0] != contracted[$0] })
        else { return nil }
        func text(_ time: Nanoseconds?) -> Bilingual {
            time.map(Lengths.limit) ?? Bilingual(ja: "定めなし", en: "no time")
        }
        let (run, contract) = (text(recorded[index]), text(contracted[index]))
        var result = outcome(condition, .inconclusive, n: n)
        result.reason = Bilingual(
            ja: "測定時の遅延継続は目標\(run)で探したもので、契約は\(contract)。この契約で測定し直すこと",
            en: "the run looked for periods of responses over \(run), the contract says "
                + "\(contract): play it again by this contract"
        )
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

    private func words(unseen: UnseenPeriod?) -> Bilingual {
        guard let unseen else { return .none }
        let length = unseen.length
        return switch unseen.cause {
        case .fewOperations:
            Bilingual(
                ja: "遅延または失敗のあった\(length)は、操作が少なすぎて判断できない",
                en: "in \(length) with late or failed operations there were too few of them to tell"
            )
        case .lonelyWindow(let window):
            Bilingual(
                ja: "\(limit: window)の窓一つだけで遅延が多く、最長\(length)の遅延継続を見逃した可能性がある",
                en: "too many operations were late in one window of \(limit: window) alone, so one "
                    + "of up to \(length) may have gone unseen"
            )
        case .fewWindows(let window):
            Bilingual(
                ja: "遅延または失敗のあった\(length)は、\(limit: window)の窓が少なすぎて判断できない"
                    + "(\(UnseenPeriod.fewestWindows)つ以上必要)",
                en: "in \(length) with late or failed operations there are too few windows of "
                    + "\(limit: window) to tell (at least \(UnseenPeriod.fewestWindows))"
            )
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

    /// Whether periods of a company or an operation are among those of a class.
    private func coversPart(_ condition: Condition, _ scope: Episode.Scope) -> Bool {
        switch (condition.scope, scope) {
        case (.all, .tenant): true
        case (.className(let wanted), .tenant(_, let name)): wanted == name
        case (.all, .operation(let index)), (.className, .operation(let index)):
            condition.operations.contains(index)
        default: false
        }
    }

    func completeness(_ condition: Condition) -> GateResult {
        let found = figures.wholeRun(condition.operations)
        let judged = figures.judged(condition.operations)
        let isKept = judged.planned > 0 && judged.succeeded > 0
        var result = outcome(condition, isKept ? .pass : .inconclusive, n: judged.planned)
        result.value = .count(judged.succeeded)
        let all = Words.operations(judged.planned)
        result.reason =
            isKept
            ? Bilingual(
                ja: "\(judged.planned)回測定、\(judged.succeeded)回成功",
                en: "measured \(judged.planned) times, \(judged.succeeded) succeeded"
            )
            : judged.planned > 0
                ? Bilingual(ja: "\(all)のうち成功なし", en: "none of \(all) succeeded")
                : found.planned > 0
                    ? Bilingual(
                        ja: "判定対象の区間の外でのみ測定された",
                        en: "measured only outside the judged part of the run"
                    ) : Bilingual(ja: "測定されなかった", en: "never measured")
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
        result.reason = entry(refused: refused).statements
        return result
    }

    /// How many users got in, and what became of the others.
    private func entry(refused: Int) -> [Bilingual] {
        let (started, undecided) = (load.usersStarted, load.usersUndecided)
        var words = [
            Bilingual(
                ja: "\(started)人中\(load.usersReady)人が操作を開始できた",
                en: "\(load.usersReady) of \(started) users were ready to play"
            )
        ]
        if refused > 0 {
            words.append(
                Bilingual(
                    ja: "\(refused)人はサービスに拒否されたか、入れなかった",
                    en: "for \(refused) the service refused or failed to let them in"
                )
            )
        }
        if undecided > 0 {
            words.append(
                Bilingual(ja: "\(undecided)人は待機中のまま", en: "\(undecided) were still waiting")
            )
        }
        if load.signInShare > Self.longestSignInShare {
            let share = ShareText.percent(load.signInShare)
            let most = ShareText.percent(Self.longestSignInShare)
            words.append(
                Bilingual(
                    ja: "判定時間の\(share)をサインインに費やし(上限\(most))、負荷が指定より小さかった",
                    en: "they spent \(share) of the judged time getting in (at most \(most)), so "
                        + "the load was less than asked"
                )
            )
        }
        return words
    }

    /// Users who get in late put less load on the service than was asked; an ordinary sign-in
    /// takes a second or two of a minute.
    private static let longestSignInShare = 0.05
}
