import Verdicts

/// Item 42: whether a service also answers without encryption.
enum PlainFindings {
    private static let name = "plain HTTP"

    static func check(_ facts: TransportFacts) -> CheckFinding {
        guard let plain = facts.plain else {
            return finding(.inconclusive, "not looked at")
        }
        let url = plain.url
        switch plain.end {
        case .refused: return finding(.pass, "\(url): refused, nothing listens there")
        case .notConnected(let why): return finding(.pass, "\(url): no connection (\(why))")
        case .closed(let why): return finding(.pass, "\(url): closed without an answer (\(why))")
        case .silent(let why):
            return finding(.inconclusive, "\(url): a connection is accepted, then nothing (\(why))")
        case .notHTTP(let why):
            return finding(.inconclusive, "\(url): the answer is not HTTP (\(why))")
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
        func found(_ verdict: Verdict, _ words: String, _ fault: String? = nil) -> CheckFinding {
            finding(verdict, "\(url): \(words)", fault, status: status)
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
        // Those that servers give for "not without TLS", and nothing of the service with them.
        case 400, 403, 410, 421, 426:
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
