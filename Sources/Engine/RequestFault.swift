/// Why a request cannot be put on the wire as it is.
///
/// Values of variables end up in headers; a line break in one would add headers of its own, or a
/// second request.
package enum RequestFault: Error, Equatable {
    case badMethod
    case badURL
    case badName
    /// A control character in the value of the header of that name.
    case badValue(header: String)
    /// The name of a part of a form, or of its file, holds a line break or control character.
    case badPart

    /// The fault in words.
    package var words: String {
        switch self {
        case .badMethod: "the method is not a token"
        case .badURL: "the URL cannot be read as an http or https address"
        case .badName: "a header's name is not a token"
        case .badValue(let header):
            "the header \(header) holds a line break or control character"
        case .badPart: "the description of a part holds a line break or control character"
        }
    }

    static func check(method: String, target: String) throws(RequestFault) {
        guard isToken(method) else { throw .badMethod }
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badURL }
    }

    static func check(_ header: OutgoingRequest.Header) throws(RequestFault) {
        guard isToken(header.name) else { throw .badName }
        guard isPlain(header.value) else { throw .badValue(header: header.name) }
    }

    /// RFC 9110, section 5.6.2.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether a text stays in its line.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == UInt8(ascii: "\t") }
    }
}
