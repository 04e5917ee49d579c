import Verdicts

/// Items 33 and 42: which versions of TLS a service speaks.
enum VersionFindings {
    /// A cipher with fewer bits is broken within reach (RFC 7525 §4.1: less than 112 MUST NOT, less
    /// than 128 SHOULD NOT).
    static let leastCipherBits = 128

    static func checks(_ facts: TransportFacts, least: TLSVersion) -> [CheckFinding] {
        [negotiated(facts, least: least)]
            + TLSVersion.allCases.filter { $0 < least }.map { refused($0, facts) }
            + [offered(facts, from: least)]
    }

    // MARK: What a run gets

    private static func negotiated(_ facts: TransportFacts, least: TLSVersion) -> CheckFinding {
        let id = "tls-negotiated"
        let name = "protocol and cipher"
        guard let usual = facts.usual else {
            return CheckFinding(id, name, .inconclusive, "no handshake was tried")
        }
        switch usual.end {
        case .finished(let version, let versionName, let cipher, let bits):
            let figure = CheckFinding.Figure(Double(bits), "bits")
            let shown = "\(version?.name ?? versionName) with \(cipher), \(bits) bits"
            guard let version, version >= least else {
                return CheckFinding(
                    id,
                    name,
                    .fail,
                    "\(shown), is negotiated; the contract promises \(least.name) or later",
                    faults: ["low-version"],
                    figure: figure
                )
            }
            guard bits >= leastCipherBits else {
                let words = "\(shown), is negotiated: less than \(leastCipherBits) bits"
                return CheckFinding(id, name, .fail, words, faults: ["weak-cipher"], figure: figure)
            }
            return CheckFinding(id, name, .pass, shown, figure: figure)
        default:
            if let bytes = usual.strangeBytes {
                return CheckFinding(
                    id,
                    name,
                    .fail,
                    "the service does not speak TLS at \(facts.address)",
                    faults: ["no-tls"],
                    evidence: ["what came instead began with \(quoted(bytes))"]
                )
            }
            let why = Self.words(of: usual)
            return CheckFinding(id, name, .inconclusive, "no TLS connection came about: \(why)")
        }
    }

    // MARK: What must be refused

    /// The alerts for "nothing in common" and for "not in this version".
    private static let handshakeFailure = 40
    private static let protocolVersion = 70

    private static func refused(_ version: TLSVersion, _ facts: TransportFacts) -> CheckFinding {
        let id = "tls-\(version.number)"
        let name = version.name
        guard let probe = facts.probes[version] else {
            return CheckFinding(id, name, .inconclusive, "not probed")
        }
        let evidence = self.evidence(of: probe)
        func finding(_ verdict: Verdict, _ words: String, _ faults: [String] = []) -> CheckFinding {
            CheckFinding(id, name, verdict, words, faults: faults, evidence: evidence)
        }
        // Closing, or a fault, is a refusal only where something else is not met with it.
        if !facts.hasFinished, probe.chosen == nil, probe.isClosed || probe.alert == 80 {
            return finding(.inconclusive, "no version at all gets further: \(words(of: probe))")
        }
        if probe.alert == handshakeFailure, case .refused = Answer(to: version, probe) {
            let isOpen = facts.probes.values.contains { $0.alert == protocolVersion }
            return finding(
                isOpen ? .inconclusive : .pass,
                (isOpen ? "not clear: " : "refused: ")
                    + "\(alertName(handshakeFailure)), which may also mean other ciphers: this "
                    + "machine's OpenSSL offers none with RC4, 3DES or EXPORT keys"
                    + (isOpen ? ", and the service has another alert for versions" : "")
            )
        }
        switch Answer(to: version, probe) {
        case .accepted(let how):
            return finding(.fail, "accepted (\(how))", ["accepts-\(id)"])
        case .refused(let how): return finding(.pass, "refused (\(how))")
        case .unknown(let why): return finding(.inconclusive, why)
        }
    }

