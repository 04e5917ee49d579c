import Encodings
import Timekeeping
package import Workload

/// Turns a request of the scenario and a user's values into what is sent.
package enum RequestRendering {
    /// Renders one request.
    ///
    /// - Returns: the request, or the first variable that has no value.
    package static func render(
        _ request: Request,
        baseURL: String,
        values: [String?],
        transport: TransportSettings,
        keepsBody: Bool
    ) -> Result<OutgoingRequest, MissingValue> {
        do throws(MissingValue) {
            let url = try url(of: request.target, baseURL: baseURL, values: values)
            var headers: [OutgoingRequest.Header] = []
            for header in request.headers {
                let value = try header.value.rendered(with: values).get()
                headers.append(.init(name: header.name, value: value))
            }
            if let credentials = request.basicAuth {
                let user = try credentials.user.rendered(with: values).get()
                let password = try credentials.password.rendered(with: values).get()
                headers.addUnlessPresent(
                    "Authorization",
                    "Basic "
                        + String(
                            decoding: Base64.encode(Array("\(user):\(password)".utf8)),
                            as: UTF8.self
                        )
                )
            }
            let body = try body(of: request.body, values: values)
            if let type = body.contentType { headers.addUnlessPresent("Content-Type", type) }
            headers.addUnlessPresent("User-Agent", transport.userAgent)
            return .success(
                OutgoingRequest(
                    method: request.method,
                    url: url,
                    headers: headers,
                    body: body.body,
                    timeout: request.timeout ?? transport.timeout,
                    keepsBody: keepsBody
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// The absolute URL of a target.
    ///
    /// A variable at the very beginning may be a whole path or URL taken from a page and keeps its
    /// structure; every later one is a value and is encoded as one component.
    static func url(
        of target: Template,
        baseURL: String,
        values: [String?]
    ) throws(MissingValue) -> String {
        var text = ""
        for (position, piece) in target.pieces.enumerated() {
            switch piece {
            case .literal(let literal):
                text += PercentEncoding.illegalOnly(literal)
            case .slot(let slot):
                guard let value = values[slot.index] else { throw MissingValue(slot: slot) }
                text +=
                    position == 0
                    ? PercentEncoding.illegalOnly(value) : PercentEncoding.component(value)
            }
        }
        if text.hasPrefix("http://") || text.hasPrefix("https://") { return text }
        return text.hasPrefix("/") ? baseURL + text : baseURL + "/" + text
    }

    private static func body(
        of body: Body,
        values: [String?]
    ) throws(MissingValue) -> (body: OutgoingRequest.Body, contentType: String?) {
        switch body {
        case .none:
            return (.none, nil)
        case .form(let fields):
            var pairs: [String] = []
            for field in fields {
                let value = try field.value.rendered(with: values).get()
                pairs.append(PercentEncoding.form(field.name) + "=" + PercentEncoding.form(value))
            }
            return (
                .bytes(Array(pairs.joined(separator: "&").utf8)),
                "application/x-www-form-urlencoded"
            )
        case .json(let template):
            let text = try template.rendered(with: values, encode: JSONString.escaped).get()
            return (.bytes(Array(text.utf8)), "application/json")
        case .text(let template, let contentType):
            return (.bytes(Array(try template.rendered(with: values).get().utf8)), contentType)
        case .multipart(let parts):
            var rendered: [OutgoingRequest.Part] = []
            for part in parts { rendered.append(try self.part(part, values: values)) }
            return (.multipart(rendered), nil)
        case .file(_, let bytes, let contentType):
            return (.bytes(bytes), contentType)
        }
    }

    private static func part(
        _ part: Body.Part,
        values: [String?]
    ) throws(MissingValue) -> OutgoingRequest.Part {
        switch part.content {
        case .text(let template):
            let text = try template.rendered(with: values).get()
            return .init(
                name: part.name,
                fileName: nil,
                contentType: nil,
                bytes: Array(text.utf8)
            )
        case .file(_, let fileName, let bytes, let contentType):
            return .init(
                name: part.name,
                fileName: fileName,
                contentType: contentType,
                bytes: bytes
            )
        }
    }
}

extension [OutgoingRequest.Header] {
    mutating func addUnlessPresent(_ name: String, _ value: String) {
        guard !contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
        append(.init(name: name, value: value))
    }
}

extension Request {
    /// Every variable the request needs.
    package var slots: [Slot] {
        var templates = [target] + headers.map(\.value)
        if let basicAuth { templates += [basicAuth.user, basicAuth.password] }
        switch body {
        case .none, .file: break
        case .form(let fields): templates += fields.map(\.value)
        case .json(let template): templates.append(template)
        case .text(let template, _): templates.append(template)
        case .multipart(let parts):
            for case .text(let template) in parts.map(\.content) { templates.append(template) }
        }
        for expectation in expectations {
            switch expectation {
            case .text(let template), .notText(let template): templates.append(template)
            case .json(_, let template?), .header(_, let template?): templates.append(template)
            default: break
            }
        }
        return templates.flatMap(\.slots)
    }
}
