package import Timekeeping

/// A request ready to be sent: no variables, and all its bytes in one buffer.
///
/// The object and its buffer are used again from request to request, so that rendering one
/// allocates nothing once the buffer has grown; whoever keeps it beyond its exchange keeps a
/// ``copy()``. The bytes are those of HTTP/1.1 (RFC 9112 §2.1), complete but for the `Cookie` line,
/// which the lane puts in before the header lines.
///
/// Confined to the thread of the shard that sends it, or, as a copy, not changed any more: that
/// makes the `@unchecked Sendable` true.
package final class OutgoingRequest: @unchecked Sendable {
    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What of an answer is wanted; a lane may keep more.
    package struct Keeping: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let headers = Keeping(rawValue: 1)
        package static let body = Keeping(rawValue: 2)
        /// All that came, also of an answer that failed, to be searched for what must not be there:
        /// the header's lines as they are, and the body.
        package static let everything = Keeping(rawValue: 4)
    }

    /// Headers that a lane would write by itself, when the request has them already.
    package struct Own: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let host = Own(rawValue: 1)
        package static let contentLength = Own(rawValue: 2)
    }

    package internal(set) var method: String
    package internal(set) var origin: Origin
    /// As it goes over the wire.
    package internal(set) var bytes: [UInt8] = []
    /// The place of path and query in ``bytes``.
    package internal(set) var targetPlace = 0..<0
    /// The place of the request's own header lines, each with its CRLF; behind the request line and
    /// `Host`, before `Content-Length`.
    package internal(set) var headersPlace = 0..<0
    /// Where the body begins.
    package internal(set) var bodyStart = 0
    /// Where a body is rendered to, before its length is written.
    var bodyBuffer: [UInt8] = []
    /// Whether there is a body, which may be empty: `Content-Length: 0` is sent then.
    package internal(set) var hasBody = false
    package internal(set) var own: Own = []
    /// For the whole exchange from dispatch.
    package internal(set) var timeout: Nanoseconds
    package internal(set) var keeping: Keeping

    /// An empty buffer, to be filled.
    init(origin: Origin) {
        method = "GET"
        self.origin = origin
        timeout = .zero
        keeping = []
    }

    /// A request from its parts, for the few that are not made from a template.
    ///
    /// - Throws: ``RequestFault`` for a URL that is not http or https or of odd shape, and for what
    ///   would break out of its line.
    package convenience init(
        method: String,
        url: String,
        headers: [Header] = [],
        body: [UInt8]? = nil,
        timeout: Nanoseconds,
        keeping: Keeping = [.headers, .body]
    ) throws(RequestFault) {
        guard let url = AbsoluteURL(url) else { throw .badURL }
        try self.init(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeout: timeout,
            keeping: keeping
        )
    }

    convenience init(
        method: String,
        url: AbsoluteURL,
        headers: [Header],
        body: [UInt8]?,
        timeout: Nanoseconds,
        keeping: Keeping
    ) throws(RequestFault) {
        try RequestFault.check(method: method, target: url.target)
        self.init(origin: url.origin)
        self.method = method
        self.timeout = timeout
        self.keeping = keeping
        var lines: [UInt8] = []
        for header in headers {
            try RequestFault.check(header)
            own.formUnion(Own(name: header.name))
            lines += header.line
        }
        hasBody = body != nil || Self.alwaysHasBody(method)
        begin()
        bytes += url.target.utf8
        endTarget()
        bytes += lines
        bodyBuffer = body ?? []
        end()
        bodyBuffer = []
    }

    // MARK: Writing

    /// Writes what stands before the target; ``method`` has been set.
    func begin() {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: method.utf8)
        bytes.append(0x20)
        targetPlace = bytes.count..<bytes.count
    }

    /// Writes what stands between target and header lines; ``origin`` and ``own`` have been set.
    func endTarget() {
        targetPlace = targetPlace.lowerBound..<bytes.count
        bytes.append(contentsOf: " HTTP/1.1\r\n".utf8)
        if !own.contains(.host) {
            bytes.append(contentsOf: "Host: ".utf8)
            bytes.append(contentsOf: origin.authority.utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        headersPlace = bytes.count..<bytes.count
    }

    /// Writes what stands behind the header lines; ``hasBody`` and ``bodyBuffer`` have been set.
    func end() {
        headersPlace = headersPlace.lowerBound..<bytes.count
        if hasBody, !own.contains(.contentLength) {
            bytes.append(contentsOf: "Content-Length: ".utf8)
            append(count: bodyBuffer.count)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        bodyStart = bytes.count
        bytes.append(contentsOf: bodyBuffer)
    }

    /// Appends a count in decimal digits.
    private func append(count: Int) {
        var power = 1
        while count / power > 9 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(count / power % 10))
            power /= 10
        }
    }

    /// The same request in memory of its own.
    package func copy() -> OutgoingRequest {
        let copy = OutgoingRequest(origin: origin)
        copy.method = method
        copy.bytes = bytes
        copy.targetPlace = targetPlace
        copy.headersPlace = headersPlace
        copy.bodyStart = bodyStart
        copy.hasBody = hasBody
        copy.own = own
        copy.timeout = timeout
        copy.keeping = keeping
        return copy
    }

    /// These say how long their content is, also when there is none (RFC 9110 §8.6).
    static func alwaysHasBody(_ method: String) -> Bool {
        ["POST", "PUT", "PATCH"].contains(method)
    }

    // MARK: Reading

    package var url: String { origin.description + target }
    /// Path and query.
    package var target: String { String(decoding: bytes[targetPlace], as: UTF8.self) }
    /// Empty without a body.
    package var body: ArraySlice<UInt8> { bytes[bodyStart...] }

    package var headers: [Header] {
        bytes[headersPlace].split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = line[(colon + 1)...].dropLast().drop { $0 == 0x20 }
            return Header(
                name: String(decoding: line[..<colon], as: UTF8.self),
                value: String(decoding: value, as: UTF8.self)
            )
        }
    }

    /// The host that cookies are for: that of a `Host` header of its own, as libcurl has it.
    package var cookieHost: String {
        guard own.contains(.host),
            let host = headers.first(where: { $0.name.lowercased() == "host" })?.value
        else { return origin.host }
        return AbsoluteURL("http://" + host)?.origin.host ?? origin.host
    }
}

extension OutgoingRequest.Own {
    init(name: String) {
        switch name.lowercased() {
        case "host": self = .host
        case "content-length": self = .contentLength
        default: self = []
        }
    }
}

extension OutgoingRequest.Header {
    /// As it goes over the wire.
    var line: [UInt8] { Array((value.isEmpty ? "\(name):\r\n" : "\(name): \(value)\r\n").utf8) }
}
