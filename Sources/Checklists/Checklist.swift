package import Verdicts
package import Wording
package import Workload

/// The 49 items of a contract: what was agreed, what was measured, how it stands.
package struct Checklist: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        package var item: ChecklistItem
        /// What the contract says; `nil` when it says nothing.
        package var contracted: Bilingual?
        /// Whether a load run, a probe or an inspection could say something about it.
        package var isMeasurable: Bool
        /// What measurements say, one after another.
        package var findings: [ChecklistFinding]

        package var standing: ChecklistStanding {
            if let verdict = Verdict.deciding(findings.map(\.verdict)) { return .judged(verdict) }
            guard contracted != nil else { return .open }
            return isMeasurable ? .notMeasured : .declared
        }
    }

    package var contractName: String
    package var rows: [Row]

    /// - Parameter findings: of any item, in the order in which they are to be shown.
    package init(of contract: Contract, findings: [ChecklistFinding]) {
        let terms = ContractedTerms(contract)
        contractName = contract.name
        rows = ChecklistItem.all.map { item in
            Row(
                item: item,
                contracted: contract.declarations.answers[item.number]
                    ?? terms.text(of: item.number),
                // Without batch processing there is no batch to measure.
                isMeasurable: item.isMeasurable
                    && (item.number != 21 || contract.response[.batch] != nil),
                findings: findings.filter { $0.item == item.number }
            )
        }
    }

    /// The verdict over all that was measured; INCONCLUSIVE when nothing was.
    package var verdict: Verdict {
        Verdict.deciding(rows.flatMap { $0.findings.map(\.verdict) }) ?? .inconclusive
    }

    package func count(of standing: ChecklistStanding) -> Int {
        rows.count { $0.standing == standing }
    }
}
