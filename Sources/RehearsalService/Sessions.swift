import Encodings
/// A person who may use the service: one user of one company.
struct Member: Hashable, Sendable {
    let company: Int
    let companyCode: String
    let user: Int
    let userCode: String
}

/// A member signed in.
struct Session: Hashable, Sendable {
    let member: Member
    /// The token that every form of this session carries.
    let csrf: String
}

/// All sessions, in memory: used on the event loop only.
struct Sessions {
    /// Sessions kept at most; the oldest go first.
    private let capacity: Int
    private var sessions: [String: Session] = [:]
    private var tokensByAge: [String] = []

    init(capacity: Int = 100_000) {
        self.capacity = capacity
    }

    subscript(token: String) -> Session? { sessions[token] }

    /// Signs a member in and returns the new session's token.
    mutating func open(_ member: Member) -> String {
        if tokensByAge.count >= capacity { dropOldest() }
        let token = Self.randomToken()
        sessions[token] = Session(member: member, csrf: Self.randomToken())
        tokensByAge.append(token)
        return token
    }

    mutating func close(_ token: String) {
        sessions[token] = nil
    }

    /// Forgets what is closed already, and if that is not enough the older half.
    private mutating func dropOldest() {
        tokensByAge.removeAll { sessions[$0] == nil }
        guard tokensByAge.count > capacity / 2 else { return }
        let surplus = tokensByAge.count - capacity / 2
        for token in tokensByAge.prefix(surplus) { sessions[token] = nil }
        tokensByAge.removeFirst(surplus)
    }

    /// 128 random bits as hexadecimal digits.
    private static func randomToken() -> String {
        hexadecimal((0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }
}
