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
            let measured = Bilingual(
                ja: "\(Self.japanese(item, verdict))",
                en: "\(item.words.en)"
            )
            let stale = stale(item)
            // What was found broken stays so.
            let doubts = verdict == .pass ? cut + age + expired(item) : []
            return ChecklistFinding(
                item: item.item,
                verdict: (stale + doubts).isEmpty ? verdict : .inconclusive,
                measured: Phrases.joined([measured] + stale + doubts),
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
    ///
    /// Older inspections have the English words alone.
    private func stale(_ item: ItemFinding) -> [Bilingual] {
        guard let promise = promise(of: item.item), promise.en != item.promised.en else {
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

    /// The checks that decided, each with what is wrong and the figure.
    ///
    /// What a check says in full is English: here stand its stable words in Japanese.
    private static func japanese(_ item: ItemFinding, _ verdict: Verdict) -> String {
        item.checks.filter { $0.verdict == verdict }.map(japanese).joined(separator: "、")
    }

    private static func japanese(_ check: CheckFinding) -> String {
        let name = names[check.id] ?? name(of: check)
        var parts = check.faults.map { fault in
            fault.hasPrefix("accepts-") ? "受け入れた" : faults[fault] ?? fault
        }
        // Names of protocols, ciphers and signatures are the same in every language.
        let isTechnical = ["tls-negotiated", "certificate-signatures"].contains(check.id)
        if isTechnical, check.verdict == .pass { parts.append(check.words.en) }
        if parts.isEmpty { parts.append(state(of: check)) }
        if let figure = check.figure, !isTechnical { parts.append(words(for: figure)) }
        return "\(name): " + parts.joined(separator: " ")
    }

    private static func state(of check: CheckFinding) -> String {
        let isRefusal =
            check.id.hasPrefix("tls-1") || check.id.hasPrefix("input-U")
            || check.id == "weak-ciphers"
        return switch check.verdict {
        case .pass: isRefusal ? "拒否された" : "良好"
        case .fail: "違反"
        case .inconclusive, .invalid, nil: "確認できず"
        }
    }

    private static func name(of check: CheckFinding) -> String {
        check.id.hasPrefix("input-U") ? "禁則文字 \(check.name.ja)" : check.name.ja
    }

    private static func words(for figure: CheckFinding.Figure) -> String {
        // A file may hold any number.
        guard let value = Int(exactly: figure.value.rounded(.towardZero)), value > Int.min else {
            return "(\(figure.value) \(figure.unit))"
        }
        return switch figure.unit {
        case "days": value < 0 ? "(\(-value)日前)" : "(残り\(value)日)"
        case "bits": "(\(value)ビット)"
        case "status": "(ステータス \(value))"
        case "bytes": "(\(Phrases.bytes(value)))"
        case "certificates": "(\(value)枚)"
        default: "(\(value) \(figure.unit))"
        }
    }

    private static let names = [
        "tls-negotiated": "使用中のプロトコルと暗号", "certificate-chain": "証明書チェーン",
        "certificate-name": "証明書の名前", "certificate-dates": "証明書の有効期間",
        "certificate-keys": "証明書の鍵", "certificate-signatures": "証明書の署名",
        "weak-ciphers": "弱い暗号", "plain-http": "平文HTTP", "input-allowed": "許可された文字",
        "storage-limit": "上限まで",
        "storage-over": "上限超過",
    ]

    private static let faults = [
        "expired": "期限切れ", "not-yet-valid": "有効期間前", "self-signed": "自己署名",
        "untrusted-root": "信頼されない認証局", "missing-intermediate": "中間証明書なし",
        "broken-chain": "チェーン不正", "not-accepted": "接続できない", "wrong-host": "ホスト名不一致",
        "weak-key": "鍵が短い", "sha1-signature": "SHA-1署名", "weak-signature": "弱い署名",
        "low-version": "契約より低いバージョン", "weak-cipher": "弱い暗号", "null-cipher": "暗号化なしの暗号を受け入れた",
        "anonymous-cipher": "認証なしの暗号を受け入れた", "no-tls": "暗号化なし",
        "plain-answer": "平文で応答", "redirect-in-the-clear": "平文へ転送",
        "redirect-to-another-host": "別ホストへ転送", "not-refused": "拒否されない", "stored": "保存された",
        "other-error": "契約と異なるエラー", "refused-early": "上限前に拒否",
    ]
}
