import Testing
import Verdicts
import Wording

@testable import Inspections

/// Facts that no server of these tests can bring about, and the rules by themselves.
@Suite("Findings of encryption")
struct TransportFindingsTests {
    private static let now = 1_800_000_000
    private static let finished = HandshakeFacts.End.finished(
        .tls13,
        name: "TLSv1.3",
        cipher: "TLS_AES_256_GCM_SHA384",
        bits: 256
    )

    /// A service with which nothing is wrong.
    private static func sound() -> TransportFacts {
        var facts = TransportFacts(address: "https://a.jp", host: "a.jp", isSecure: true, now: now)
        facts.usual = HandshakeFacts(end: finished, offered: [0x0304, 0x0303], chosen: 0x0304)
        for version in TLSVersion.allCases {
            let end = HandshakeFacts.End.finished(version, name: "", cipher: "c", bits: 128)
            facts.probes[version] =
                version < .tls12
                ? HandshakeFacts(end: .failed("x"), offered: [version.rawValue], alert: 70)
                : HandshakeFacts(end: end, offered: [version.rawValue], chosen: version.rawValue)
        }
        facts.weakCiphers = HandshakeFacts(end: .failed("x"), offered: [0x0303], alert: 40)
        facts.certificates = [
            CertificateFacts(
                subject: "CN=a.jp",
                issuer: "CN=Root",
                validFrom: now - 86_400,
                validUntil: now + 90 * 86_400
            )
        ]
        facts.trust = []
        facts.plain = [PlainFacts(url: "http://a.jp/", end: .refused)]
        return facts
    }

    private func verdicts(_ facts: TransportFacts, _ least: TLSVersion? = .tls12) -> [Verdict?] {
        TransportFindings.items(facts, least: least).map(\.verdict)
    }

    private func check(_ id: String, _ facts: TransportFacts) -> CheckFinding? {
        TransportFindings.items(facts, least: .tls12)[1].checks.first { $0.id == id }
    }

    @Test("a sound service keeps both items, and neither without a promise")
    func soundService() {
        #expect(verdicts(Self.sound()) == [.pass, .pass])
        #expect(verdicts(Self.sound(), nil) == [nil, nil])
    }

    @Test("a version that this machine never put on the wire is open, never kept")
    func notOffered() {
        for end in [HandshakeFacts.End.failed("no protocols available"), .closed("cut")] {
            var facts = Self.sound()
            facts.probes[.tls10] = HandshakeFacts(end: end)
            #expect(check("tls-1.0", facts)?.verdict == .inconclusive)
            #expect(check("tls-1.0", facts)?.words.en.contains("could not be probed") == true)
            // Another version than the one that was to be offered is as good as none.
            facts.probes[.tls10] = HandshakeFacts(end: end, offered: [0x0303], alert: 70)
            #expect(check("tls-1.0", facts)?.verdict == .inconclusive)
            #expect(verdicts(facts) == [.inconclusive, .inconclusive])
        }
        var facts = Self.sound()
        facts.probes[.tls11] = nil
        #expect(verdicts(facts) == [.inconclusive, .inconclusive])
    }

    @Test("a service that goes on in an old version accepts it, whatever this machine dislikes")
    func chosenAndBroken() {
        var facts = Self.sound()
        facts.probes[.tls11] = HandshakeFacts(
            end: .failed("dh key too small"),
            offered: [0x0302],
            chosen: 0x0302
        )
        #expect(check("tls-1.1", facts)?.verdict == .fail)
    }

    @Test("a name that is not known, a time-out and a lost way say nothing of a version")
    func unclear() {
        let unclear = [
            HandshakeFacts(end: .failed("x"), offered: [0x0301], alert: 112),
            HandshakeFacts(end: .timedOut("no answer"), offered: [0x0301]),
            HandshakeFacts(end: .notConnected("refused")),
            HandshakeFacts(end: .failed("x"), offered: [0x0301]),
        ]
        for probe in unclear {
            var facts = Self.sound()
            facts.probes[.tls10] = probe
            #expect(check("tls-1.0", facts)?.verdict == .inconclusive, "\(probe)")
        }
    }

    @Test("closing is a refusal only beside versions that are not closed")
    func closing() {
        var facts = Self.sound()
        facts.probes[.tls10] = HandshakeFacts(end: .closed("cut"), offered: [0x0301])
        #expect(check("tls-1.0", facts)?.verdict == .pass)
        facts.usual = HandshakeFacts(end: .closed("cut"), offered: [0x0304])
        for version in TLSVersion.allCases {
            facts.probes[version] = HandshakeFacts(
                end: .closed("cut"),
                offered: [version.rawValue]
            )
        }
        #expect(check("tls-1.0", facts)?.verdict == .inconclusive)
    }

