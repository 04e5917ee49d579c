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
    /// By user: how many sessions are alive, at least one.
    private var alive: [Int: Int] = [:]

    /// How many users have a session.
    var users: Int { alive.count }

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
        alive[member.user, default: 0] += 1
        return token
    }

    mutating func close(_ token: String) {
        guard let session = sessions.removeValue(forKey: token) else { return }
        let user = session.member.user
        let left = alive[user, default: 1] - 1
        alive[user] = left > 0 ? left : nil
    }

    /// Forgets what is closed already, and if that is not enough the older half.
    private mutating func dropOldest() {
        tokensByAge.removeAll { sessions[$0] == nil }
        guard tokensByAge.count > capacity / 2 else { return }
        let surplus = tokensByAge.count - capacity / 2
        for token in tokensByAge.prefix(surplus) { close(token) }
        tokensByAge.removeFirst(surplus)
    }

    /// 128 random bits as hexadecimal digits.
    private static func randomToken() -> String {
        hexadecimal((0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }
}
