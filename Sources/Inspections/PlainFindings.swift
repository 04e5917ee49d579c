import Verdicts

/// Item 42: whether a service also answers without encryption.
enum PlainFindings {
    private static let name = "plain HTTP"

    /// The worst of all addresses decides.
    static func check(_ facts: TransportFacts) -> CheckFinding {
        let findings = facts.plain.map { check($0, facts) }
        let worst = [Verdict.fail, .inconclusive, .pass].lazy.compactMap { verdict in
            findings.first { $0.verdict == verdict }
        }.first
        guard var result = worst else { return finding(.inconclusive, "not looked at") }
        result.evidence = findings.map(\.words).filter { $0 != result.words }
        return result
    }

    private static func check(_ plain: PlainFacts, _ facts: TransportFacts) -> CheckFinding {
        let url = plain.url
        if case .answered(let status, let location, let host) = plain.end {
            return answered(plain, status, location, host, facts)
        }
        guard !plain.isProxied else {
            return finding(
                .inconclusive,
                "\(url): what came may be the proxy's: \(plain.end.words)"
            )
        }
        switch plain.end {
        case .refused: return finding(.pass, "\(url): refused, nothing listens there")
        case .closed(let why): return finding(.pass, "\(url): closed without an answer (\(why))")
        case .notConnected(let why):
            guard facts.hasFinished else {
                return finding(.inconclusive, "\(url): no connection (\(why))")
            }
            let words = "no connection (\(why)), while \(facts.address) answers"
            return finding(.pass, "\(url): \(words); a filter on the way looks the same")
        case .unreachable(let why): return finding(.inconclusive, "\(url): never asked (\(why))")
        case .silent, .notHTTP, .answered:
            return finding(.inconclusive, "\(url): \(plain.end.words)")
        }
    }

    private static func answered(
        _ plain: PlainFacts,
        _ status: Int,
        _ location: String?,
        _ host: String?,
        _ facts: TransportFacts
    ) -> CheckFinding {
        func found(_ verdict: Verdict, _ words: String, _ fault: String? = nil) -> CheckFinding {
            finding(verdict, "\(plain.url): \(words)", fault, status: status)
        }
        if [301, 302, 303, 307, 308].contains(status), let location {
            guard location.lowercased().hasPrefix("https://"), let host else {
                let words = "redirected without encryption, to \(location) (status \(status))"
                return found(.fail, words, "redirect-in-the-clear")
            }
            if host == facts.host.lowercased() || facts.allowedHosts.contains(host) {
                return found(.pass, "redirected to \(location) (status \(status))")
            }
            return found(
                .inconclusive,
                "redirected to another host, \(location) (status \(status)); if it belongs to the "
                    + "service, name it under “hosts:”",
                "redirect-to-another-host"
            )
        }
        switch status {
        case 200..<300, 401:
            return found(.fail, "answered in the clear with status \(status)", "plain-answer")
        // Those that mean "not without TLS".
        case 421, 426: return found(.pass, "refused with status \(status)")
        // At the beginning of a host they say that no page is there, not that none is given.
        case _ where [400, 403, 410].contains(status) && plain.isOfPage && !plain.isProxied:
            return found(.pass, "refused with status \(status)")
        default:
            return found(
                .inconclusive,
                "answered with status \(status), which neither refuses nor redirects; name a "
                    + "page of the service with --plain",
                "plain-status"
            )
        }
    }

    private static func finding(
        _ verdict: Verdict,
        _ words: String,
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

extension PlainFacts.End {
    /// What came, in words.
    fileprivate var words: String {
        switch self {
        case .refused: "refused"
        case .notConnected(let why), .unreachable(let why): "no connection (\(why))"
        case .closed(let why): "closed without an answer (\(why))"
        case .silent(let why): "a connection is accepted, then nothing (\(why))"
        case .notHTTP(let why): "the answer is not HTTP (\(why))"
        case .answered(let status, _, _): "answered with status \(status)"
        }
    }
}
