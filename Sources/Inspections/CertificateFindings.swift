import Measuring
import Verdicts
import Wording

/// Items 33 and 42: whether the certificates of a service can be trusted.
enum CertificateFindings {
    /// Days left from which on a renewal is late.
    static let warnFromDays = 30
    /// The least that is held safe (NIST SP 800-57 part 1, 112 bits of strength).
    static let leastRSABits = 2048
    static let leastCurveBits = 224

    static let checks: [(id: String, name: Bilingual)] = [
        ("certificate-chain", Bilingual(ja: "証明書チェーン", en: "certificate chain")),
        ("certificate-name", Bilingual(ja: "証明書の名前", en: "certificate name")),
        ("certificate-dates", Bilingual(ja: "証明書の有効期間", en: "certificate dates")),
        ("certificate-keys", Bilingual(ja: "証明書の鍵", en: "certificate keys")),
        ("certificate-signatures", Bilingual(ja: "証明書の署名", en: "certificate signatures")),
    ]

    static func checks(_ facts: TransportFacts) -> [CheckFinding] {
        guard let own = facts.certificates.first else {
            return checks.map {
                CheckFinding(
                    $0.id,
                    $0.name,
                    .inconclusive,
                    Bilingual(ja: "証明書が送られなかった", en: "no certificate was seen")
                )
            }
        }
        return [
            chain(facts), name(own, facts), dates(facts), keys(facts.certificates),
            signatures(facts.certificates),
        ]
    }

    // MARK: Chain

    private static func chain(_ facts: TransportFacts) -> CheckFinding {
        let (id, name) = checks[0]
        let count = facts.certificates.count
        let sent = Bilingual(
            ja: "証明書\(count)枚を受信",
            en: "\(count) certificate\(count == 1 ? "" : "s") sent"
        )
        let evidence = facts.certificates.enumerated().map { index, one in
            Bilingual(
                ja: "\(index): \(one.subject)、発行者 \(one.issuer)",
                en: "\(index): \(one.subject), issued by \(one.issuer)"
            )
        }
        func finding(
            _ verdict: Verdict,
            _ words: Bilingual,
            _ fault: String? = nil
        ) -> CheckFinding {
            CheckFinding(
                id,
                name,
                verdict,
                words,
                fault: fault,
                figure: .init(Double(count), "certificates"),
                evidence: evidence
            )
        }
        guard let trust = facts.trust else {
            let words = Bilingual(
                ja: "チェーンを確認できない: \(facts.authorities) の認証局を読めない",
                en: "the chain could not be checked: the authorities in \(facts.authorities) "
                    + "cannot be read"
            )
            return finding(.inconclusive, words)
        }
        // Dates have a check of their own.
        let faults = trust.filter { !dateCodes.contains($0.code) }
        if let fault = faults.first(where: { $0.code != cannotVerifyFirst }) ?? faults.first {
            let (word, sentence) = meaning(of: fault, facts)
            let words = Bilingual(ja: "\(sentence)(\(sent))", en: "\(sentence) (\(sent))")
            return finding(.fail, words, word)
        }
        // What has been told by another check explains the refusal; what has not must be known.
        let isOtherwiseFine =
            trust.isEmpty && facts.certificates.first?.isForHost == true && facts.usualFinished
            && keys(facts.certificates).verdict == .pass
            && signatures(facts.certificates).verdict == .pass
        if facts.verifies, isOtherwiseFine, let failure = facts.strictFailure {
            let words = Bilingual(
                ja: "測定時に接続できない: \(failure)",
                en: "a run cannot connect: \(failure)"
            )
            return finding(.fail, words, "not-accepted")
        }
        let words = Bilingual(
            ja: "信頼された認証局まで揃っている(\(sent))",
            en: "complete up to a trusted authority (\(sent))"
        )
        return finding(.pass, words)
    }

    /// X509_V_ERR_CERT_NOT_YET_VALID and _HAS_EXPIRED.
    private static let dateCodes: Set<Int> = [9, 10]
    /// X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, which follows from others.
    private static let cannotVerifyFirst = 21

    private static func meaning(
        of fault: TrustFault,
        _ facts: TransportFacts
    ) -> (String, Bilingual) {
        let chain = facts.certificates
        let last = chain.indices.contains(fault.depth) ? chain[fault.depth] : chain.last
        let issuer = last?.issuer ?? ""
        switch fault.code {
        case 18:  // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
            let words = Bilingual(
                ja: "証明書が自己署名で、信頼されていない",
                en: "the certificate is signed by itself and not trusted"
            )
            return ("self-signed", words)
        case 19:  // X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
            let words = Bilingual(
                ja: "ルート認証局 \(issuer) が信頼されていない",
                en: "the root authority \(issuer) is not trusted"
            )
            return ("untrusted-root", words)
        case 2, 20, 21:  // X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, …_LOCALLY
            guard fault.depth == 0 else {
                let words = Bilingual(
                    ja: "認証局 \(issuer) が信頼されていない",
                    en: "the authority \(issuer) is not trusted"
                )
                return ("untrusted-root", words)
            }
            return (
                "missing-intermediate",
                Bilingual(
                    ja: "\(issuer) の証明書が送られず、信頼もされていない: 中間証明書がないか、信頼された認証局でない",
                    en: "the certificate of \(issuer) was not sent and is not trusted: an "
                        + "intermediate certificate is missing, or the authority is none that is "
                        + "trusted"
                )
            )
        default:
            let words = Bilingual(
                ja: "\(fault.words)(証明書 \(fault.depth))",
                en: "\(fault.words) (certificate \(fault.depth))"
            )
            return ("broken-chain", words)
        }
    }

