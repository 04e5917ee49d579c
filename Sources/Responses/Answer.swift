/// A complete answer to one request, as checks see it.
package struct Answer {
    /// A header of the answer; names compare without regard to case.
    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP status, for example 303.
    package var status: Int
    /// In the order received; a name may stand more than once.
    package var headers: [Header]
    /// The body after content decoding (not charset decoding).
    package var body: [UInt8]
    /// The value of the cookie of a name that the user would send to this URL now, `nil` = none.
    package var cookies: (String) -> String?

    package init(
        status: Int,
        headers: [Header] = [],
        body: [UInt8] = [],
        cookies: @escaping (String) -> String? = { _ in nil }
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.cookies = cookies
    }

    /// The values of every header of that name, in the order received.
    func values(of name: String) -> [String] {
        headers.filter { Self.equal($0.name, name) }.map(\.value)
    }

    /// The value of the first header of that name.
    func firstValue(of name: String) -> String? {
        headers.first { Self.equal($0.name, name) }?.value
    }

    /// The value of the last header of that name.
    func lastValue(of name: String) -> String? {
        headers.last { Self.equal($0.name, name) }?.value
    }

    /// Compares two header names as ASCII without regard to case.
    static func equal(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        let (left, right) = (left.utf8Span.span, right.utf8Span.span)
        for place in left.indices where left[place].lowercase != right[place].lowercase {
            return false
        }
        return true
    }
}
