package import Inspections
import Measuring
package import Timekeeping
import Verdicts
import Wording
package import Workload

/// What an inspection says about items 25, 33, 38 and 42.
package struct InspectionFindings {
    private let inspection: Inspection
    private let terms: Declarations
    private let evidence: String
    private let drawnUp: UTCInstant

    /// How long what an inspection has seen is taken to be so: a service is set up anew, and
    /// nobody inspects it.
    private static let lasting = Nanoseconds.seconds(30 * 86_400)

    /// - Parameters:
    ///   - contract: as it is now; what was inspected by other terms proves nothing.
    ///   - evidence: names the inspection, with its time.
    ///   - drawnUp: when the checklist is.
    package init(
        _ inspection: Inspection,
        by contract: Contract,
        evidence: String,
        drawnUp: UTCInstant
    ) {
        self.inspection = inspection
        terms = contract.declarations
        self.evidence = evidence
        self.drawnUp = drawnUp
    }

    /// Items that were told and not judged say nothing.
    package var all: [ChecklistFinding] {
        inspection.items.compactMap { item -> ChecklistFinding? in
            guard let verdict = item.verdict else { return nil }
            let stale = stale(item)
            // What was found broken stays so.
            let doubts = verdict == .pass ? cut + age + expired(item) : []
            return ChecklistFinding(
                item: item.item,
                verdict: (stale + doubts).isEmpty ? verdict : .inconclusive,
                measured: ([item.words] + stale + doubts).statements,
                evidence: evidence
            )
        }
    }

    /// What the contract promises of an item now, in the inspection's words; `nil` for items that
    /// the scenario alone says all about.
    private func promise(of item: Int) -> Bilingual? {
        switch item {
        case 33, 42:
            terms.leastTLS.flatMap(TLSVersion.init(promise:))
                .map(TransportFindings.promise) ?? Bilingual("–")
        case 25: terms.storagePerUser.map(StorageFindings.promise)
        default: nil
        }
    }

    /// What an inspection that was stopped has not looked at might have broken the item.
    private var cut: [Bilingual] {
        inspection.cut.map { [Bilingual(ja: "\($0)(再検査が必要)", en: "\($0): inspect again")] } ?? []
    }

    /// When it began; `nil` for a text that is no such time.
    private var made: UTCInstant? {
        guard case .instant(let time) = WrittenTime(inspection.started) else { return nil }
        return time
    }

    private var age: [Bilingual] {
        // Clocks of two machines may differ; a wrong date would never get old.
        guard let made, made - drawnUp < .seconds(86_400) else {
            return [
                Bilingual(
                    ja: "検査の時刻「\(inspection.started)」が読めないか未来(再検査が必要)",
                    en: "“\(inspection.started)”, when it was inspected, is no time, or one to "
                        + "come: inspect again"
                )
            ]
        }
        let age = drawnUp - made
        guard age > Self.lasting else { return [] }
        let days = Phrases.agreed(.seconds((age.seconds / 86_400).rounded(.down) * 86_400))
        return [
            Bilingual(
                ja: "検査は\(days)前、現在の適合は示せない(再検査が必要)",
                en:
                    "the inspection was made \(days) before this checklist and shows nothing of today: "
                    + "inspect again"
            )
        ]
    }

    /// The certificates that have come to their end since.
    ///
    /// One that had before, and the item was kept all the same, is one that nobody needs.
    private func expired(_ item: ItemFinding) -> [Bilingual] {
        let restsOnThem = item.checks.contains { $0.id == "certificate-dates" }
        guard restsOnThem, let made else { return [] }
        return inspection.certificates.filter { one in
            let end = Self.instant(one.validUntil)
            return made <= end && end < drawnUp
        }.map { one in
            let end = UTCText.timestamp(unixSeconds: one.validUntil)
            return Bilingual(
                ja: "検査後、\(one.subject) の証明書は\(end)に期限切れ(再検査が必要)",
                en: "the certificate of \(one.subject) has expired since, on \(end): inspect again"
            )
        }
    }

    /// A file may hold any number.
    private static func instant(_ unixSeconds: Int) -> UTCInstant {
        let (nanoseconds, overflow) = Int64(unixSeconds).multipliedReportingOverflow(
            by: 1_000_000_000
        )
        guard overflow else { return UTCInstant(unixNanoseconds: nanoseconds) }
        return UTCInstant(unixNanoseconds: unixSeconds < 0 ? .min : .max)
    }

    /// Facts that were judged by other terms do not judge the contract of now.
    private func stale(_ item: ItemFinding) -> [Bilingual] {
        guard let promise = promise(of: item.item), promise != item.promised else {
            return []
        }
        return [
            Bilingual(
                ja: "「\(item.promised)」で検査、現在の契約は「\(promise)」(再検査が必要)",
                en: "inspected by “\(item.promised)”, and the contract now says “\(promise)”: "
                    + "inspect again"
            )
        ]
    }
}
