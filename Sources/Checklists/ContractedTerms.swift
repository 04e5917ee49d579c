import Timekeeping
import Verdicts
package import Wording
package import Workload

/// What a contract promises, item by item, in words.
package struct ContractedTerms {
    private let contract: Contract
    private var terms: Declarations { contract.declarations }

    package init(_ contract: Contract) {
        self.contract = contract
    }

    /// `nil` when the contract says nothing about the item.
    package func text(of item: Int) -> Bilingual? {
        switch item {
        case 1: terms.serviceHours.map { Bilingual($0) }
        case 2: notice
        case 5: availability
        case 10: recovery
        case 12: longOutages
        case 13: probes
        case 15: terms.notifyWithin.map { within($0, ja: "検知から", en: "after detection") }
        case 16: every
        case 19: responses([.online, .heavy])
        case 20: delay
        case 21: responses([.batch])
        case 24: users
        case 25: terms.storagePerUser.map { storage($0) }
        case 33, 42: transport
        case 34, 44: isolation
        default: nil
        }
    }

    private func within(_ time: Nanoseconds, ja: String, en: String) -> Bilingual {
        let text = Phrases.agreed(time)
        return Bilingual(ja: "\(ja)\(text.ja)以内", en: "within \(text.en) \(en)")
    }

    private var notice: Bilingual? {
        terms.maintenanceNotice.map {
            let text = Phrases.agreed($0)
            return Bilingual(ja: "有、\(text.ja)以上前に通知", en: "yes, at least \(text.en) before")
        }
    }

    private var availability: Bilingual? {
        terms.availability.map { share in
            let over = terms.availabilityOver.map(Phrases.agreed)
            let percent = ShareText.percent(share)
            return Bilingual(
                ja: "\(percent)以上\(over.map { "(期間\($0.ja))" } ?? "")",
                en: "at least \(percent)\(over.map { " over \($0.en)" } ?? "")"
            )
        }
    }

    private var recovery: Bilingual? {
        terms.meanRepair.map {
            let text = Phrases.agreed($0)
            return Bilingual(ja: "平均\(text.ja)", en: "\(text.en) on average")
        }
    }

    private var longOutages: Bilingual? {
        guard let length = terms.longOutage, let most = terms.longOutagesAtMost else { return nil }
        let text = Phrases.agreed(length)
        return Bilingual(
            ja: "\(text.ja)を超える障害は年\(most)回まで",
            en: "at most \(most) longer than \(text.en) in a year"
        )
    }

    private static let probeNames = [
        "web": Bilingual(ja: "Webサービス", en: "web service"),
        "database": Bilingual(ja: "データベース接続", en: "database connection"),
        "timeout": Bilingual(ja: "応答タイムアウト", en: "response time-out"),
    ]

    private var probes: Bilingual? {
        guard !terms.probes.isEmpty else { return nil }
        let names = terms.probes.map { Self.probeNames[$0] ?? Bilingual($0) }
        return Bilingual(
            ja: "有、死活監視: \(names.listed)",
            en: "yes, alive checks: \(names.listed)"
        )
    }

    private var every: Bilingual? {
        terms.probeEvery.map {
            let text = Phrases.agreed($0)
            return Bilingual(ja: "\(text.ja)ごと", en: "every \(text.en)")
        }
    }

    private func responses(_ classes: [OperationClass]) -> Bilingual? {
        let texts = classes.compactMap { name in
            contract.response[name].map { Self.promise(of: name, $0) }
        }
        return texts.isEmpty ? nil : Phrases.joined(texts)
    }

    private static func promise(of name: OperationClass, _ target: ResponseTarget) -> Bilingual {
        let time = Phrases.agreed(target.within)
        let share = ShareText.percent(target.share)
        let level = ComplianceLevel.reached(by: target.share)
        let peak = target.shareAtPeak.map { share in
            let level = ComplianceLevel.reached(by: share)
            return Bilingual(
                ja: "、ピーク時\(ShareText.percent(share)) = レベル\(level)",
                en: ", at peak \(ShareText.percent(share)) = level \(level)"
            )
        }
        let around = name == .online ? "概ね" : ""
        return Bilingual(
            ja: "\(name.title.ja): \(around)\(time.ja)以内"
                + "(\(share) = IPAレベル\(level)\(peak?.ja ?? ""))",
            en: "\(name.title.en): within \(time.en) for \(share) "
                + "(IPA level \(level)\(peak?.en ?? ""))"
        )
    }

    private var delay: Bilingual? {
        guard let delay = contract.delay else { return nil }
        var texts: [Bilingual] = []
        if let longest = delay.longest.map(Phrases.agreed) {
            texts.append(
                Bilingual(ja: "遅延継続時間\(longest.ja)以内", en: "slow phases of at most \(longest.en)")
            )
        }
        if let worst = delay.worstResponse.map(Phrases.agreed) {
            texts.append(Bilingual(ja: "遅延中の応答\(worst.ja)以内", en: "no response over \(worst.en)"))
        }
        return texts.isEmpty ? nil : Phrases.joined(texts)
    }

    private var users: Bilingual? {
        contract.concurrentUsers.map {
            Bilingual(
                ja: "契約利用者数 \(DecimalText.grouped($0)) まで",
                en: "up to the \(DecimalText.grouped($0)) contracted users"
            )
        }
    }

    private func storage(_ bytes: Int) -> Bilingual {
        Bilingual(ja: "1利用者につき\(Phrases.bytes(bytes))", en: "\(Phrases.bytes(bytes)) per user")
    }

    private var transport: Bilingual? {
        terms.leastTLS.map { Bilingual(ja: "有、TLS \($0)以上", en: "yes, TLS \($0) or later") }
    }

    private var isolation: Bilingual? {
        guard !terms.isolationBy.isEmpty else { return nil }
        return Bilingual(
            ja: "有、\(terms.isolationBy.joined(separator: "・")) により分離",
            en: "yes, separated by \(terms.isolationBy.joined(separator: " and "))"
        )
    }
}
