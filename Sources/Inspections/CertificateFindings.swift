import Measuring
import Verdicts

/// Items 33 and 42: whether the certificates of a service can be trusted.
enum CertificateFindings {
    /// Days left from which on a renewal is late.
    static let warnFromDays = 30
    /// The least that is held safe (NIST SP 800-57 part 1, 112 bits of strength).
    static let leastRSABits = 2048
    static let leastCurveBits = 224

    private static let checks: [(id: String, name: String)] = [
        ("certificate-chain", "certificate chain"), ("certificate-name", "certificate name"),
        ("certificate-dates", "certificate dates"), ("certificate-keys", "certificate keys"),
        ("certificate-signatures", "certificate signatures"),
    ]

    static func checks(_ facts: TransportFacts) -> [CheckFinding] {
        guard let own = facts.certificates.first else {
            return checks.map {
                CheckFinding($0.id, $0.name, .inconclusive, "no certificate was seen")
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
        let sent = "\(count) certificate\(count == 1 ? "" : "s") sent"
        let evidence = facts.certificates.enumerated().map { index, one in
            "\(index): \(one.subject), issued by \(one.issuer)"
        }
        func finding(_ verdict: Verdict, _ words: String, _ faults: [String] = []) -> CheckFinding {
            CheckFinding(
                id,
                name,
                verdict,
                words,
                faults: faults,
                figure: .init(Double(count), "certificates"),
                evidence: evidence
            )
        }
        guard let trust = facts.trust else {
            let words = "the authorities in \(facts.authorities) cannot be read"
            return finding(.inconclusive, "the chain could not be checked: \(words)")
        }
        // Dates have a check of their own.
        let faults = trust.filter { !dateCodes.contains($0.code) }
        if let fault = faults.first(where: { $0.code != cannotVerifyFirst }) ?? faults.first {
            let (word, sentence) = meaning(of: fault, facts)
            return finding(.fail, "\(sentence) (\(sent))", [word])
        }
        // What has been told by another check explains the refusal; what has not must be known.
        let isOtherwiseFine =
            trust.isEmpty && facts.certificates.first?.isForHost == true && facts.usualFinished
            && keys(facts.certificates).verdict == .pass
            && signatures(facts.certificates).verdict == .pass
        if facts.verifies, isOtherwiseFine, let failure = facts.strictFailure {
            return finding(.fail, "a run cannot connect: \(failure)", ["not-accepted"])
        }
        return finding(.pass, "complete up to a trusted authority (\(sent))")
    }

    /// X509_V_ERR_CERT_NOT_YET_VALID and _HAS_EXPIRED.
    private static let dateCodes: Set<Int> = [9, 10]
    /// X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, which follows from others.
    private static let cannotVerifyFirst = 21

    private static func meaning(of fault: TrustFault, _ facts: TransportFacts) -> (String, String) {
        let chain = facts.certificates
        let last = chain.indices.contains(fault.depth) ? chain[fault.depth] : chain.last
        let issuer = last?.issuer ?? ""
        switch fault.code {
        case 18:  // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
            return ("self-signed", "the certificate is signed by itself and not trusted")
        case 19:  // X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
            return ("untrusted-root", "the root authority \(issuer) is not trusted")
        case 2, 20, 21:  // X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, …_LOCALLY
            guard fault.depth == 0 else {
                return ("untrusted-root", "the authority \(issuer) is not trusted")
            }
            return (
                "missing-intermediate",
                "the certificate of \(issuer) was not sent and is not trusted: an intermediate "
                    + "certificate is missing, or the authority is none that is trusted"
            )
        default:
            return ("broken-chain", "\(fault.words) (certificate \(fault.depth))")
        }
    }

    // MARK: Name

    private static func name(_ own: CertificateFacts, _ facts: TransportFacts) -> CheckFinding {
        let (id, name) = checks[1]
        let names = own.names.isEmpty ? own.subject : own.names.joined(separator: ", ")
        guard own.isForHost else {
            let words = "the certificate is not for \(facts.host), but for \(names)"
            return CheckFinding(id, name, .fail, words, faults: ["wrong-host"], evidence: [names])
        }
        return CheckFinding(id, name, .pass, "for \(facts.host)", evidence: [names])
    }

    // MARK: Dates

    private static func dates(_ facts: TransportFacts) -> CheckFinding {
        let (id, name) = checks[2]
        let evidence = facts.certificates.map {
            "\($0.subject): \(day($0.validFrom)) to \(day($0.validUntil))"
        }
        func finding(
            _ verdict: Verdict,
            _ words: String,
            days: Int,
            _ fault: String? = nil,
            warning: String? = nil
        ) -> CheckFinding {
            CheckFinding(
                id,
                name,
                verdict,
                words,
                faults: fault.map { [$0] } ?? [],
                figure: .init(Double(days), "days"),
                warning: warning,
                evidence: evidence
            )
        }
        // An authority that expired and is sent all the same may not be needed: OpenSSL knows.
        for (depth, one) in facts.certificates.enumerated() {
            let isNeeded = depth == 0 || facts.trust?.contains { $0.depth == depth } ?? true
            let whose = depth == 0 ? "the certificate" : "the certificate of \(one.subject)"
            if isNeeded, one.validUntil < facts.now {
                let days = (facts.now - one.validUntil) / 86_400
                let words = "\(whose) expired on \(time(one.validUntil)), \(ago(days)) ago"
                return finding(.fail, words, days: -days, "expired")
            }
            if isNeeded, one.validFrom > facts.now {
                let days = (one.validFrom - facts.now) / 86_400
                let words = "\(whose) is not valid before \(time(one.validFrom)), in \(ago(days))"
                return finding(.fail, words, days: days, "not-yet-valid")
            }
        }
        if let fault = facts.trust?.first(where: { dateCodes.contains($0.code) }) {
            let word = fault.code == 9 ? "not-yet-valid" : "expired"
            let words = "certificate \(fault.depth) of the chain: \(fault.words)"
            return finding(.fail, words, days: 0, word)
        }
        let ends = facts.certificates.map(\.validUntil).filter { $0 >= facts.now }
        let end = ends.min() ?? facts.now
        let days = (end - facts.now) / 86_400
        let left = "valid until \(time(end)), \(ago(days)) left"
        guard days < warnFromDays else { return finding(.pass, left, days: days) }
        let warning = "the certificate ends in \(ago(days)), on \(time(end)): renew it"
        return finding(.pass, left, days: days, warning: warning)
    }

    private static func ago(_ days: Int) -> String {
        days == 0 ? "less than a day" : days == 1 ? "1 day" : "\(days) days"
    }

    private static func time(_ seconds: Int) -> String {
        UTCText.timestamp(unixSeconds: seconds)
    }

    private static func day(_ seconds: Int) -> String { String(time(seconds).prefix(10)) }

    // MARK: Keys and signatures

    private static func keys(_ chain: [CertificateFacts]) -> CheckFinding {
        let (id, name) = checks[3]
        let evidence = chain.map { "\($0.subject): \($0.keyKind), \($0.keyBits) bits" }
        for one in chain {
            let least = leastBits(of: one.keyKind)
            guard one.keyBits < least else { continue }
            return CheckFinding(
                id,
                name,
                .fail,
                "the key of \(one.subject) has \(one.keyBits) bits (\(one.keyKind)), "
                    + "less than \(least)",
                faults: ["weak-key"],
                figure: .init(Double(one.keyBits), "bits"),
                evidence: evidence
            )
        }
        let own = chain[0]
        return CheckFinding(
            id,
            name,
            .pass,
            "\(own.keyBits) bits (\(own.keyKind))",
            figure: .init(Double(own.keyBits), "bits"),
            evidence: evidence
        )
    }

    private static func leastBits(of kind: String) -> Int {
        let isCurve = kind.hasPrefix("id-ec") || kind.uppercased().hasPrefix("ED") || kind == "SM2"
        return isCurve ? leastCurveBits : leastRSABits
    }

    private static func signatures(_ chain: [CertificateFacts]) -> CheckFinding {
        let (id, name) = checks[4]
        let evidence = chain.map { "\($0.subject): \($0.signature)" }
        // Nobody relies on the signature that a root has put under itself.
        let relied = chain.enumerated().filter { $0.offset == 0 || !$0.element.isSelfSigned }
        for (_, one) in relied where ["SHA1", "MD5", "MD4", "MD2"].contains(one.digest) {
            return CheckFinding(
                id,
                name,
                .fail,
                "\(one.subject) is signed by \(one.signature), which can be forged",
                faults: [one.digest == "SHA1" ? "sha1-signature" : "weak-signature"],
                evidence: evidence
            )
        }
        return CheckFinding(id, name, .pass, chain[0].signature, evidence: evidence)
    }
}