    @Test("a cipher of less than 128 bits fails")
    func weakCipher() {
        var facts = Self.sound()
        facts.usual = HandshakeFacts(
            end: .finished(.tls12, name: "TLSv1.2", cipher: "DES-CBC3-SHA", bits: 112)
        )
        #expect(check("tls-negotiated", facts)?.faults == ["weak-cipher"])
        #expect(verdicts(facts) == [.fail, .fail])
    }

    @Test("ciphers that protect nothing are accepted, refused or open, and open is no PASS")
    func weakCiphers() {
        func judged(_ end: HandshakeFacts.End, alert: Int? = nil, chosen: Int? = nil)
            -> (Verdict?, [String])
        {
            var facts = Self.sound()
            facts.weakCiphers = HandshakeFacts(
                end: end,
                offered: [0x0303],
                chosen: chosen,
                alert: alert
            )
            let found = check("weak-ciphers", facts)
            return (found?.verdict, found?.faults ?? [])
        }
        func finished(_ cipher: String, _ bits: Int) -> HandshakeFacts.End {
            .finished(.tls12, name: "TLSv1.2", cipher: cipher, bits: bits)
        }
        #expect(judged(finished("NULL-SHA256", 0)) == (.fail, ["null-cipher"]))
        #expect(judged(finished("AECDH-NULL-SHA", 0)) == (.fail, ["null-cipher"]))
        #expect(judged(finished("ADH-AES256-GCM-SHA384", 256)) == (.fail, ["anonymous-cipher"]))
        #expect(judged(finished("DES-CBC3-SHA", 112)) == (.fail, ["weak-cipher"]))
        #expect(judged(.failed("x"), alert: 40) == (.pass, []))
        #expect(judged(.failed("x"), alert: 70) == (.pass, []))
        #expect(judged(.closed("cut")) == (.pass, []))
        #expect(judged(.failed("x")) == (.inconclusive, []))
        #expect(judged(.failed("x"), alert: 80) == (.inconclusive, []))
        #expect(judged(.failed("x"), alert: 40, chosen: 0x0303) == (.inconclusive, []))
        #expect(judged(.timedOut("no answer")) == (.inconclusive, []))
        var facts = Self.sound()
        facts.weakCiphers = nil
        #expect(verdicts(facts) == [.inconclusive, .inconclusive])
        facts.weakCiphers = HandshakeFacts(end: .failed("no cipher match"))
        #expect(check("weak-ciphers", facts)?.words.en == "could not be probed: no cipher match")
    }

    @Test("no certificate, authorities that cannot be read, and no look at port 80 stay open")
    func open() {
        var facts = Self.sound()
        facts.certificates = []
        #expect(verdicts(facts) == [.inconclusive, .inconclusive])
        facts = Self.sound()
        facts.trust = nil
        #expect(verdicts(facts) == [.inconclusive, .inconclusive])
        facts = Self.sound()
        facts.plain = []
        #expect(verdicts(facts) == [.pass, .inconclusive])
    }

    @Test("an address that a signal left out is open, and what was found broken stays so")
    func plainNotAsked() {
        var facts = Self.sound()
        facts.plainURLs = ["http://a.jp/", "http://a.jp/login"]
        #expect(verdicts(facts) == [.pass, .inconclusive])
        let words = check("plain-http", facts)?.words
        #expect(words?.en == "http://a.jp/login: not looked at")
        #expect(words?.ja == "http://a.jp/login: 確認していない")
        facts.plain[0].end = .answered(status: 200, location: nil, locationHost: nil)
        #expect(check("plain-http", facts)?.verdict == .fail)
        facts.plain[0].end = .refused
        facts.plain.append(PlainFacts(url: "http://a.jp/login", end: .refused))
        #expect(verdicts(facts) == [.pass, .pass])
    }

