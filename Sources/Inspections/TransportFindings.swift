import Verdicts
package import Wording

/// Items 33 and 42 from what was seen of a service.
package enum TransportFindings {
    /// The findings of both items.
    ///
    /// - Parameter least: the contract's promise; without one everything is told against TLS 1.2
    ///   and the items have no verdict.
    package static func items(_ facts: TransportFacts, least: TLSVersion?) -> [ItemFinding] {
        let promised = least.map(promise) ?? .none
        guard facts.isSecure else {
            let check = inTheClear(facts)
            return [.protection, .encryption].map {
                ItemFinding($0, promised: promised, checks: [check])
            }
        }
        let checks =
            VersionFindings.checks(facts, least: least ?? .tls12) + [CipherFindings.check(facts)]
            + CertificateFindings.checks(facts)
        let plain = PlainFindings.check(facts)
        return [
            ItemFinding(.protection, promised: promised, checks: checks),
            ItemFinding(.encryption, promised: promised, checks: checks + [plain]),
        ]
    }

    /// What a contract promises that asks for a version or later ones.
    package static func promise(of least: TLSVersion) -> Bilingual {
        Bilingual(ja: "\(least.name)以上", en: "\(least.name) or later")
    }

    private static func inTheClear(_ facts: TransportFacts) -> CheckFinding {
        let remedy =
            facts.isOwnMachine
            ? Bilingual(
                ja: "このマシン上の、試行用で暗号化のないサービス: 実物を --set service=https://… で検査する",
                en: "it is a service on this machine, without encryption as rehearsals are: "
                    + "inspect the real one with --set service=https://…"
            )
            : Bilingual(
                ja: "httpsのアドレスがあれば “service:” に書く",
                en: "if there is an https address, write it under “service:”"
            )
        return CheckFinding(
            "tls-negotiated",
            Bilingual(ja: "プロトコルと暗号", en: "protocol and cipher"),
            .fail,
            Bilingual(
                ja: "サービスの \(facts.address) では何も暗号化されない",
                en: "the service is used at \(facts.address), where nothing is encrypted"
            ).then(remedy),
            fault: "no-tls"
        )
    }
}
