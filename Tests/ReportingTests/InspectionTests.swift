import Foundation
import Inspections
import Testing
import Verdicts
import Wording

@testable import Reporting

@Suite("Inspections")
struct InspectionTests {
    static let sample = Inspection(
        scenario: "sample",
        service: "https://a.jp",
        contract: "promised",
        tool: "sanbyo 0",
        started: "2026-11-23T00:00:00.000Z",
        finished: "2026-11-23T00:00:01.000Z",
        items: [
            ItemFinding(
                .encryption,
                promised: Bilingual(ja: "TLS 1.2以上", en: "TLS 1.2 or later"),
                checks: [
                    CheckFinding(
                        "certificate-dates",
                        Bilingual(ja: "証明書の有効期間", en: "certificate dates"),
                        .fail,
                        Bilingual(ja: "期限切れ \u{1b}[31m", en: "expired \u{1b}[31m"),
                        fault: "expired",
                        figure: .init(-3, "days"),
                        warning: Bilingual(ja: "更新すること", en: "renew it"),
                        evidence: [Bilingual(ja: "証拠 secret-word", en: "seen: secret-word")]
                    ),
                    CheckFinding(
                        "tls-offered",
                        Bilingual("versions offered"),
                        nil,
                        Bilingual("TLS 1.3")
                    ),
                ]
            ),
            ItemFinding(.input, promised: .none, checks: []),
        ],
        certificates: [
            CertificateFacts(subject: "CN=\u{7}", issuer: "b", validFrom: 1, validUntil: 2)
        ],
        cut: Bilingual(ja: "中止", en: "stopped")
    )

    @Test("inspection.json reads back as what it was written from")
    func roundTrip() throws {
        let bytes = InspectionJson.bytes(of: Self.sample)
        let read = try JSONDecoder().decode(Inspection.self, from: Data(bytes))
        #expect(InspectionJson.bytes(of: read) == bytes)
        #expect(read == Self.sample, "a text has lost one of its languages")
        #expect(read.items.map(\.item) == [38, 42] && read.items[0].verdict == nil)
    }

    @Test("secrets and control characters are in no text of it")
    func cleaned() {
        let clean = Self.sample.cleaned(Masker(secrets: ["secret-word"]))
        let text = String(decoding: InspectionJson.bytes(of: clean), as: UTF8.self)
        let lines = InspectionSummary.lines(
            clean,
            in: .english,
            folder: "Results/x",
            files: ["inspection.json"],
            width: 60,
            style: Style(isColoured: false)
        )
        for shown in [text, lines.joined()] {
            #expect(!shown.contains("secret-word") && !shown.contains("\u{1b}"))
            #expect(!shown.contains("\u{7}") && !shown.contains("\\u0007"))
        }
        #expect(
            lines.allSatisfy { DisplayWidth.of($0) <= 60 || $0.hasPrefix("item ") },
            "\(lines)"
        )
    }
}
