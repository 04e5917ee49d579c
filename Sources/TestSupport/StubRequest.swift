/// A request as a ``StubServer`` read it.
package struct StubRequest: Sendable, Equatable {
    /// The number of the connection it came on.
    package var connection: Int
    package var method: String
    /// As sent, for example "/a?b=c".
    package var target: String
    /// Names in lower case, in the order received.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// The size on the wire.
    package var size: Int

    package static func == (left: Self, right: Self) -> Bool {
        left.connection == right.connection && left.method == right.method
            && left.target == right.target && left.body == right.body
            && left.headers.elementsEqual(right.headers, by: ==)
    }

    /// The values of all headers of that lower-case name.
    package func values(of name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }

    /// The first whole request in the bytes and its size on the wire; bodies by Content-Length.
    static func first(
        in bytes: [UInt8],
        connection: Int
    ) -> (request: StubRequest, size: Int)? {
        let blank: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= 4,
            let end = (0...(bytes.count - 4)).first(where: {
                bytes[$0] == 13 && bytes[$0..<($0 + 4)].elementsEqual(blank)
            })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let first = (lines.first ?? "").split(separator: " ")
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let size = end + 4 + length
        guard bytes.count >= size else { return nil }
        return (
            StubRequest(
                connection: connection,
                method: String(first.first ?? ""),
                target: String(first.dropFirst().first ?? ""),
                headers: headers,
                body: Array(bytes[(end + 4)..<size]),
                size: size
            ),
            size
        )
    }
}
