import Encodings
package import Workload

/// A body, compiled: its bytes with slots, and the type it is of.
struct CompiledBody {
    private(set) var pieces = TemplatePieces()
    private(set) var contentType: String?
    private(set) var isPresent = true
    private(set) var fault: RequestFault?

    init(_ body: Body, boundary: String) {
        switch body {
        case .none:
            isPresent = false
        case .form(let fields):
            contentType = "application/x-www-form-urlencoded"
            for (number, field) in fields.enumerated() {
                let name = PercentEncoding.encoded(field.name, .form)
                pieces.add("\(number == 0 ? "" : "&")\(name)=".utf8)
                addForm(field.value)
            }
        case .json(let template):
            contentType = "application/json"
            pieces.add(template, .json)
        case .text(let template, let type):
            contentType = type
            pieces.add(template, .asIs)
        case .multipart(let parts):
            contentType = "multipart/form-data; boundary=\(boundary)"
            for part in parts { add(part, boundary: boundary) }
            pieces.add("--\(boundary)--\r\n".utf8)
        case .file(_, let bytes, let type):
            contentType = type
            pieces.add(bytes)
        }
    }

    private mutating func addForm(_ value: Template) {
        for piece in value.pieces {
            switch piece {
            case .literal(let text): pieces.add(PercentEncoding.encoded(text, .form).utf8)
            case .slot(let slot): pieces.add(slot, .form)
            }
        }
    }

    /// RFC 7578, section 4; names escaped as browsers do (WHATWG HTML, "multipart/form-data
    /// encoding algorithm").
    private mutating func add(_ part: Body.Part, boundary: String) {
        pieces.add("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
        pieces.add("\(Self.quotable(part.name))\"".utf8)
        switch part.content {
        case .text(let template):
            pieces.add("\r\n\r\n".utf8)
            pieces.add(template, .asIs)
        case .file(_, let fileName, let bytes, let type):
            addFile(fileName, bytes, type)
        case .stamped(let fileName, let bytes, let type, let stamp):
            addFile(fileName, bytes, type)
            pieces.add(stamp, .asIs)
        }
        pieces.add("\r\n".utf8)
    }

    private mutating func addFile(_ name: String, _ bytes: [UInt8], _ type: String) {
        if !RequestFault.isPlain(type) { fault = .badPart }
        pieces.add("; filename=\"\(Self.quotable(name))\"\r\n".utf8)
        pieces.add("Content-Type: \(type)\r\n\r\n".utf8)
        pieces.add(bytes)
    }

    private static func quotable(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Request {
    /// Every variable that what is sent needs.
    var sentSlots: [Slot] {
        var templates = [target] + headers.map(\.value)
        var stamps: [Slot] = []
        if let basicAuth { templates += [basicAuth.user, basicAuth.password] }
        switch body {
        case .none, .file: break
        case .form(let fields): templates += fields.map(\.value)
        case .json(let template): templates.append(template)
        case .text(let template, _): templates.append(template)
        case .multipart(let parts):
            for case .text(let template) in parts.map(\.content) { templates.append(template) }
            for case .stamped(_, _, _, let stamp) in parts.map(\.content) { stamps.append(stamp) }
        }
        return templates.flatMap(\.slots) + stamps
    }

    /// Every variable the request needs, also for what it expects.
    package var slots: [Slot] {
        var templates: [Template] = []
        for expectation in expectations + (polling?.until ?? []) {
            switch expectation {
            case .text(let template), .notText(let template): templates.append(template)
            case .json(_, let template?), .header(_, let template?): templates.append(template)
            default: break
            }
        }
        return sentSlots + templates.flatMap(\.slots)
    }
}
