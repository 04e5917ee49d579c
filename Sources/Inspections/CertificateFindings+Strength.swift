import Measuring
import Verdicts
import Wording

// Keys and signatures.
extension CertificateFindings {
    static func keys(_ chain: [CertificateFacts]) -> CheckFinding {
        let (id, name) = checks[3]
        let evidence = chain.map {
            Bilingual(
                ja: "\($0.subject): \($0.keyKind)、\($0.keyBits)ビット",
                en: "\($0.subject): \($0.keyKind), \($0.keyBits) bits"
            )
        }
        for one in chain {
            let least = leastBits(of: one.keyKind)
            guard one.keyBits < least else { continue }
            return CheckFinding(
                id,
                name,
                .fail,
                Bilingual(
                    ja: "\(one.subject) の鍵は\(one.keyBits)ビット(\(one.keyKind))で、\(least)に満たない",
                    en: "the key of \(one.subject) has \(one.keyBits) bits (\(one.keyKind)), "
                        + "less than \(least)"
                ),
                fault: "weak-key",
                figure: .init(Double(one.keyBits), "bits"),
                evidence: evidence
            )
        }
        let own = chain[0]
        return CheckFinding(
            id,
            name,
            .pass,
            Bilingual(
                ja: "\(own.keyBits)ビット(\(own.keyKind))",
                en: "\(own.keyBits) bits (\(own.keyKind))"
            ),
            figure: .init(Double(own.keyBits), "bits"),
            evidence: evidence
        )
    }

    private static func leastBits(of kind: String) -> Int {
        let isCurve = kind.hasPrefix("id-ec") || kind.uppercased().hasPrefix("ED") || kind == "SM2"
        return isCurve ? leastCurveBits : leastRSABits
    }

    static func signatures(_ chain: [CertificateFacts]) -> CheckFinding {
        let (id, name) = checks[4]
        let evidence = chain.map { Bilingual("\($0.subject): \($0.signature)") }
        // Nobody relies on the signature that a root has put under itself.
        let relied = chain.enumerated().filter { $0.offset == 0 || !$0.element.isSelfSigned }
        for (_, one) in relied where ["SHA1", "MD5", "MD4", "MD2"].contains(one.digest) {
            return CheckFinding(
                id,
                name,
                .fail,
                Bilingual(
                    ja: "\(one.subject) の署名は偽造できる \(one.signature)",
                    en: "\(one.subject) is signed by \(one.signature), which can be forged"
                ),
                fault: one.digest == "SHA1" ? "sha1-signature" : "weak-signature",
                evidence: evidence
            )
        }
        return CheckFinding(
            id,
            name,
            .pass,
            Bilingual(chain[0].signature),
            evidence: evidence
        )
    }
}
