import Encodings
import Workload

/// The header lines of a template while they are put together.
struct HeaderLines {
    private(set) var pieces = TemplatePieces()
    private(set) var own: OutgoingRequest.Own = []
    /// The first thing in them that cannot be sent.
    private(set) var fault: RequestFault?
    private var names: Set<String> = []

    mutating func add(_ name: String, _ value: Template) {
        if !RequestFault.isToken(name) { note(.badName) }
        for case .literal(let text) in value.pieces where !RequestFault.isPlain(text) {
            note(.badValue(header: name))
        }
        names.insert(name.lowercased())
        own.formUnion(OutgoingRequest.Own(name: name))
        pieces.add((value.pieces.isEmpty ? "\(name):" : "\(name): ").utf8)
        pieces.add(value, .line)
        pieces.add("\r\n".utf8)
    }

    func has(_ name: String) -> Bool { names.contains(name.lowercased()) }

    mutating func addUnlessPresent(_ name: String, _ value: Template) {
        if !has(name) { add(name, value) }
    }

    /// Credentials that stand before a host, percent-encoded.
    mutating func addCredentials(_ userInfo: String) {
        addUnlessPresent("Authorization", Template(Self.basic(userInfo)))
    }

    /// The whole line for such credentials.
    static func authorization(ofUserInfo userInfo: String) -> [UInt8] {
        Array("Authorization: \(basic(userInfo))\r\n".utf8)
    }

    private static func basic(_ userInfo: String) -> String {
        "Basic "
            + String(decoding: Base64.encode(PercentEncoding.decoded(userInfo)), as: UTF8.self)
    }

    private mutating func note(_ fault: RequestFault) {
        self.fault = self.fault ?? fault
    }
}

extension BasicCredentials {
    /// The header's value, when no variable is needed for it (RFC 7617).
    var headerValue: String? {
        guard user.slots.isEmpty, password.slots.isEmpty else { return nil }
        var bytes: [UInt8] = []
        append(to: &bytes, values: [])
        let line = String(decoding: bytes.dropLast(2), as: UTF8.self)
        return String(line.dropFirst("Authorization: ".count))
    }

    /// Appends the header's line.
    func append(to bytes: inout [UInt8], values: [String?]) {
        var pieces = TemplatePieces()
        pieces.add(user, .asIs)
        pieces.add(":".utf8)
        pieces.add(password, .asIs)
        var plain: [UInt8] = []
        _ = pieces.append(to: &plain, values: values)
        bytes += "Authorization: Basic ".utf8
        bytes += Base64.encode(plain)
        bytes += "\r\n".utf8
    }
}