    // MARK: Name

    private static func name(_ own: CertificateFacts, _ facts: TransportFacts) -> CheckFinding {
        let (id, name) = checks[1]
        let names = own.names.isEmpty ? own.subject : own.names.joined(separator: ", ")
        guard own.isForHost else {
            let words = Bilingual(
                ja: "証明書は \(facts.host) ではなく \(names) のもの",
                en: "the certificate is not for \(facts.host), but for \(names)"
            )
            return CheckFinding(
                id,
                name,
                .fail,
                words,
                fault: "wrong-host",
                evidence: [Bilingual(names)]
            )
        }
        let words = Bilingual(ja: "\(facts.host) のもの", en: "for \(facts.host)")
        return CheckFinding(id, name, .pass, words, evidence: [Bilingual(names)])
    }

    // MARK: Dates

    private static func dates(_ facts: TransportFacts) -> CheckFinding {
        let (id, name) = checks[2]
        let evidence = facts.certificates.map {
            let (from, until) = (day($0.validFrom), day($0.validUntil))
            return Bilingual(
                ja: "\($0.subject): \(from)〜\(until)",
                en: "\($0.subject): \(from) to \(until)"
            )
        }
        func finding(
            _ verdict: Verdict,
            _ words: Bilingual,
            days: Int,
            _ fault: String? = nil,
            warning: Bilingual? = nil
        ) -> CheckFinding {
            CheckFinding(
                id,
                name,
                verdict,
                words,
                fault: fault,
                figure: .init(Double(days), "days"),
                warning: warning,
                evidence: evidence
            )
        }
        // An authority that expired and is sent all the same may not be needed: OpenSSL knows.
        for (depth, one) in facts.certificates.enumerated() {
            let isNeeded = depth == 0 || facts.trust?.contains { $0.depth == depth } ?? true
            let whose =
                depth == 0
                ? Bilingual(ja: "証明書", en: "the certificate")
                : Bilingual(ja: "\(one.subject) の証明書", en: "the certificate of \(one.subject)")
            if isNeeded, one.validUntil < facts.now {
                let days = (facts.now - one.validUntil) / 86_400
                let words = Bilingual(
                    ja: "\(whose)は\(time(one.validUntil))に期限切れ(\(ago(days))前)",
                    en: "\(whose) expired on \(time(one.validUntil)), \(ago(days)) ago"
                )
                return finding(.fail, words, days: -days, "expired")
            }
            if isNeeded, one.validFrom > facts.now {
                let days = (one.validFrom - facts.now) / 86_400
                let words = Bilingual(
                    ja: "\(whose)の有効期間は\(time(one.validFrom))から(\(ago(days))後)",
                    en: "\(whose) is not valid before \(time(one.validFrom)), in \(ago(days))"
                )
                return finding(.fail, words, days: days, "not-yet-valid")
            }
        }
        if let fault = facts.trust?.first(where: { dateCodes.contains($0.code) }) {
            let word = fault.code == 9 ? "not-yet-valid" : "expired"
            let words = Bilingual(
                ja: "チェーンの証明書 \(fault.depth): \(fault.words)",
                en: "certificate \(fault.depth) of the chain: \(fault.words)"
            )
            return finding(.fail, words, days: 0, word)
        }
        let ends = facts.certificates.map(\.validUntil).filter { $0 >= facts.now }
        let end = ends.min() ?? facts.now
        let days = (end - facts.now) / 86_400
        let left = Bilingual(
            ja: "\(time(end))まで有効、残り\(ago(days))",
            en: "valid until \(time(end)), \(ago(days)) left"
        )
        guard days < warnFromDays else { return finding(.pass, left, days: days) }
        let warning = Bilingual(
            ja: "証明書は\(ago(days))後の\(time(end))に切れる: 更新すること",
            en: "the certificate ends in \(ago(days)), on \(time(end)): renew it"
        )
        return finding(.pass, left, days: days, warning: warning)
    }

    private static func ago(_ days: Int) -> Bilingual {
        days == 0
            ? Bilingual(ja: "一日未満", en: "less than a day")
            : Bilingual(ja: "\(days)日", en: days == 1 ? "1 day" : "\(days) days")
    }

    private static func time(_ seconds: Int) -> String {
        UTCText.timestamp(unixSeconds: seconds)
    }

    private static func day(_ seconds: Int) -> String { String(time(seconds).prefix(10)) }
}
