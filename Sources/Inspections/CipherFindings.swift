import Verdicts

/// Items 33 and 42: whether a service accepts ciphers that protect nothing.
///
/// A sound client is never given one of them, so only offering them alone shows it.
enum CipherFindings {
    private static let id = "weak-ciphers"
    private static let name = "weak ciphers"

    static func check(_ facts: TransportFacts) -> CheckFinding {
        guard let seen = facts.weakCiphers else { return finding(.inconclusive, "not probed") }
        let evidence = VersionFindings.evidence(of: seen)
        func found(_ verdict: Verdict, _ words: String, _ fault: String? = nil) -> CheckFinding {
            finding(verdict, words, fault, evidence)
        }
        switch seen.end {
        case .finished(_, _, let cipher, let bits):
            let (fault, why) = flaw(of: cipher, bits: bits)
            return found(.fail, "accepted (\(cipher): \(why))", fault)
        case _ where seen.offered.isEmpty:
            let why = VersionFindings.words(of: seen)
            return found(.inconclusive, "could not be probed: \(why)")
        case .notConnected(let why), .timedOut(let why):
            return found(.inconclusive, why)
        case .closed(let why):
            // Closing is a refusal only where something else is not met with it.
            guard facts.hasFinished else {
                return found(.inconclusive, "no version at all gets further: \(why)")
            }
            return found(.pass, "refused (\(why))")
        case .failed(let why):
            guard seen.chosen == nil, let alert = seen.alert, ![80, 112].contains(alert) else {
                return found(.inconclusive, why)
            }
            return found(.pass, "refused (\(VersionFindings.alertName(alert)))")
        }
    }

    /// The stable word of what is wrong with a cipher, and a sentence.
    private static func flaw(of cipher: String, bits: Int) -> (String, String) {
        if bits == 0 { return ("null-cipher", "nothing is encrypted") }
        if cipher.hasPrefix("ADH-") || cipher.hasPrefix("AECDH-") {
            return ("anonymous-cipher", "the service does not say who it is")
        }
        return ("weak-cipher", "\(bits) bits")
    }

    private static func finding(
        _ verdict: Verdict,
        _ words: String,
        _ fault: String? = nil,
        _ evidence: [String] = []
    ) -> CheckFinding {
        CheckFinding(
            id,
            name,
            verdict,
            words,
            faults: fault.map { [$0] } ?? [],
            evidence: evidence
        )
    }
}
