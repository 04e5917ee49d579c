import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

/// Why a run that broke nothing proves nothing either, and what to do about it.
extension RunFindings {
    /// How many of the contracted users were there while the service was judged.
    var crowd: Bilingual {
        let users = DecimalText.grouped(facts.heldUsers)
        guard let contracted = facts.terms.contract.concurrentUsers.map(DecimalText.grouped) else {
            return Bilingual(ja: "\(users)利用者", en: "\(users) users")
        }
        return Bilingual(
            ja: "契約\(contracted)利用者中\(users)利用者",
            en: "\(users) of the \(contracted) contracted users"
        )
    }

    /// What fewer users find says nothing about all of them.
    var tooFewUsers: [Bilingual] {
        guard let contracted = facts.terms.contract.concurrentUsers,
            facts.heldUsers < contracted
        else { return [] }
        let all = DecimalText.grouped(contracted)
        return [
            Bilingual(
                ja: "契約利用者数に満たないため\(all)利用者については不明(判定区間を通して"
                    + "\(all)利用者で再測定が必要)",
                en: "fewer than contracted say nothing of all \(all): hold \(all) users through "
                    + "the judged part"
            )
        ]
    }

    /// Users that never sign in are no users of the service.
    var nobodySignsIn: [Bilingual] {
        facts.terms.signsIn
            ? []
            : [
                Bilingual(
                    ja: "サインインなしのシナリオ(before-each-user にサインインを追加)",
                    en: "the scenario signs nobody in: sign in under before-each-user"
                )
            ]
    }

    /// Users that are there and are served errors are not served.
    var turnedAway: [Bilingual] {
        let found = facts.record.totals(judgedOnly: true)
        guard Double(found.failed) > (1 - Contract.leastSuccess) * Double(found.planned) else {
            return []
        }
        let failed = DecimalText.grouped(found.failed)
        let planned = DecimalText.grouped(found.planned)
        return [
            Bilingual(
                ja: "操作\(planned)回中\(failed)回が失敗、利用できたとは言えない",
                en: "\(failed) of \(planned) operations failed, so they were not all served"
            )
        ]
    }

    /// What the grounds that do not hold lack.
    func missing(_ grounds: [GateResult]) -> [Bilingual] {
        var texts: [Bilingual] = []
        if grounds.contains(where: { $0.kind == .users && $0.verdict != .pass }) {
            texts.append(
                Bilingual(
                    ja: "サインインできない利用者あり(アカウントとサインインを確認)",
                    en: "not enough users got in: see their accounts and the sign-in"
                )
            )
        }
        let unmeasured = grounds.filter { $0.kind == .completeness && $0.verdict != .pass }
        if !unmeasured.isEmpty {
            let names = Set(unmeasured.map(\.subject)).sorted().joined(separator: ", ")
            texts.append(
                Bilingual(
                    ja: "成功した測定がない操作あり(\(names))",
                    en: "too few that succeeded: \(names)"
                )
            )
        }
        return texts
    }

    /// Why gates cannot be told, and what it takes.
    ///
    /// Shares stand in the row already, and what each operation's lacks is told by the run's own
    /// reports.
    func lacks(_ gates: [GateResult]) -> [Bilingual] {
        let open = gates.filter { $0.verdict == .inconclusive }
        let told = open.filter { $0.kind != .compliance }.map { gate in
            Bilingual(ja: "\(gate.text): \(gate.reason)", en: "\(gate.text): \(gate.reason)")
        }
        guard told.count < open.count else { return told }
        return told + [
            Bilingual(
                ja: "判定には不足(必要な測定は実行結果の summary.md を参照)",
                en: "too little to tell: the run's summary.md says what it takes"
            )
        ]
    }

    /// A run that was cut short never proves anything.
    var cut: [Bilingual] {
        facts.ended == .completed
            ? []
            : [Bilingual(ja: "測定は途中で終了(再測定が必要)", en: "the run was cut short: play it to its end")]
    }

    /// The evidence of a leak; all of them stand in the run's leaks.json.
    var firstLeak: [Bilingual] {
        guard let leak = facts.leaks.min(by: { $0.done < $1.done }) else { return [] }
        let operations = facts.terms.operations
        let name =
            operations.indices.contains(leak.operation) ? operations[leak.operation].name : "?"
        return [
            Bilingual(
                ja: "最初の混入: \(leak.time)、\(name)、利用者\(leak.user + 1)(\(leak.asker))に "
                    + "\(leak.found)(leaks.json 参照)",
                en: "the first at \(leak.time): \(name) of user \(leak.user + 1) (\(leak.asker)) "
                    + "held \(leak.found) (see leaks.json)"
            )
        ]
    }
}
