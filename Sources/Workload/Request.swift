package import Timekeeping

/// One HTTP exchange of an operation, with what is expected of it and taken from it.
package struct Request: Sendable, Equatable {
    /// Upper case, for example "GET".
    package var method: String
    /// A path on the service ("/forms/${readings.form}") or an absolute URL.
    package var target: Template
    package var headers: [Header]
    /// Sent as `Authorization: Basic …`; joined and encoded when the request is sent.
    package var basicAuth: BasicCredentials?
    package var body: Body
    package var expectations: [Expectation]
    package var takes: [Take]
    /// `nil` = it is asked once.
    package var polling: Polling?
    /// How long to wait for the whole exchange, redirects included; `nil` = the run's default.
    package var timeout: Nanoseconds?
    /// Whether 3xx answers with a Location are followed (each hop is recorded).
    package var followRedirects: Bool
    /// Where the request stands in the scenario file, for messages ("file:12:7").
    package var origin: String

    package init(
        method: String = "GET",
        target: Template,
        headers: [Header] = [],
        basicAuth: BasicCredentials? = nil,
        body: Body = .none,
        expectations: [Expectation] = [],
        takes: [Take] = [],
        polling: Polling? = nil,
        timeout: Nanoseconds? = nil,
        followRedirects: Bool = false,
        origin: String = ""
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.basicAuth = basicAuth
        self.body = body
        self.expectations = expectations
        self.takes = takes
        self.polling = polling
        self.timeout = timeout
        self.followRedirects = followRedirects
        self.origin = origin
    }
}

/// How a request is asked again until what it asks for is ready, as for a batch job.
package struct Polling: Sendable, Equatable {
    package static let shortestDistance = Nanoseconds.milliseconds(10)
    package static let longest = Nanoseconds.seconds(86_400)

    /// From one poll's planned start to the next one's, at least ``shortestDistance``; a poll waits
    /// for the answer to the one before.
    package var every: Nanoseconds
    /// From the first poll's planned start to the last one's, ``every`` to ``longest``.
    package var atMost: Nanoseconds
    /// What an answer must be beside the request's expectations for the job to be ready.
    package var until: [Expectation]

    package init(every: Nanoseconds, atMost: Nanoseconds, until: [Expectation]) {
        self.every = every
        self.atMost = atMost
        self.until = until
    }
}

/// A request header; the value may hold variables.
package struct Header: Sendable, Equatable {
    package var name: String
    package var value: Template

    package init(name: String, value: Template) {
        self.name = name
        self.value = value
    }
}

/// What a request carries.
package enum Body: Sendable, Equatable {
    case none
    /// `application/x-www-form-urlencoded`; values are percent-encoded after substitution.
    case form([Field])
    /// JSON text; substituted values inside string literals are escaped as JSON strings.
    case json(Template)
    case text(Template, contentType: String)
    /// `multipart/form-data`.
    case multipart([Part])
    /// The bytes of a file, read once before the run.
    case file(path: String, bytes: [UInt8], contentType: String)

    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: Template

        package init(name: String, value: Template) {
            self.name = name
            self.value = value
        }
    }

    package struct Part: Sendable, Equatable {
        package var name: String
        package var content: Content

        package init(name: String, content: Content) {
            self.name = name
            self.content = content
        }

        package enum Content: Sendable, Equatable {
            case text(Template)
            case file(path: String, fileName: String, bytes: [UInt8], contentType: String)
            /// A file that ends with the value of a variable, so that no two are alike.
            case stamped(fileName: String, bytes: [UInt8], contentType: String, stamp: Slot)
        }
    }
}

/// A condition on an answer; an operation succeeds when all hold.
package enum Expectation: Sendable, Equatable {
    /// The status is one of these closed ranges (303 → 303...303, "2xx" → 200...299).
    case status([ClosedRange<Int>])
    case text(Template)
    case notText(Template)
    /// The body matches somewhere.
    case regex(String)
    /// The value at a path of a JSON body ("items[0].id"); `equals` nil = it exists.
    case json(path: String, equals: Template?)
    /// A header is present and, when given, contains the text.
    case header(name: String, contains: Template?)
    /// The answer sets, or the user holds, a cookie of that name.
    case cookie(name: String)
    /// The size of the body in bytes after decoding.
    case size(ClosedRange<Int>)
}

/// A value read from an answer and kept for later requests of the same user.
package struct Take: Sendable, Equatable {
    package var slot: Slot
    package var source: Source

    package init(slot: Slot, source: Source) {
        self.slot = slot
        self.source = source
    }

    package enum Source: Sendable, Equatable {
        /// The value of the form control of that name (`<input name="csrf" value="…">`).
        case input(name: String)
        case json(path: String)
        case header(name: String)
        case cookie(name: String)
        /// The first capture group, or the whole match when the pattern has no group.
        case regex(String)
        /// The string value of the first node of an XPath on the body read as HTML (or XML).
        case xpath(String)
    }
}

/// How connections are made; the same for all users of a run.
package struct TransportSettings: Sendable, Equatable {
    package enum HTTPVersion: String, Sendable, Equatable, CaseIterable {
        case http1 = "1.1"
        case http2 = "2"
    }

    package var httpVersion: HTTPVersion = .http1
    /// `nil` = the direct one unless something needs libcurl's own path.
    package var lane: Lane?
    /// PEM file of trusted certificate authorities; `nil` = the system's.
    package var caFile: String?
    package var clientCertificateFile: String?
    package var clientKeyFile: String?
    /// False accepts any certificate; the report says so.
    package var verifyTLS: Bool = true
    /// "http://host:port", "socks5://host:port"; `nil` = none (environment is never read).
    package var proxy: String?
    /// Path of a Unix-domain socket to connect to instead of host and port.
    package var unixSocket: String?
    /// Whether `Accept-Encoding` is sent and answers are decoded.
    package var compression: Bool = true
    /// The time-out of a request that names none.
    package var timeout: Nanoseconds = .seconds(300)
    package var connectTimeout: Nanoseconds = .seconds(30)
    /// An answer with a larger body is cut off and counted as failed.
    package var largestBody: Int = 64 << 20
    /// Sent unless a request has a User-Agent of its own.
    package var userAgent: String = "sanbyo"

    package init() {}
}
