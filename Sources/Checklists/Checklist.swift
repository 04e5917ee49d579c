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
        /// What is promised and no finding measured, in words; empty without findings.
        package var missing: [Bilingual]

        /// A part that nothing measured keeps the item from PASS.
        package var standing: ChecklistStanding {
            let open = missing.isEmpty ? [] : [Verdict.inconclusive]
            if let verdict = Verdict.deciding(findings.compactMap(\.verdict) + open) {
                return .judged(verdict)
            }
            guard findings.isEmpty else { return .nothingHappened }
            guard contracted != nil else { return .open }
            return isMeasurable ? .notMeasured : .declared
        }
    }

    package var contractName: String
    package var rows: [Row]
    /// The items that the verdict is about; `nil` = all that are contracted.
    package var chosen: Set<Int>?

    /// - Parameters:
    ///   - findings: of any item, in the order in which they are to be shown.
    ///   - chosen: the items that the verdict is about; `nil` = all that are contracted.
    package init(of contract: Contract, findings: [ChecklistFinding], chosen: Set<Int>? = nil) {
        let terms = ContractedTerms(contract)
        contractName = contract.name
        self.chosen = chosen
        rows = ChecklistItem.all.map { item in
            let own = findings.filter { $0.item == item.number }
            return Row(
                item: item,
                contracted: contract.declarations.answers[item.number]
                    ?? terms.text(of: item.number),
                // Without batch processing there is no batch to measure.
                isMeasurable: item.isMeasurable
                    && (item.number != 21 || contract.response[.batch] != nil),
                findings: own,
                missing: own.isEmpty
                    ? [] : PromisedParts(contract).missing(of: item.number, in: own)
            )
        }
    }

    /// PASS only when every contracted item that can be measured was, and passed; items of which
    /// nothing happened keep it from nothing, and prove nothing by themselves.
    package var verdict: Verdict {
        let verdicts = rowsInQuestion.compactMap { row in
            if case .judged(let verdict) = row.standing { verdict } else { nil }
        }
        return Verdict.deciding(verdicts + (unmeasured.isEmpty ? [] : [.inconclusive]))
            ?? .inconclusive
    }

    /// The numbers of the items in question that nothing measured.
    package var unmeasured: [Int] {
        rowsInQuestion.filter {
            switch $0.standing {
            case .judged, .nothingHappened: false
            case .notMeasured, .declared, .open: true
            }
        }.map(\.item.number)
    }

    /// How many items the verdict is about.
    package var inQuestion: Int { rowsInQuestion.count }

    /// The chosen ones; without a choice those measured, and those contracted and measurable.
    private var rowsInQuestion: [Row] {
        rows.filter { row in
            if let chosen { return chosen.contains(row.item.number) }
            return switch row.standing {
            case .judged, .nothingHappened, .notMeasured: true
            case .declared, .open: false
            }
        }
    }

    package func count(of standing: ChecklistStanding) -> Int {
        rows.count { $0.standing == standing }
    }
}