    @Test("nobody who was never asked has refused, and a proxy refuses for itself")
    func plainUnreachable() {
        func found(
            _ end: PlainFacts.End,
            page: String = "/",
            proxied: Bool = false
        ) -> Verdict? {
            var facts = Self.sound()
            facts.plain.append(
                PlainFacts(url: "http://a.jp\(page)", end: end, isProxied: proxied)
            )
            return check("plain-http", facts)?.verdict
        }
        func answered(_ status: Int) -> PlainFacts.End {
            .answered(status: status, location: nil, locationHost: nil)
        }
        #expect(found(.unreachable("no such name")) == .inconclusive)
        #expect(found(.notConnected("timed out")) == .pass, "its encrypted port answers")
        for end in [PlainFacts.End.refused, .notConnected("timed out"), .closed("reset")] {
            #expect(found(end) == .pass)
            #expect(found(end, proxied: true) == .inconclusive)
        }
        for status in [400, 403, 410] {
            #expect(found(answered(status)) == .inconclusive, "no page was asked for")
            #expect(found(answered(status), page: "/login") == .pass)
            #expect(found(answered(status), page: "/login", proxied: true) == .inconclusive)
        }
        #expect(found(answered(426)) == .pass)
        #expect(found(answered(200), page: "/login") == .fail, "the worst of all decides")
    }

    @Test("the alert for nothing in common is no refusal where versions have one of their own")
    func handshakeFailure() {
        var facts = Self.sound()
        facts.probes[.tls10]?.alert = 40
        #expect(check("tls-1.0", facts)?.verdict == .inconclusive)
        facts.probes[.tls11]?.alert = 40
        #expect(check("tls-1.0", facts)?.verdict == .pass)
        #expect(check("tls-1.0", facts)?.words.en.contains("RC4, 3DES") == true)
    }

    @Test("a chain that only libcurl refuses does not pass")
    func onlyStrict() {
        var facts = Self.sound()
        facts.strictFailure = "unsuitable certificate purpose"
        #expect(check("certificate-chain", facts)?.faults == ["not-accepted"])
        #expect(verdicts(facts) == [.fail, .fail])
    }

    @Test("validity is exact to the second, and the last month a warning")
    func dates() {
        func dates(_ from: Int, _ until: Int) -> CheckFinding? {
            var facts = Self.sound()
            facts.certificates[0].validFrom = Self.now + from
            facts.certificates[0].validUntil = Self.now + until
            return check("certificate-dates", facts)
        }
        #expect(dates(0, 0)?.verdict == .pass)
        #expect(dates(0, -1)?.faults == ["expired"])
        #expect(dates(1, 9)?.faults == ["not-yet-valid"])
        #expect(dates(0, 30 * 86_400)?.warning == nil)
        #expect(dates(0, 30 * 86_400 - 1)?.warning != nil)
        #expect(dates(-99, -3 * 86_400)?.figure == .init(-3, "days"))
    }

    @Test("keys are weak below 2048 bits of RSA and 224 of curves")
    func keys() {
        for (kind, bits, isFine) in [
            ("rsaEncryption", 2048, true), ("rsaEncryption", 2047, false),
            ("rsassaPss", 1024, false), ("id-ecPublicKey", 224, true),
            ("id-ecPublicKey", 192, false), ("ED25519", 253, true), ("dsaEncryption", 1024, false),
        ] {
            var facts = Self.sound()
            facts.certificates[0].keyKind = kind
            facts.certificates[0].keyBits = bits
            #expect(check("certificate-keys", facts)?.faults == (isFine ? [] : ["weak-key"]))
        }
    }

    @Test("a root that signs itself with SHA-1 does no harm, any other certificate does")
    func signatures() {
        var facts = Self.sound()
        var root = facts.certificates[0]
        root.digest = "SHA1"
        root.isSelfSigned = true
        facts.certificates.append(root)
        #expect(check("certificate-signatures", facts)?.verdict == .pass)
        facts.certificates[1].isSelfSigned = false
        #expect(check("certificate-signatures", facts)?.faults == ["sha1-signature"])
    }

    @Test("a broken item decides before an open one, and an inspection of nothing is open")
    func whole() {
        func inspection(_ verdicts: [Verdict?], cut: Bilingual? = nil) -> Verdict {
            let items = verdicts.map { verdict in
                ItemFinding(
                    .input,
                    promised: verdict == nil ? .none : Bilingual("x"),
                    checks: [CheckFinding("a", Bilingual("a"), verdict, Bilingual("b"))]
                )
            }
            return Inspection(
                scenario: "",
                service: "",
                contract: "",
                tool: "",
                started: "",
                finished: "",
                items: items,
                certificates: [],
                cut: cut
            ).verdict
        }
        #expect(inspection([.pass, .inconclusive, .fail]) == .fail)
        #expect(inspection([.pass, .inconclusive]) == .inconclusive)
        #expect(inspection([.pass, .invalid, .inconclusive]) == .invalid)
        #expect(inspection([.pass, nil]) == .pass)
        #expect(inspection([nil]) == .inconclusive)
        #expect(inspection([]) == .inconclusive)
        #expect(inspection([.pass], cut: Bilingual("stopped")) == .inconclusive)
    }
}