    private static func offered(_ facts: TransportFacts, from least: TLSVersion) -> CheckFinding {
        let words = TLSVersion.allCases.filter { $0 >= least }.map { version in
            guard let probe = facts.probes[version] else { return "\(version.name) not probed" }
            switch Answer(to: version, probe) {
            case .accepted: return "\(version.name) offered"
            case .refused: return "\(version.name) not offered"
            case .unknown(let why): return "\(version.name): \(why)"
            }
        }
        return CheckFinding("tls-offered", "versions offered", nil, words.joined(separator: ", "))
    }

    // MARK: Words

    static func words(of handshake: HandshakeFacts) -> String {
        switch handshake.end {
        case .finished: "finished"
        case .notConnected(let why), .timedOut(let why), .closed(let why): why
        case .failed(let why): handshake.alert.map { "the service sent \(alertName($0))" } ?? why
        }
    }

    static func evidence(of probe: HandshakeFacts) -> [String] {
        var lines: [String] = []
        if !probe.offered.isEmpty {
            lines.append("offered: \(probe.offered.map(versionName).joined(separator: ", "))")
        }
        if let chosen = probe.chosen { lines.append("the service chose \(versionName(chosen))") }
        if let alert = probe.alert { lines.append("the service sent \(alertName(alert))") }
        switch probe.end {
        case .finished(_, let name, let cipher, let bits):
            lines.append("handshake finished: \(name), \(cipher), \(bits) bits")
        case .notConnected(let why), .timedOut(let why), .closed(let why), .failed(let why):
            lines.append(why)
        }
        return lines
    }

    static func versionName(_ number: Int) -> String {
        if let version = TLSVersion(rawValue: number) { return version.name }
        if number == 0x0300 { return "SSL 3.0" }
        let digits = String(number, radix: 16)
        return "version 0x" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The names of RFC 8446 §6.
    static func alertName(_ number: Int) -> String {
        let name =
            switch number {
            case 0: "close_notify"
            case 20: "bad_record_mac"
            case 40: "handshake_failure"
            case 42: "bad_certificate"
            case 47: "illegal_parameter"
            case 50: "decode_error"
            case 70: "protocol_version"
            case 71: "insufficient_security"
            case 80: "internal_error"
            case 86: "inappropriate_fallback"
            case 112: "unrecognized_name"
            case 116: "certificate_required"
            default: "number \(number)"
            }
        return "the alert \(name)"
    }

    /// Bytes as text where they are one.
    private static func quoted(_ bytes: [UInt8]) -> String {
        let text = bytes.map { (0x20...0x7e).contains($0) ? Character(Unicode.Scalar($0)) : "·" }
        return "“\(String(text))”"
    }
}

extension VersionFindings {
    /// What a service makes of a version that is offered alone.
    enum Answer: Equatable {
        case accepted(String)
        case refused(String)
        case unknown(String)

        init(to version: TLSVersion, _ probe: HandshakeFacts) {
            let asked = version.rawValue
            switch probe.end {
            case .finished(version, _, let cipher, _):
                self = .accepted("handshake finished with \(cipher)")
            case .notConnected(let why):
                self = .unknown("could not be probed: \(why)")
            case _ where !probe.offered.contains(asked):
                // Whatever came, it was no answer to this version.
                let why = "this machine's OpenSSL did not offer it"
                self = .unknown("could not be probed: \(why)")
            case _ where probe.chosen == asked:
                // It went on in this version; what came later was this machine's own dislike.
                self = .accepted("its ServerHello chose \(version.name)")
            case .finished(_, let name, _, _):
                self = .refused("it answered in \(name) instead")
            case .timedOut(let why):
                self = .unknown(why)
            case .failed where probe.strangeBytes != nil:
                self = .unknown("what came was not TLS")
            case .failed(let why):
                self = Self.ofFailure(version, probe, why)
            case .closed(let why):
                self = .refused(why)
            }
        }

        private static func ofFailure(
            _ version: TLSVersion,
            _ probe: HandshakeFacts,
            _ why: String
        ) -> Answer {
            if let chosen = probe.chosen {
                return .refused("it answered with \(versionName(chosen))")
            }
            guard let alert = probe.alert else { return .unknown(why) }
            // unrecognized_name says nothing of the version.
            guard alert != 112 else {
                return .unknown("the service sent \(alertName(alert))")
            }
            return .refused(alertName(alert))
        }
    }
}
