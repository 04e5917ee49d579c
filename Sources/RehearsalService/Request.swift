import NIOCore

import NIOHTTP1

/// A request as the pages see it.
struct Request: Sendable {
    /// The numbers in the path, in order: `/forms/7/records` has 7.
    let numbers: [Int]
    /// What stands after the question mark, undecoded.
    let query: String
    let contentType: String
    let body: ByteBuffer
    /// The value of the cookie `session`.
    let sessionToken: String?

    init(head: HTTPRequestHead, numbers: [Int], body: ByteBuffer) {
        self.numbers = numbers
        self.body = body
        query = Self.cutTarget(head.uri).query
        contentType = head.headers.first(name: "content-type") ?? ""
        sessionToken = Self.cookie("session", in: head.headers)
    }

    /// The fields of the query string.
    func queryFields() throws(BadRequest) -> FormFields {
        try FormFields(urlEncoded: Array(query.utf8))
    }

    /// The fields of a body sent as `application/x-www-form-urlencoded`.
    func formFields() throws(BadRequest) -> FormFields {
        try FormFields(urlEncoded: Array(body.readableBytesView))
    }

    /// The path and the query of a request target.
    static func cutTarget(_ target: String) -> (path: String, query: String) {
        guard let mark = target.firstIndex(of: "?") else { return (target, "") }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    private static func cookie(_ name: String, in headers: HTTPHeaders) -> String? {
        for line in headers[canonicalForm: "cookie"] {
            let pair = line.drop { $0 == " " }
            if pair.hasPrefix("\(name)=") { return String(pair.dropFirst(name.count + 1)) }
            for piece in line.split(separator: ";") {
                let pair = piece.drop { $0 == " " }
                if pair.hasPrefix("\(name)=") { return String(pair.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }
}
