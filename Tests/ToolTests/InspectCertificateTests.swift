import Foundation
import Testing

extension ToolTests {
    @Suite(
        "Inspecting certificates and ciphers",
        .serialized,
        .enabled(if: Authority.hasOpenSSL, "openssl is not installed"),
        .timeLimit(.minutes(3))
    )
    struct InspectCertificateTests {
        /// A fault of certificates: which check finds it, by what word, with what figure.
        struct BadCertificate: CustomTestStringConvertible, Sendable {
            let testDescription: String
            /// The stable word, where it is not the description.
            var fault: String?
            let check: String
            var figure: ClosedRange<Double>?
            var options = ""
            let make: @Sendable (Authority) throws -> Void
        }

        static let badCertificates = [
            BadCertificate(
                testDescription: "expired",
                check: "certificate-dates",
                figure: -99_999 ... -200,
                make: { try $0.sign("bad", by: "root", until: "20260101000000Z") }
            ),
            BadCertificate(
                testDescription: "not-yet-valid",
                check: "certificate-dates",
                figure: 100...99_999,
                make: { try $0.sign("bad", by: "root", from: "20390101000000Z") }
            ),
            BadCertificate(
                testDescription: "wrong-host",
                check: "certificate-name",
                make: { try $0.sign("bad", by: "root", names: "DNS:other.example.jp") }
            ),
            BadCertificate(
                testDescription: "untrusted-root",
                check: "certificate-chain",
                figure: 2...2,
                options: "-cert_chain stranger.pem",
                make: { try $0.sign("bad", by: "stranger") }
            ),
            BadCertificate(
                testDescription: "missing-intermediate",
                check: "certificate-chain",
                figure: 1...1,
                make: { try $0.sign("bad", by: "middle") }
            ),
            BadCertificate(
                testDescription: "weak-key",
                check: "certificate-keys",
                figure: 1024...1024,
                options: "-no_tls1 -no_tls1_1 -cipher DEFAULT:@SECLEVEL=0",
                make: { try $0.sign("bad", by: "root", key: "rsa:1024") }
            ),
            BadCertificate(
                testDescription: "sha1-signature",
                check: "certificate-signatures",
                options: "-no_tls1 -no_tls1_1 -cipher DEFAULT:@SECLEVEL=0",
                make: { try $0.sign("bad", by: "root", digest: "sha1") }
            ),
            BadCertificate(
                testDescription: "an intermediate that expired",
                fault: "expired",
                check: "certificate-dates",
                figure: -99_999 ... -200,
                options: "-cert_chain old.pem",
                make: {
                    try $0.sign("old", by: "root", until: "20260101000000Z", extensions: "ca.ext")
                    try $0.sign("bad", by: "old")
                }
            ),
            BadCertificate(
                testDescription: "an intermediate that is no authority",
                fault: "broken-chain",
                check: "certificate-chain",
                figure: 2...2,
                options: "-cert_chain leaf.pem",
                make: {
                    try $0.sign("leaf", by: "root")
                    try $0.sign("bad", by: "leaf")
                }
            ),
            BadCertificate(
                testDescription: "for another purpose",
                fault: "broken-chain",
                check: "certificate-chain",
                figure: 1...1,
                make: { authority in
                    try authority.folder.write(
                        "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=codeSigning\n",
                        as: "purpose.ext"
                    )
                    try authority.sign("bad", by: "root", extensions: "purpose.ext")
                }
            ),
            BadCertificate(
                testDescription: "a wildcard of another domain",
                fault: "wrong-host",
                check: "certificate-name",
                make: { try $0.sign("bad", by: "root", names: "DNS:*.example.jp") }
            ),
            BadCertificate(
                testDescription: "weak-signature",
                check: "certificate-signatures",
                options: "-no_tls1 -no_tls1_1 -cipher DEFAULT:@SECLEVEL=0 -cert_chain old.pem",
                make: {
                    try $0.sign("old", by: "root", key: "rsa:2048", extensions: "ca.ext")
                    try $0.sign("bad", by: "old", digest: "md5")
                }
            ),
        ]

        @Test("a bad certificate fails both items by its name", arguments: badCertificates)
        func badCertificate(_ bad: BadCertificate) async throws {
            let authority = try Authority()
            try bad.make(authority)
            let found = try await Inspected.server(authority, "bad", bad.options)
            #expect(found.items == [33: "FAIL", 42: "FAIL"])
            let checks = try #require(found.checks[33])
            let failed = checks.filter { $0.value.verdict == "FAIL" }
            #expect(failed.keys.sorted() == [bad.check], "\(failed)")
            let check = try #require(checks[bad.check])
            #expect(check.faults == [bad.fault ?? bad.testDescription], "\(check)")
            if let figure = bad.figure { #expect(figure.contains(check.figure ?? 0), "\(check)") }
        }

        @Test("a certificate signed by itself is told from one of a stranger")
        func selfSigned() async throws {
            let found = try await Inspected.server(Authority(), "stranger")
            let checks = try #require(found.checks[33])
            #expect(checks["certificate-chain"]?.faults == ["self-signed"])
            #expect(checks["certificate-name"]?.faults == ["wrong-host"])
        }

        @Test("a certificate that ends within a month is a warning and no failure")
        func endsSoon() async throws {
            let authority = try Authority()
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.timeZone = TimeZone(identifier: "UTC")
            formatter.dateFormat = "yyyyMMddHHmmss'Z'"
            let end = formatter.string(from: Date().addingTimeInterval(12.5 * 86_400))
            try authority.sign("leaf", by: "root", until: end)
            let found = try await Inspected.server(authority, "leaf")
            #expect(found.items == [33: "PASS", 42: "PASS"])
            let dates = try #require(found.checks[33]?["certificate-dates"])
            #expect(dates.figure == 12 && dates.warning?.contains("12 days") == true)
        }

        @Test(
            "ciphers without encryption or authentication are found, alone and beside sound ones",
            arguments: [
                ("eNULL:!aNULL", "null-cipher", false), ("aNULL:!eNULL", "anonymous-cipher", false),
                ("HIGH:!aNULL:eNULL", "null-cipher", true),
                ("HIGH:aNULL:!eNULL", "anonymous-cipher", true),
            ]
        )
        func weakCipher(ciphers: String, fault: String, hasSound: Bool) async throws {
            let authority = try Authority()
            try authority.sign("leaf", by: "root")
            let found = try await Inspected.server(
                authority,
                "leaf",
                "-tls1_2 -cipher \(ciphers):@SECLEVEL=0"
            )
            #expect(found.items == [33: "FAIL", 42: "FAIL"])
            let checks = try #require(found.checks[42])
            #expect(checks["weak-ciphers"]?.faults == [fault], "\(checks)")
            let usual = hasSound ? "PASS" : "INCONCLUSIVE"
            #expect(checks["tls-negotiated"]?.verdict == usual, "\(checks)")
        }
    }
}
