import NIOHTTP1

/// Which faults a route is open to.
enum RouteKind: String, Sendable {
    /// All of them.
    case page
    /// Held by a stall; the database's health also fails with the database.
    case health
    /// None.
    case control
}

/// What a route does; the type says where it runs and what it needs.
enum Work: Sendable {
    /// Answers at once on the event loop, without a session.
    case page(@Sendable (Request, Service) -> Answer)
    /// Answers at once on the event loop, for a member signed in.
    case memberPage(@Sendable (Request, Session, Service) throws -> Answer)
    /// Asks the database on another thread, without a session.
    case query(@Sendable (Request, Store) throws -> Answer)
    /// Asks the database on another thread, for a member signed in.
    case memberQuery(@Sendable (Request, Session, Store) throws -> Answer)

    var needsDatabase: Bool {
        switch self {
        case .page, .memberPage: false
        case .query, .memberQuery: true
        }
    }
}

/// One kind of request the service answers.
struct Route: Sendable {
    let method: HTTPMethod
    /// Method and pattern, for people.
    let name: String
    let kind: RouteKind
    let work: Work
    /// Bytes a body may have.
    let bodyLimit: Int
    /// Whether its answers show a company's data that a leak can exchange for another's.
    let canLeak: Bool
    /// The pattern cut at its slashes; `N` stands for a number.
    private let segments: [Substring]

    init(
        method: HTTPMethod,
        pattern: String,
        kind: RouteKind,
        work: Work,
        bodyLimit: Int = 64 * 1024,
        canLeak: Bool = false
    ) {
        self.canLeak = canLeak
        self.method = method
        self.kind = kind
        self.work = work
        self.bodyLimit = bodyLimit
        name = "\(method.rawValue) \(pattern)"
        segments = Self.cut(pattern)
    }

    static func cut(_ path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// The numbers in a path, cut at its slashes, when it fits the pattern.
    func match(_ path: [Substring]) -> [Int]? {
        guard segments.count == path.count else { return nil }
        var numbers: [Int] = []
        for (wanted, given) in zip(segments, path) where wanted != given {
            guard wanted == "N", given.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(given)
            else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}

/// Finds the route of a request.
enum Router {
    /// Where a request goes: a route by its number in the table, or the answer that there is none.
    struct Match: Sendable {
        let route: Int?
        let kind: RouteKind
        let numbers: [Int]
        let work: Work
        let bodyLimit: Int
        var canLeak = false
    }

    static let table: [Route] = [
        Route(method: .GET, pattern: "/", kind: .page, work: .page(SignInPages.home)),
        Route(method: .GET, pattern: "/login", kind: .page, work: .page(SignInPages.show)),
        Route(method: .POST, pattern: "/login", kind: .page, work: .query(SignInPages.signIn)),
        Route(method: .POST, pattern: "/logout", kind: .page, work: .page(SignInPages.signOut)),
        Route(
            method: .GET,
            pattern: "/forms",
            kind: .page,
            work: .memberQuery(FormPages.list),
            canLeak: true
        ),
        Route(
            method: .GET,
            pattern: "/forms/N",
            kind: .page,
            work: .memberQuery(FormPages.show),
            canLeak: true
        ),
        Route(
            method: .POST,
            pattern: "/forms/N/records",
            kind: .page,
            work: .memberQuery(RecordPages.save)
        ),
        Route(
            method: .POST,
            pattern: "/forms/N/photos",
            kind: .page,
            work: .memberQuery(PhotoPages.save),
            bodyLimit: PhotoPages.bodyLimit
        ),
        Route(
            method: .POST,
            pattern: "/photos/delete",
            kind: .page,
            work: .memberQuery(PhotoPages.delete)
        ),
        Route(
            method: .GET,
            pattern: "/records",
            kind: .page,
            work: .memberQuery(RecordPages.search),
            canLeak: true
        ),
        Route(
            method: .GET,
            pattern: "/records/N",
            kind: .page,
            work: .memberQuery(RecordPages.show)
        ),
        Route(
            method: .GET,
            pattern: "/records.csv",
            kind: .page,
            work: .memberQuery(RecordPages.exportMonth)
        ),
        Route(
            method: .GET,
            pattern: "/reports",
            kind: .page,
            work: .memberPage(ReportPages.form)
        ),
        Route(
            method: .POST,
            pattern: "/reports",
            kind: .page,
            work: .memberPage(ReportPages.start)
        ),
        Route(
            method: .GET,
            pattern: "/reports/N",
            kind: .page,
            work: .memberPage(ReportPages.state)
        ),
        Route(method: .GET, pattern: "/health/web", kind: .health, work: .page(HealthPages.web)),
        Route(
            method: .GET,
            pattern: "/health/database",
            kind: .health,
            work: .query(HealthPages.database)
        ),
        Route(
            method: .GET,
            pattern: "/health/users",
            kind: .health,
            work: .page(HealthPages.users)
        ),
        Route(
            method: .POST,
            pattern: "/rehearsal/start",
            kind: .control,
            work: .page(ControlPages.start)
        ),
        Route(
            method: .GET,
            pattern: "/rehearsal/log",
            kind: .control,
            work: .page(ControlPages.log)
        ),
        Route(
            method: .GET,
            pattern: "/rehearsal/counts",
            kind: .control,
            work: .page(ControlPages.counts)
        ),
    ]

    /// The route of a method and path; HEAD goes where GET goes.
    static func match(_ method: HTTPMethod, _ path: String) -> Match {
        let wanted = method
        let method = method == .HEAD ? .GET : method
        let path = Route.cut(path)
        var allowed: [String] = []
        for (index, route) in table.enumerated() {
            guard let numbers = route.match(path) else { continue }
            if route.method == method {
                return Match(
                    route: index,
                    kind: route.kind,
                    numbers: numbers,
                    work: route.work,
                    bodyLimit: route.bodyLimit,
                    canLeak: route.canLeak && method == wanted
                )
            }
            allowed.append(route.method.rawValue)
        }
        return unmatched(allowed: allowed)
    }

    private static func unmatched(allowed: [String]) -> Match {
        let methods = allowed.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
        let answer =
            methods.isEmpty
            ? Pages.notFound
            : Pages.refusal(.methodNotAllowed, "この操作はできません。", allow: methods)
        return Match(
            route: nil,
            kind: .page,
            numbers: [],
            work: .page { _, _ in answer },
            bodyLimit: 64 * 1024
        )
    }
}
