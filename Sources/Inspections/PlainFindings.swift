import Verdicts
import Wording

/// Item 42: whether a service also answers without encryption.
enum PlainFindings {
    private static let name = Bilingual(ja: "平文HTTP", en: "plain HTTP")

    /// The worst of all addresses decides; one that was not asked is open.
    static func check(_ facts: TransportFacts) -> CheckFinding {
        let asked = Set(facts.plain.map(\.url))
        let findings =
            facts.plain.map { check($0, facts) }
            + facts.plainURLs.filter { !asked.contains($0) }.map { url in
                finding(.inconclusive, Bilingual("\(url): ") + notLookedAt)
            }
        let deciding = Verdict.deciding(findings.compactMap(\.verdict))
        guard var result = findings.first(where: { $0.verdict == deciding }) else {
            return finding(.inconclusive, notLookedAt)
        }
        result.evidence = findings.map(\.words).filter { $0 != result.words }
        return result
    }

    private static let notLookedAt = Bilingual(ja: "確認していない", en: "not looked at")

    private static func check(_ plain: PlainFacts, _ facts: TransportFacts) -> CheckFinding {
        func found(_ verdict: Verdict, _ words: Bilingual) -> CheckFinding {
            finding(verdict, at(plain, words))
        }
        if case .answered(let status, let location, let host) = plain.end {
            return answered(plain, status, location, host, facts)
        }
        guard !plain.isProxied else {
            return found(
                .inconclusive,
                Bilingual(
                    ja: "プロキシの応答かもしれない: \(plain.end.words)",
                    en: "what came may be the proxy's: \(plain.end.words)"
                )
            )
        }
        switch plain.end {
        case .refused:
            return found(
                .pass,
                Bilingual(ja: "接続拒否、待ち受けなし", en: "refused, nothing listens there")
            )
        case .notConnected:
            guard facts.hasFinished else { return found(.inconclusive, plain.end.words) }
            return found(
                .pass,
                Bilingual(
                    ja: "\(plain.end.words)。\(facts.address) は応答。途中で遮断されていても同じに見える",
                    en: "\(plain.end.words), while \(facts.address) answers; a filter on the way "
                        + "looks the same"
                )
            )
        case .unreachable(let why):
            return found(
                .inconclusive,
                Bilingual(ja: "問い合わせできなかった(\(why))", en: "never asked (\(why))")
            )
        case .closed: return found(.pass, plain.end.words)
        case .silent, .notHTTP, .answered: return found(.inconclusive, plain.end.words)
        }
    }

    private static func answered(
        _ plain: PlainFacts,
        _ status: Int,
        _ location: String?,
        _ host: String?,
        _ facts: TransportFacts
    ) -> CheckFinding {
        func found(
            _ verdict: Verdict,
            _ words: Bilingual,
            _ fault: String? = nil
        ) -> CheckFinding {
            finding(verdict, at(plain, words), fault, status: status)
        }
        if [301, 302, 303, 307, 308].contains(status), let location {
            guard location.lowercased().hasPrefix("https://"), let host else {
                let words = Bilingual(
                    ja: "暗号化なしに \(location) へ転送(ステータス\(status))",
                    en: "redirected without encryption, to \(location) (status \(status))"
                )
                return found(.fail, words, "redirect-in-the-clear")
            }
            if host == facts.host.lowercased() || facts.allowedHosts.contains(host) {
                let words = Bilingual(
                    ja: "\(location) へ転送(ステータス\(status))",
                    en: "redirected to \(location) (status \(status))"
                )
                return found(.pass, words)
            }
            return found(
                .inconclusive,
                Bilingual(
                    ja: "別のホスト \(location) へ転送(ステータス\(status))。サービスのものなら “hosts:” に書く",
                    en: "redirected to another host, \(location) (status \(status)); if it belongs "
                        + "to the service, name it under “hosts:”"
                ),
                "redirect-to-another-host"
            )
        }
        switch status {
        case 200..<300, 401:
            let words = Bilingual(
                ja: "暗号化なしにステータス\(status)で応答",
                en: "answered in the clear with status \(status)"
            )
            return found(.fail, words, "plain-answer")
        // Those that mean "not without TLS".
        case 421, 426: return found(.pass, refused(status))
        // At the beginning of a host they say that no page is there, not that none is given.
        case _ where [400, 403, 410].contains(status) && plain.isOfPage && !plain.isProxied:
            return found(.pass, refused(status))
        default:
            return found(
                .inconclusive,
                Bilingual(
                    ja: "ステータス\(status)で応答、拒否でも転送でもない。--plain でサービスのページを指定する",
                    en: "answered with status \(status), which neither refuses nor redirects; name "
                        + "a page of the service with --plain"
                ),
                "plain-status"
            )
        }
    }

    private static func refused(_ status: Int) -> Bilingual {
        Bilingual(ja: "ステータス\(status)で拒否", en: "refused with status \(status)")
    }

    /// What was found, behind the address.
    private static func at(_ plain: PlainFacts, _ words: Bilingual) -> Bilingual {
        Bilingual("\(plain.url): ") + words
    }

    private static func finding(
        _ verdict: Verdict,
        _ words: Bilingual,
        _ fault: String? = nil,
        status: Int? = nil
    ) -> CheckFinding {
        CheckFinding(
            "plain-http",
            name,
            verdict,
            words,
            fault: fault,
            figure: status.map { .init(Double($0), "status") }
        )
    }
}

extension PlainFacts.End {
    /// What came, in words.
    fileprivate var words: Bilingual {
        switch self {
        case .refused: Bilingual(ja: "接続拒否", en: "refused")
        case .notConnected(let why), .unreachable(let why):
            Bilingual(ja: "接続できず(\(why))", en: "no connection (\(why))")
        case .closed(let why):
            Bilingual(ja: "応答なしに切断(\(why))", en: "closed without an answer (\(why))")
        case .silent(let why):
            Bilingual(
                ja: "接続は受け付けるが、その後は無応答(\(why))",
                en: "a connection is accepted, then nothing (\(why))"
            )
        case .notHTTP(let why):
            Bilingual(ja: "応答がHTTPでない(\(why))", en: "the answer is not HTTP (\(why))")
        case .answered(let status, _, _):
            Bilingual(ja: "ステータス\(status)で応答", en: "answered with status \(status)")
        }
    }
}
