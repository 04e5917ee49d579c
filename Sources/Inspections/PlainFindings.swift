import Verdicts
import Wording

/// Item 42: whether a service also answers without encryption.
enum PlainFindings {
    private static let name = Bilingual(ja: "平文HTTP", en: "plain HTTP")

    static func check(_ facts: TransportFacts) -> CheckFinding {
        guard let plain = facts.plain else {
            return finding(.inconclusive, Bilingual(ja: "確認していない", en: "not looked at"))
        }
        let url = plain.url
        func found(_ verdict: Verdict, _ words: Bilingual) -> CheckFinding {
            finding(verdict, Bilingual(ja: "\(url): \(words)", en: "\(url): \(words)"))
        }
        switch plain.end {
        case .refused:
            return found(
                .pass,
                Bilingual(ja: "接続拒否、待ち受けなし", en: "refused, nothing listens there")
            )
        case .notConnected(let why):
            return found(.pass, Bilingual(ja: "接続できず(\(why))", en: "no connection (\(why))"))
        case .closed(let why):
            return found(
                .pass,
                Bilingual(ja: "応答なしに切断(\(why))", en: "closed without an answer (\(why))")
            )
        case .silent(let why):
            return found(
                .inconclusive,
                Bilingual(
                    ja: "接続は受け付けるが、その後は無応答(\(why))",
                    en: "a connection is accepted, then nothing (\(why))"
                )
            )
        case .notHTTP(let why):
            return found(
                .inconclusive,
                Bilingual(ja: "応答がHTTPでない(\(why))", en: "the answer is not HTTP (\(why))")
            )
        case .answered(let status, let location, let host):
            return answered(url, status, location, host, facts)
        }
    }

    private static func answered(
        _ url: String,
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
            let words = Bilingual(ja: "\(url): \(words)", en: "\(url): \(words)")
            return finding(verdict, words, fault, status: status)
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
        // Those that servers give for "not without TLS", and nothing of the service with them.
        case 400, 403, 410, 421, 426:
            return found(
                .pass,
                Bilingual(ja: "ステータス\(status)で拒否", en: "refused with status \(status)")
            )
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
            faults: fault.map { [$0] } ?? [],
            figure: status.map { .init(Double($0), "status") }
        )
    }
}
