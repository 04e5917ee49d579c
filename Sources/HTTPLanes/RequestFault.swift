import Engine

/// Why a request cannot be put on the wire as it is.
///
/// Values of variables end up in headers; a line break in one would add headers of its own, or a
/// second request.
enum RequestFault {
    /// The fault in words, `nil` when there is none.
    static func find(in request: OutgoingRequest) -> String? {
        guard isToken(request.method) else { return "the method is not a token" }
        guard isPlain(request.url) else { return "the URL holds a control character" }
        for header in request.headers {
            guard isToken(header.name) else { return "a header's name is not a token" }
            guard isPlain(header.value) else {
                return "the header \(header.name) holds a line break or control character"
            }
        }
        guard case .multipart(let parts) = request.body else { return nil }
        for part in parts {
            guard isPlain(part.name), isPlain(part.fileName ?? ""),
                isPlain(part.contentType ?? "")
            else {
                return "the description of part \(part.name.debugDescription) holds a line break"
            }
        }
        return nil
    }

    /// RFC 9110, section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(HeaderRules.isTokenByte)
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }
}
