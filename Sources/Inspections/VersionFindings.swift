import Verdicts
import Wording

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
        let name = Bilingual(ja: "プロトコルと暗号", en: "protocol and cipher")
        guard let usual = facts.usual else {
            let words = Bilingual(ja: "ハンドシェイクを試していない", en: "no handshake was tried")
            return CheckFinding(id, name, .inconclusive, words)
        }
        switch usual.end {
        case .finished(let version, let versionName, let cipher, let bits):
            let figure = CheckFinding.Figure(Double(bits), "bits")
            let protocolName = version?.name ?? versionName
            let shown = Bilingual(
                ja: "\(protocolName)、\(cipher)、\(bits)ビット",
                en: "\(protocolName) with \(cipher), \(bits) bits"
            )
            guard let version, version >= least else {
                return CheckFinding(
                    id,
                    name,
                    .fail,
                    Bilingual(
                        ja: "\(shown)で接続。契約は\(least.name)以上",
                        en: "\(shown), is negotiated; the contract promises \(least.name) or later"
                    ),
                    fault: "low-version",
                    figure: figure
                )
            }
            guard bits >= leastCipherBits else {
                let words = Bilingual(
                    ja: "\(shown)で接続: \(leastCipherBits)ビット未満",
                    en: "\(shown), is negotiated: less than \(leastCipherBits) bits"
                )
                return CheckFinding(id, name, .fail, words, fault: "weak-cipher", figure: figure)
            }
            return CheckFinding(id, name, .pass, shown, figure: figure)
        default:
            if let bytes = usual.strangeBytes {
                return CheckFinding(
                    id,
                    name,
                    .fail,
                    Bilingual(
                        ja: "サービスは \(facts.address) でTLSを話さない",
                        en: "the service does not speak TLS at \(facts.address)"
                    ),
                    fault: "no-tls",
                    evidence: [
                        Bilingual(
                            ja: "代わりに届いたものの先頭は \(quoted(bytes))",
                            en: "what came instead began with \(quoted(bytes))"
                        )
                    ]
                )
            }
            let why = Self.words(of: usual)
            let words = Bilingual(
                ja: "TLSの接続に至らなかった: \(why)",
                en: "no TLS connection came about: \(why)"
            )
            return CheckFinding(id, name, .inconclusive, words)
        }
    }

    // MARK: What must be refused

    /// The alerts for "nothing in common" and for "not in this version".
    private static let handshakeFailure = 40
    private static let protocolVersion = 70

    private static func refused(_ version: TLSVersion, _ facts: TransportFacts) -> CheckFinding {
        let id = "tls-\(version.number)"
        let name = Bilingual(version.name)
        guard let probe = facts.probes[version] else {
            return CheckFinding(id, name, .inconclusive, Bilingual(ja: "未確認", en: "not probed"))
        }
        let evidence = self.evidence(of: probe)
        func finding(
            _ verdict: Verdict,
            _ words: Bilingual,
            _ fault: String? = nil
        ) -> CheckFinding {
            CheckFinding(id, name, verdict, words, fault: fault, evidence: evidence)
        }
        // Closing, or a fault, is a refusal only where something else is not met with it.
        if !facts.hasFinished, probe.chosen == nil, probe.isClosed || probe.alert == 80 {
            return finding(.inconclusive, noVersion(words(of: probe)))
        }
        if probe.alert == handshakeFailure, case .refused = Answer(to: version, probe) {
            let isOpen = facts.probes.values.contains { $0.alert == protocolVersion }
            return finding(
                isOpen ? .inconclusive : .pass,
                handshakeFailed(anotherForVersions: isOpen)
            )
        }
        switch Answer(to: version, probe) {
        case .accepted(let how):
            let words = Bilingual(ja: "受け入れた(\(how))", en: "accepted (\(how))")
            return finding(.fail, words, "accepts-\(id)")
        case .refused(let how): return finding(.pass, refused(how))
        case .unknown(let why): return finding(.inconclusive, why)
        }
    }

    private static func offered(_ facts: TransportFacts, from least: TLSVersion) -> CheckFinding {
        let words = TLSVersion.allCases.filter { $0 >= least }.map { version in
            let name = version.name
            guard let probe = facts.probes[version] else {
                return Bilingual(ja: "\(name) 未確認", en: "\(name) not probed")
            }
            switch Answer(to: version, probe) {
            case .accepted: return Bilingual(ja: "\(name) 提供あり", en: "\(name) offered")
            case .refused: return Bilingual(ja: "\(name) 提供なし", en: "\(name) not offered")
            case .unknown(let why): return Bilingual(ja: "\(name): \(why)", en: "\(name): \(why)")
            }
        }
        let name = Bilingual(ja: "提供されるバージョン", en: "versions offered")
        return CheckFinding("tls-offered", name, nil, words.listed)
    }

    // MARK: Words

    static func refused(_ how: Bilingual) -> Bilingual {
        Bilingual(ja: "拒否(\(how))", en: "refused (\(how))")
    }

    private static func handshakeFailed(anotherForVersions isOpen: Bool) -> Bilingual {
        let alert = alertName(handshakeFailure)
        let words = Bilingual(
            ja: "\(alert)。暗号が合わない意味もあり、このマシンのOpenSSLはRC4、3DES、EXPORTの鍵の暗号を"
                + "提示しない",
            en: "\(alert), which may also mean other ciphers: this machine's OpenSSL offers none "
                + "with RC4, 3DES or EXPORT keys"
        )
        return isOpen
            ? Bilingual(
                ja: "不明: \(words)。バージョンには別のアラートを返すサービス",
                en: "not clear: \(words), and the service has another alert for versions"
            ) : Bilingual(ja: "拒否: \(words)", en: "refused: \(words)")
    }

    static func unprobed(_ why: Bilingual) -> Bilingual {
        Bilingual(ja: "確認できず: \(why)", en: "could not be probed: \(why)")
    }

    static func noVersion(_ why: Bilingual) -> Bilingual {
        Bilingual(
            ja: "どのバージョンでもこの先に進めない: \(why)",
            en: "no version at all gets further: \(why)"
        )
    }

    private static func sent(_ alert: Int) -> Bilingual {
        let name = alertName(alert)
        return Bilingual(ja: "サービスが\(name)を送信", en: "the service sent \(name)")
    }

    static func words(of handshake: HandshakeFacts) -> Bilingual {
        switch handshake.end {
        case .finished: Bilingual(ja: "完了", en: "finished")
        case .notConnected(let why), .timedOut(let why), .closed(let why): Bilingual(why)
        case .failed(let why): handshake.alert.map(sent) ?? Bilingual(why)
        }
    }

    static func evidence(of probe: HandshakeFacts) -> [Bilingual] {
        var lines: [Bilingual] = []
        if !probe.offered.isEmpty {
            let names = probe.offered.map(versionName).joined(separator: ", ")
            lines.append(Bilingual(ja: "提示: \(names)", en: "offered: \(names)"))
        }
        if let chosen = probe.chosen.map(versionName) {
            lines.append(
                Bilingual(ja: "サービスの選択: \(chosen)", en: "the service chose \(chosen)")
            )
        }
        if let alert = probe.alert { lines.append(sent(alert)) }
        switch probe.end {
        case .finished(_, let name, let cipher, let bits):
            lines.append(
                Bilingual(
                    ja: "ハンドシェイク完了: \(name)、\(cipher)、\(bits)ビット",
                    en: "handshake finished: \(name), \(cipher), \(bits) bits"
                )
            )
        case .notConnected(let why), .timedOut(let why), .closed(let why), .failed(let why):
            lines.append(Bilingual(why))
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
    static func alertName(_ number: Int) -> Bilingual {
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
        return Bilingual(ja: "アラート \(name)", en: "the alert \(name)")
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
        case accepted(Bilingual)
        case refused(Bilingual)
        case unknown(Bilingual)

        init(to version: TLSVersion, _ probe: HandshakeFacts) {
            let asked = version.rawValue
            switch probe.end {
            case .finished(version, _, let cipher, _):
                self = .accepted(
                    Bilingual(
                        ja: "\(cipher) でハンドシェイク完了",
                        en: "handshake finished with \(cipher)"
                    )
                )
            case .notConnected(let why):
                self = .unknown(unprobed(Bilingual(why)))
            case _ where !probe.offered.contains(asked):
                // Whatever came, it was no answer to this version.
                let why = Bilingual(
                    ja: "このマシンのOpenSSLが提示しなかった",
                    en: "this machine's OpenSSL did not offer it"
                )
                self = .unknown(unprobed(why))
            case _ where probe.chosen == asked:
                // It went on in this version; what came later was this machine's own dislike.
                self = .accepted(
                    Bilingual(
                        ja: "ServerHelloが \(version.name) を選択",
                        en: "its ServerHello chose \(version.name)"
                    )
                )
            case .finished(_, let name, _, _):
                self = .refused(
                    Bilingual(ja: "代わりに \(name) で応答", en: "it answered in \(name) instead")
                )
            case .timedOut(let why):
                self = .unknown(Bilingual(why))
            case .failed where probe.strangeBytes != nil:
                self = .unknown(
                    Bilingual(ja: "届いたものがTLSでない", en: "what came was not TLS")
                )
            case .failed(let why):
                self = Self.ofFailure(version, probe, why)
            case .closed(let why):
                self = .refused(Bilingual(why))
            }
        }

        private static func ofFailure(
            _ version: TLSVersion,
            _ probe: HandshakeFacts,
            _ why: String
        ) -> Answer {
            if let chosen = probe.chosen.map(versionName) {
                return .refused(Bilingual(ja: "\(chosen) で応答", en: "it answered with \(chosen)"))
            }
            guard let alert = probe.alert else { return .unknown(Bilingual(why)) }
            // unrecognized_name says nothing of the version.
            guard alert != 112 else {
                return .unknown(sent(alert))
            }
            return .refused(alertName(alert))
        }
    }
}
