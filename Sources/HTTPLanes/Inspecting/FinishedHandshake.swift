import CCurl
import COpenSSL
import Encodings
import Glibc
import Inspections

/// What a finished handshake has agreed on, and the certificates that came with it.
struct FinishedHandshake {
    let end: HandshakeFacts.End
    let certificates: [CertificateFacts]
    /// `nil` when the authorities cannot be read.
    let trust: [TrustFault]?

    /// Reads the session of a handle that is connected; `nil` without TLS.
    init?(of easy: EasyHandle, host: String, authorities: String?) {
        guard let session = unsafe sanbyo_easy_openssl(easy.pointer) else { return nil }
        let version = unsafe text(sanbyo_tls_version(session))
        end = unsafe .finished(
            TLSVersion(openSSLName: version),
            name: version,
            cipher: text(sanbyo_tls_cipher(session)),
            bits: Int(sanbyo_tls_cipher_bits(session))
        )
        var certificates: [CertificateFacts] = []
        let count = unsafe sanbyo_tls_chain_count(session)
        for index in 0..<count {
            guard let one = unsafe sanbyo_tls_chain_item(session, index) else { continue }
            certificates.append(unsafe CertificateFacts(one, host: host))
        }
        self.certificates = certificates
        trust = authorities.flatMap { unsafe Self.trust(session, authorities: $0) }
    }

    @unsafe private static func trust(
        _ session: UnsafeMutableRawPointer,
        authorities: String
    ) -> [TrustFault]? {
        var found = sanbyo_trust_faults()
        guard unsafe sanbyo_trust_check(session, authorities, &found) == 1 else { return nil }
        return (0..<found.count).map { index in
            let code = unsafe Int(sanbyo_trust_code(&found, index))
            return unsafe TrustFault(
                code: code,
                depth: Int(sanbyo_trust_depth(&found, index)),
                words: text(X509_verify_cert_error_string(code))
            )
        }
    }
}

extension CertificateFacts {
    /// Longer names than this are cut.
    private static let roomForNames: Int32 = 4096
    private static let largest: Int32 = 1 << 16

    /// - Parameter host: a name, or an address without brackets.
    @unsafe fileprivate init(_ certificate: OpaquePointer, host: String) {
        var from = Int64.zero
        var until = Int64.zero
        unsafe sanbyo_x509_time(certificate, 0, &from)
        unsafe sanbyo_x509_time(certificate, 1, &until)
        let names = unsafe written { unsafe sanbyo_x509_alternative_names(certificate, $0, $1) }
        self = unsafe CertificateFacts(
            subject: written { unsafe sanbyo_x509_name(certificate, 0, $0, $1) },
            issuer: written { unsafe sanbyo_x509_name(certificate, 1, $0, $1) },
            names: names.split(separator: "\n").map(String.init),
            validFrom: Int(from),
            validUntil: Int(until),
            keyKind: text(sanbyo_x509_key_kind(certificate)),
            keyBits: Int(sanbyo_x509_key_bits(certificate)),
            signature: text(sanbyo_x509_signature(certificate)),
            digest: text(sanbyo_x509_digest(certificate)),
            isSelfSigned: sanbyo_x509_is_self_signed(certificate) == 1,
            isForHost: Self.isFor(host, certificate),
            sha256: Self.fingerprint(of: certificate)
        )

        func written(_ write: (UnsafeMutablePointer<CChar>, Int32) -> Void) -> String {
            var room = [CChar](repeating: 0, count: Int(Self.roomForNames))
            return unsafe room.withUnsafeMutableBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return "" }
                unsafe write(start, Self.roomForNames)
                return unsafe String(cString: start)
            }
        }
    }

    @unsafe private static func isFor(_ host: String, _ certificate: OpaquePointer) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        let isFour = unsafe inet_pton(AF_INET, host, &four) == 1
        let isSix = unsafe inet_pton(AF_INET6, host, &six) == 1
        let isAddress = isFour || isSix
        return unsafe isAddress
            ? sanbyo_x509_is_for_address(certificate, host) == 1
            : sanbyo_x509_is_for_host(certificate, host) == 1
    }

    @unsafe private static func fingerprint(of certificate: OpaquePointer) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(largest))
        let count = unsafe sanbyo_x509_der(certificate, &bytes, largest)
        guard count > 0, count <= largest else { return "" }
        return hexadecimal(SHA256.hash(Array(bytes.prefix(Int(count)))))
    }
}

/// A text of OpenSSL's own; empty where it has none.
@unsafe private func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
}
