/// The parts of a `multipart/form-data` body (RFC 7578).
struct MultipartForm: Hashable, Sendable {
    struct Part: Hashable, Sendable {
        let name: String
        let content: [UInt8]
    }

    let parts: [Part]

    /// Cuts a body at the boundary its content type names.
    init(contentType: String, body: [UInt8]) throws(BadRequest) {
        guard let boundary = Self.boundary(of: contentType) else {
            throw BadRequest(reason: "the body is not multipart/form-data with a boundary")
        }
        // The first delimiter has no line break before it; giving it one makes all alike.
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let sections = Self.cut(Array("\r\n".utf8) + body, at: delimiter)
        guard sections.count >= 3, sections[sections.count - 1].starts(with: "--".utf8) else {
            throw BadRequest(reason: "the multipart body has no end")
        }
        var parts: [Part] = []
        for section in sections.dropFirst().dropLast() { parts.append(try Self.part(section)) }
        self.parts = parts
    }

    /// The content of the first part of a name.
    subscript(name: String) -> [UInt8]? {
        parts.first { $0.name == name }?.content
    }

    private static func boundary(of contentType: String) -> String? {
        let pieces = contentType.split(separator: ";").map { trimmed($0) }
        guard pieces.first?.lowercased() == "multipart/form-data" else { return nil }
        for piece in pieces.dropFirst() where piece.lowercased().hasPrefix("boundary=") {
            let value = unquoted(String(piece.dropFirst("boundary=".count)))
            return (1...70).contains(value.utf8.count) ? value : nil
        }
        return nil
    }

    private static func part(_ section: ArraySlice<UInt8>) throws(BadRequest) -> Part {
        let pieces = cut(Array(section), at: Array("\r\n\r\n".utf8), most: 1)
        guard pieces.count == 2, let head = String(validating: pieces[0], as: UTF8.self) else {
            throw BadRequest(reason: "a part of the multipart body has no header")
        }
        let lines = head.split(whereSeparator: \.isNewline)
        let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        for piece in (disposition ?? "").split(separator: ";").map({ trimmed($0) })
        where piece.hasPrefix("name=") {
            return Part(name: unquoted(String(piece.dropFirst(5))), content: Array(pieces[1]))
        }
        throw BadRequest(reason: "a part of the multipart body has no name")
    }

    private static func cut(
        _ bytes: [UInt8],
        at delimiter: [UInt8],
        most: Int = .max
    ) -> [ArraySlice<UInt8>] {
        var sections: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index + delimiter.count <= bytes.count, sections.count < most {
            if bytes[index] == delimiter[0],
                bytes[index..<index + delimiter.count].elementsEqual(delimiter)
            {
                sections.append(bytes[start..<index])
                index += delimiter.count
                start = index
            } else {
                index += 1
            }
        }
        return sections + [bytes[start...]]
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return String(text.dropFirst().dropLast())
    }
}
