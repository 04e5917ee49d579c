import NIOCore
import NIOHTTP1

import Timekeeping

/// One request on its way through the service, until its answer is written.
final class Exchange {
    let head: HTTPRequestHead
    let match: Router.Match
    let request: Request
    let session: Session?
    /// When the request's last byte had been read.
    let received = MonotonicInstant.now
    /// The faults that touched it, as indices into the programme.
    private(set) var faults: [Int] = []
    /// Who asked, as far as is known; a sign-in makes it known.
    var member: Member?
    /// False once it has ended one way or another; it ends once.
    var isOpen = true
    /// Whose data the answer shows instead of the asking company's, by a leak.
    var leaked: Member?
    private let reply: (Reply) -> Void

    /// What the connection is to do.
    enum Reply {
        case answer(Answer)
        case reset
    }

    init(
        head: HTTPRequestHead,
        match: Router.Match,
        request: Request,
        session: Session?,
        reply: @escaping (Reply) -> Void
    ) {
        self.head = head
        self.match = match
        self.request = request
        self.session = session
        member = session?.member
        self.reply = reply
    }

    func touched(by faults: [Int]) {
        self.faults += faults.filter { !self.faults.contains($0) }
    }

    /// Hands the reply to the connection, unless the client is gone.
    func reply(_ reply: Reply) {
        if isOpen { self.reply(reply) }
    }
}
