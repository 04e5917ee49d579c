import Verdicts
import Wording

/// Items 33 and 42: whether a service accepts ciphers that protect nothing.
///
/// A sound client is never given one of them, so only offering them alone shows it.
enum CipherFindings {
    private static let id = "weak-ciphers"
    private static let name = Bilingual(ja: "弱い暗号", en: "weak ciphers")

    static func check(_ facts: TransportFacts) -> CheckFinding {
        guard let seen = facts.weakCiphers else {
            return finding(.inconclusive, Bilingual(ja: "未確認", en: "not probed"))
        }
        let evidence = VersionFindings.evidence(of: seen)
        func found(
            _ verdict: Verdict,
            _ words: Bilingual,
            _ fault: String? = nil
        ) -> CheckFinding {
            finding(verdict, words, fault, evidence)
        }
        switch seen.end {
        case .finished(_, _, let cipher, let bits):
            let (fault, why) = flaw(of: cipher, bits: bits)
            let words = Bilingual(
                ja: "受け入れた(\(cipher): \(why))",
                en: "accepted (\(cipher): \(why))"
            )
            return found(.fail, words, fault)
        case _ where seen.offered.isEmpty:
            let why = VersionFindings.words(of: seen)
            return found(.inconclusive, VersionFindings.unprobed(why))
        case .notConnected(let why), .timedOut(let why):
            return found(.inconclusive, Bilingual(why))
        case .closed(let why):
            // Closing is a refusal only where something else is not met with it.
            guard facts.hasFinished else {
                return found(.inconclusive, VersionFindings.noVersion(Bilingual(why)))
            }
            return found(.pass, VersionFindings.refused(Bilingual(why)))
        case .failed(let why):
            guard seen.chosen == nil, let alert = seen.alert, ![80, 112].contains(alert) else {
                return found(.inconclusive, Bilingual(why))
            }
            return found(.pass, VersionFindings.refused(VersionFindings.alertName(alert)))
        }
    }

    /// The stable word of what is wrong with a cipher, and a sentence.
    private static func flaw(of cipher: String, bits: Int) -> (String, Bilingual) {
        if bits == 0 {
            return (
                "null-cipher", Bilingual(ja: "何も暗号化されない", en: "nothing is encrypted")
            )
        }
        if cipher.hasPrefix("ADH-") || cipher.hasPrefix("AECDH-") {
            let words = Bilingual(
                ja: "サービスが自分を証明しない",
                en: "the service does not say who it is"
            )
            return ("anonymous-cipher", words)
        }
        return ("weak-cipher", Bilingual(ja: "\(bits)ビット", en: "\(bits) bits"))
    }

    private static func finding(
        _ verdict: Verdict,
        _ words: Bilingual,
        _ fault: String? = nil,
        _ evidence: [Bilingual] = []
    ) -> CheckFinding {
        CheckFinding(
            id,
            name,
            verdict,
            words,
            fault: fault,
            evidence: evidence
        )
    }
}
