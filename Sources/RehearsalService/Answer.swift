import NIOCore

import NIOHTTP1

/// What a page answers.
struct Answer: Sendable {
    /// What the answer does to the sessions, carried out on the event loop.
    enum SessionChange: Sendable {
        case none
        case open(Member)
        case close
    }

    var status: HTTPResponseStatus
    var headers: [(name: String, value: String)] = []
    var body = ByteBuffer()
    var session = SessionChange.none
    /// Closes the connection after the answer.
    var isLast = false

    static func typed(
        _ contentType: String,
        _ body: String,
        status: HTTPResponseStatus = .ok
    ) -> Answer {
        Answer(
            status: status,
            headers: [("Content-Type", contentType)],
            body: ByteBuffer(string: body)
        )
    }

    static func text(_ body: String, status: HTTPResponseStatus = .ok) -> Answer {
        typed("text/plain; charset=utf-8", body, status: status)
    }

    static func json(_ body: JSONText) -> Answer {
        typed("application/json", body.line + "\n")
    }

    static func html(_ body: String, status: HTTPResponseStatus = .ok) -> Answer {
        typed("text/html; charset=utf-8", body, status: status)
    }

    static func seeOther(_ location: String, session: SessionChange = .none) -> Answer {
        Answer(status: .seeOther, headers: [("Location", location)], session: session)
    }
}
