/// What was seen of how a service protects its connections; nothing is judged here.
package struct TransportFacts: Sendable, Equatable {
    /// The service's address as the scenario has it.
    package var address: String
    /// Its host, an IPv6 address without brackets.
    package var host: String
    package var isSecure: Bool
    /// Whether the address is of this machine: loopback, or the rehearsal service.
    package var isOwnMachine: Bool
    /// A connection with the options of a run, but without a look at the certificate.
    package var usual: HandshakeFacts?
    /// Why a connection with all options of a run failed; `nil` when it did not.
    package var strictFailure: String?
    /// Whether the scenario has runs look at certificates.
    package var verifies: Bool
    /// One connection for each version, offered alone.
    package var probes: [TLSVersion: HandshakeFacts]
    /// One connection up to TLS 1.2 that offers nothing but ciphers nobody should accept: without
    /// encryption, without authentication, or of less than 128 bits.
    package var weakCiphers: HandshakeFacts?
    /// As the service sent them, its own first; empty when no handshake got that far.
    package var certificates: [CertificateFacts]
    /// `nil` when the chain could not be checked at all.
    package var trust: [TrustFault]?
    /// Where the trusted authorities were read from.
    package var authorities: String
    /// The addresses that were to be asked for without encryption.
    package var plainURLs: [String]
    /// What each of them did; those that a signal left out are missing.
    package var plain: [PlainFacts]
    /// Hosts that the scenario allows beside the service's own.
    package var allowedHosts: Set<String>
    /// When it was looked, in Unix seconds.
    package var now: Int

    package init(
        address: String,
        host: String,
        isSecure: Bool,
        isOwnMachine: Bool = false,
        verifies: Bool = true,
        authorities: String = "",
        allowedHosts: Set<String> = [],
        plainURLs: [String] = [],
        now: Int
    ) {
        self.address = address
        self.host = host
        self.isSecure = isSecure
        self.isOwnMachine = isOwnMachine
        self.verifies = verifies
        self.authorities = authorities
        self.allowedHosts = allowedHosts
        self.plainURLs = plainURLs
        self.now = now
        plain = []
        probes = [:]
        certificates = []
    }

    /// Whether any handshake came to its end.
    var hasFinished: Bool {
        usualFinished || probes.values.contains(where: \.isFinished)
    }

    var usualFinished: Bool { usual?.isFinished == true }
}

/// One attempt at a TLS handshake.
package struct HandshakeFacts: Sendable, Equatable {
    /// Why it did not finish.
    package enum End: Sendable, Equatable {
        /// It finished.
        case finished(TLSVersion?, name: String, cipher: String, bits: Int)
        /// There was no connection to begin it on.
        case notConnected(String)
        /// No answer in the time given.
        case timedOut(String)
        /// The connection was closed or reset under it.
        case closed(String)
        /// It failed by what one side sent or could not accept.
        case failed(String)
    }

    package var end: End
    /// Versions that the ClientHello on the wire offered; empty when none was sent.
    package var offered: [Int]
    /// The version that a ServerHello has chosen.
    package var chosen: Int?
    /// The number of the alert that the service sent.
    package var alert: Int?
    /// The first bytes that came, when they are no TLS record.
    package var strangeBytes: [UInt8]?

    package init(
        end: End,
        offered: [Int] = [],
        chosen: Int? = nil,
        alert: Int? = nil,
        strangeBytes: [UInt8]? = nil
    ) {
        self.end = end
        self.offered = offered
        self.chosen = chosen
        self.alert = alert
        self.strangeBytes = strangeBytes
    }

    /// Whether it ended in a way that may be an accident, so that a second look is worth while:
    /// closed, or a fault of the service itself (the alert internal_error).
    package var mayBeAccident: Bool { isClosed || alert == 80 }

    var isFinished: Bool { if case .finished = end { true } else { false } }
    var isClosed: Bool { if case .closed = end { true } else { false } }
}

/// A certificate as far as it is judged and shown.
package struct CertificateFacts: Sendable, Equatable, Codable {
    /// As RFC 2253 writes them.
    package var subject: String
    package var issuer: String
    /// With their kinds: "DNS:forms.example.jp", "IP Address:127.0.0.1".
    package var names: [String]
    /// Unix seconds.
    package var validFrom: Int
    package var validUntil: Int
    /// "rsaEncryption", "id-ecPublicKey", "ED25519" and the like.
    package var keyKind: String
    package var keyBits: Int
    /// "sha256WithRSAEncryption" and the like.
    package var signature: String
    /// The digest signed, "SHA256" and the like; empty for algorithms with none of their own.
    package var digest: String
    package var isSelfSigned: Bool
    /// Whether it is for the host of the service.
    package var isForHost: Bool
    /// Of the DER bytes, in hexadecimal digits.
    package var sha256: String

    package init(
        subject: String,
        issuer: String,
        names: [String] = [],
        validFrom: Int,
        validUntil: Int,
        keyKind: String = "id-ecPublicKey",
        keyBits: Int = 256,
        signature: String = "ecdsa-with-SHA256",
        digest: String = "SHA256",
        isSelfSigned: Bool = false,
        isForHost: Bool = true,
        sha256: String = ""
    ) {
        self.subject = subject
        self.issuer = issuer
        self.names = names
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.keyKind = keyKind
        self.keyBits = keyBits
        self.signature = signature
        self.digest = digest
        self.isSelfSigned = isSelfSigned
        self.isForHost = isForHost
        self.sha256 = sha256
    }
}

/// A fault of a chain as OpenSSL numbers them (X509_V_ERR_…), and where in the chain.
package struct TrustFault: Sendable, Equatable {
    package var code: Int
    /// 0 is the service's own certificate.
    package var depth: Int
    package var words: String

    package init(code: Int, depth: Int, words: String) {
        self.code = code
        self.depth = depth
        self.words = words
    }
}

/// What a request in the clear met.
package struct PlainFacts: Sendable, Equatable {
    package enum End: Sendable, Equatable {
        /// Nothing listens there.
        case refused
        /// The machine was asked and no connection came about: filtered, or no way there.
        case notConnected(String)
        /// The machine was never asked: its name was not found, or the proxy did not get there.
        case unreachable(String)
        /// The connection was closed without an answer.
        case closed(String)
        /// It was accepted and nothing came.
        case silent(String)
        case notHTTP(String)
        /// An answer; `location` is whole, whatever the header had.
        case answered(status: Int, location: String?, locationHost: String?)
    }

    package var url: String
    package var end: End
    /// Whether a proxy stands between, so that what came may be its own.
    package var isProxied: Bool

    package init(url: String, end: End, isProxied: Bool = false) {
        self.url = url
        self.end = end
        self.isProxied = isProxied
    }

    /// Whether a page was asked for, not only the beginning of the host.
    var isOfPage: Bool {
        url.split(separator: "/", omittingEmptySubsequences: true).count > 2
    }
}
