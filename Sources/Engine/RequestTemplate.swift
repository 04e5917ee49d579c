import Encodings
import Timekeeping
package import Workload

/// A request of the scenario, compiled once: what it sends for any values of its variables.
///
/// Rendering writes bytes into a buffer that is used again and again; it allocates only while the
/// buffer grows, or for targets whose host depends on a variable and for credentials with one.
package final class RequestTemplate: Sendable {
    /// Why a request is not sent.
    package enum Refusal: Error, Equatable {
        /// The first variable that has no value.
        case missing(Slot)
        /// In words.
        case notPlayable(String)
        /// The host, or the whole URL when its host cannot be told.
        case hostNotAllowed(String)
    }

    private let method: String
    /// Where the request goes; `nil` when that is known only with its values: the target may be a
    /// path or a URL.
    private let origin: Origin?
    private let target: TemplatePieces
    private let headers: TemplatePieces
    /// Credentials with variables.
    private let credentials: BasicCredentials?
    /// The line with the credentials of the service's own address, for targets that turn out to be
    /// paths on it.
    private let baseCredentials: [UInt8]?
    private let bodyPieces: TemplatePieces
    private let hasBody: Bool
    private let own: OutgoingRequest.Own
    private let timeout: Nanoseconds
    private let keeping: OutgoingRequest.Keeping
    private let slots: [Int]
    /// What is wrong with it whatever the values; every rendering says so.
    private let fault: Refusal?
    private let base: AbsoluteURL
    private let hosts: HostPolicy

    /// Compiles a request.
    ///
    /// - Parameters:
    ///   - base: what relative targets are appended to; its own path is a prefix.
    ///   - boundary: what parts the parts of a form; no content may hold it.
    package init(
        _ request: Request,
        base: AbsoluteURL,
        hosts: HostPolicy,
        transport: TransportSettings,
        keeping: OutgoingRequest.Keeping,
        boundary: String
    ) {
        var lines = HeaderLines()
        for header in request.headers { lines.add(header.name, header.value) }
        let body = CompiledBody(request.body, boundary: boundary)
        var credentials: BasicCredentials?
        if let basic = request.basicAuth {
            if let value = basic.headerValue {
                lines.addUnlessPresent("Authorization", Template(value))
            } else if !lines.has("Authorization") {
                credentials = basic
            }
        }
        let (origin, target) = Self.target(
            of: request.target,
            base: base,
            addCredentials: { if request.basicAuth == nil { lines.addCredentials($0) } }
        )
        baseCredentials =
            lines.has("Authorization") || credentials != nil
            ? nil : base.userInfo.map { HeaderLines.authorization(ofUserInfo: $0) }
        if let type = body.contentType { lines.addUnlessPresent("Content-Type", Template(type)) }
        lines.addUnlessPresent("User-Agent", Template(transport.userAgent))
        lines.addUnlessPresent("Accept", Template("*/*"))
        if transport.compression {
            lines.addUnlessPresent("Accept-Encoding", Template("gzip, deflate"))
        }
        method = request.method
        self.origin = origin
        self.target = target
        headers = lines.pieces
        self.credentials = credentials
        bodyPieces = body.pieces
        hasBody = body.isPresent || OutgoingRequest.alwaysHasBody(request.method)
        own = lines.own
        timeout = request.timeout ?? transport.timeout
        self.keeping = keeping
        slots = request.sentSlots.map(\.index)
        self.base = base
        self.hosts = hosts
        fault = Self.fault(method: request.method, origin, lines, body, hosts)
    }

    /// The request itself, when it is the same for all values; to be sent as often as wanted.
    package func constant() -> OutgoingRequest? {
        guard slots.isEmpty, fault == nil, origin != nil else { return nil }
        let request = OutgoingRequest(origin: base.origin)
        return (try? write(into: request, values: [])).map { request }
    }

    private static func fault(
        method: String,
        _ origin: Origin?,
        _ lines: HeaderLines,
        _ body: CompiledBody,
        _ hosts: HostPolicy
    ) -> Refusal? {
        let faults = [
            RequestFault.isToken(method) ? nil : .badMethod, lines.fault, body.fault,
        ]
        if let fault = faults.compactMap(\.self).first { return .notPlayable(fault.words) }
        if let origin, !hosts.allows(origin) {
            return .hostNotAllowed(origin.host)
        }
        return nil
    }

    // MARK: Target

    /// A variable at the very beginning may be a whole path or URL taken from a page and keeps its
    /// structure; every later one is a value and is encoded as one component.
    private static func target(
        of template: Template,
        base: AbsoluteURL,
        addCredentials: (String) -> Void
    ) -> (Origin?, TemplatePieces) {
        var pieces = TemplatePieces()
        var rest = template.pieces[...]
        var origin = base.origin
        switch rest.first {
        case .slot(let slot):
            rest.removeFirst()
            pieces.add(slot, .illegalOnly)
            add(rest, to: &pieces)
            return (nil, pieces)
        case .literal(let text) where AbsoluteURL.hasScheme(text):
            let hostEnds = text.drop { $0 != ":" }.dropFirst(3).contains { "/?#".contains($0) }
            guard hostEnds || rest.count == 1, let url = AbsoluteURL(text) else {
                add(rest, to: &pieces)
                return (nil, pieces)
            }
            if let userInfo = url.userInfo { addCredentials(userInfo) }
            rest.removeFirst()
            origin = url.origin
            pieces.add(url.target.utf8)
            if text.contains("#") { rest = [] }
        case .literal(let text):
            if let userInfo = base.userInfo { addCredentials(userInfo) }
            if base.target != "/" { pieces.add(base.target.utf8) }
            if !text.hasPrefix("/") { pieces.add("/".utf8) }
        case nil:
            pieces.add(base.target.utf8)
        }
        add(rest, to: &pieces)
        return (origin, pieces)
    }

    /// Up to the fragment, which is not sent.
    private static func add(_ rest: ArraySlice<Template.Piece>, to pieces: inout TemplatePieces) {
        for piece in rest {
            switch piece {
            case .slot(let slot): pieces.add(slot, .component)
            case .literal(let text):
                let sent = text.prefix { $0 != "#" }
                pieces.add(PercentEncoding.encoded(String(sent), .illegalOnly).utf8)
                if sent.endIndex != text.endIndex { return }
            }
        }
    }

    /// The host of a request that this one was redirected to, when nothing may be sent there.
    func refusedHost(of next: OutgoingRequest) -> String? {
        hosts.allows(next.origin) ? nil : next.origin.host
    }

    // MARK: Rendering

    /// Writes the request into a buffer.
    package func render(
        into request: OutgoingRequest,
        values: [String?]
    ) throws(Refusal) {
        if let fault { throw fault }
        for slot in slots where values[slot] == nil { throw .missing(Slot(index: slot)) }
        try write(into: request, values: values)
    }

    private func write(
        into request: OutgoingRequest,
        values: [String?]
    ) throws(Refusal) {
        request.method = method
        request.hasBody = hasBody
        request.own = own
        request.timeout = timeout
        request.keeping = keeping
        request.begin()
        var isOwnPath = false
        if let origin {
            request.origin = origin
            _ = target.append(to: &request.bytes, values: values)
        } else {
            isOwnPath = try renderOpen(into: request, values: values)
        }
        request.endTarget()
        guard headers.append(to: &request.bytes, values: values) else {
            throw .notPlayable(brokenHeader(values).words)
        }
        credentials?.append(to: &request.bytes, values: values)
        if isOwnPath, let baseCredentials { request.bytes.append(contentsOf: baseCredentials) }
        request.bodyBuffer.removeAll(keepingCapacity: true)
        _ = bodyPieces.append(to: &request.bodyBuffer, values: values)
        request.end()
    }

    /// - Returns: whether the target is a path on the service's own address.
    private func renderOpen(
        into request: OutgoingRequest,
        values: [String?]
    ) throws(Refusal) -> Bool {
        var rendered: [UInt8] = []
        _ = target.append(to: &rendered, values: values)
        let text = String(decoding: rendered, as: UTF8.self)
        let prefix = base.target == "/" ? "" : base.target
        let isOwnPath = !AbsoluteURL.hasScheme(text)
        let whole =
            !isOwnPath
            ? text : base.origin.description + prefix + (text.hasPrefix("/") ? "" : "/") + text
        guard let url = AbsoluteURL(whole) else { throw .hostNotAllowed(whole) }
        guard hosts.allows(url.origin) else { throw .hostNotAllowed(url.origin.host) }
        request.origin = url.origin
        request.bytes.append(contentsOf: url.target.utf8)
        return isOwnPath
    }

    /// Which header a value breaks out of.
    private func brokenHeader(_ values: [String?]) -> RequestFault {
        var bytes: [UInt8] = []
        _ = headers.append(to: &bytes, values: values)
        let line = bytes.split(separator: UInt8(ascii: "\n")).last ?? []
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        return .badValue(header: String(decoding: name, as: UTF8.self))
    }
}
