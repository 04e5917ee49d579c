import GRDB
import NIOCore
import NIOHTTP1
import NIOPosix

import Timekeeping

/// The application between the connections and the pages: sessions, faults, counts and logs.
///
/// Lives on one event loop and is used there only, so it needs no locks; the database has threads
/// of its own.
final class Service {
    let log: EventLog
    let faults: FaultClock
    private(set) var ledger = Ledger()
    private var sessions = Sessions()
    private var reports = ReportJobs()
    private var date = HTTPDate()
    private let store: Store
    private let databaseThreads: NIOThreadPool
    private let loop: any EventLoop
    private let access: LogFile?
    /// Ties the two clocks together for the access log.
    private let anchor = ClockAnchor.now()

    init(
        store: Store,
        databaseThreads: NIOThreadPool,
        loop: any EventLoop,
        log: EventLog,
        access: LogFile?,
        programme: FaultProgramme
    ) {
        self.store = store
        self.databaseThreads = databaseThreads
        self.loop = loop
        self.log = log
        self.access = access
        faults = FaultClock(programme, loop: loop.assumeIsolated(), log: log)
    }

    func session(of request: Request) -> Session? {
        request.sessionToken.flatMap { sessions[$0] }
    }

    var signedInUsers: Int { sessions.users }

    /// Starts a job of a member and notes in the log when it will be ready; `nil` when too many
    /// are under way.
    func startReport(taking length: Nanoseconds, for member: Member) -> ReportJobs.Job? {
        guard let job = reports.start(taking: length, for: member, at: .now) else { return nil }
        log.record(
            "report",
            [
                "job": .count(job.number),
                "user": .text("\(member.companyCode)/\(member.userCode)"),
                "startedMonotonicNanoseconds": .number(job.started.nanoseconds),
                "readyMonotonicNanoseconds": .number(job.ready.nanoseconds),
            ]
        )
        return job
    }

    func report(_ number: Int, of member: Member) -> ReportJobs.Job? {
        reports.job(number, of: member)
    }

    func httpDate() -> String { date.now() }

    func flushAccessLog() { access?.flush() }

    // MARK: The way of one request

    /// Takes a request that has arrived; its exchange is replied to when the answer is due.
    func take(_ exchange: Exchange) {
        ledger.countReceived(route: exchange.match.route)
        hold(exchange) { self.treat(exchange) }
    }

    /// Goes on at once, or after the stall that is on.
    private func hold(_ exchange: Exchange, _ next: @escaping () -> Void) {
        guard exchange.match.kind != .control, let stall = faults.park(next) else { return next() }
        exchange.touched(by: [stall])
    }

    private func treat(_ exchange: Exchange) {
        guard exchange.isOpen else { return }
        switch exchange.match.kind {
        case .control:
            work(exchange, delay: .zero)
        case .health:
            if exchange.match.work.needsDatabase, let fault = faults.refuseDatabase() {
                exchange.touched(by: [fault])
                deliver(HealthPages.databaseDown, to: exchange)
            } else {
                work(exchange, delay: .zero)
            }
        case .page:
            let treatment = faults.treat(needsDatabase: exchange.match.work.needsDatabase)
            exchange.touched(by: treatment.causes)
            switch treatment.ending {
            case .reset: exchange.reply(.reset)
            case .error: send(Self.plannedError, to: exchange, after: treatment.delay)
            case .databaseDown: send(Self.databaseDown, to: exchange, after: treatment.delay)
            case .answer: work(exchange, delay: treatment.delay)
            }
        }
    }

    private func work(_ exchange: Exchange, delay: Nanoseconds) {
        let (request, store) = (exchange.request, store)
        switch exchange.match.work {
        case .page(let make):
            send(make(request, self), to: exchange, after: delay)
        case .memberPage(let make):
            guard let session = exchange.session else {
                return send(.seeOther("/login"), to: exchange, after: delay)
            }
            do {
                send(try make(request, session, self), to: exchange, after: delay)
            } catch {
                send(failure(error, exchange), to: exchange, after: delay)
            }
        case .query(let ask):
            query(exchange, delay) { try ask(request, store) }
        case .memberQuery(let ask):
            guard let session = exchange.session else {
                return send(.seeOther("/login"), to: exchange, after: delay)
            }
            let shown = leaking(exchange, session)
            query(exchange, delay) { try ask(request, shown, store) }
        }
    }

    /// The session whose data the answer shows: a leak puts another company in its place.
    private func leaking(_ exchange: Exchange, _ session: Session) -> Session {
        guard exchange.match.canLeak, let fault = faults.leak() else { return session }
        exchange.touched(by: [fault])
        let other = Store.Accounts.neighbour(of: session.member.company)
        exchange.leaked = other
        return Session(member: other, csrf: session.csrf)
    }

    private func query(
        _ exchange: Exchange,
        _ delay: Nanoseconds,
        _ ask: @escaping @Sendable () throws -> Answer
    ) {
        databaseThreads.runIfActive(eventLoop: loop, ask).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let answer): self.send(answer, to: exchange, after: delay)
            case .failure(let error):
                self.send(self.failure(error, exchange), to: exchange, after: delay)
            }
        }
    }

    private func failure(_ error: any Error, _ exchange: Exchange) -> Answer {
        if let bad = error as? BadRequest { return Pages.refusal(.badRequest, bad.reason) }
        log.record("failure", ["path": .text(exchange.head.uri), "error": .text("\(error)")])
        return Pages.refusal(.internalServerError, "処理できませんでした。")
    }

    private func send(_ answer: Answer, to exchange: Exchange, after delay: Nanoseconds) {
        let answer = settle(answer, exchange)
        guard delay > .zero else { return deliver(answer, to: exchange) }
        loop.assumeIsolated().scheduleTask(in: .nanoseconds(delay.count)) {
            self.deliver(answer, to: exchange)
        }
    }

    /// An answer that falls due in a stall waits for its end.
    private func deliver(_ answer: Answer, to exchange: Exchange) {
        hold(exchange) { exchange.reply(.answer(answer)) }
    }

    /// Carries out what the answer does to the sessions.
    private func settle(_ answer: Answer, _ exchange: Exchange) -> Answer {
        var answer = answer
        switch answer.session {
        case .none:
            break
        case .open(let member):
            let token = sessions.open(member)
            exchange.member = member
            answer.headers.append(("Set-Cookie", "session=\(token); Path=/; HttpOnly"))
        case .close:
            if let token = exchange.request.sessionToken { sessions.close(token) }
            answer.headers.append(("Set-Cookie", "session=; Path=/; HttpOnly; Max-Age=0"))
        }
        return answer
    }

    // MARK: What became of it

    /// Enters how an exchange ended; later calls for it change nothing.
    func finish(_ exchange: Exchange, _ ending: Ledger.Ending) {
        guard exchange.isOpen else { return }
        exchange.isOpen = false
        ledger.count(ending, route: exchange.match.route)
        recordLeak(exchange, ending)
        access?.append(accessLine(exchange, ending))
    }

    /// Notes an answer that showed another company's data, when it has been handed over.
    private func recordLeak(_ exchange: Exchange, _ ending: Ledger.Ending) {
        guard let shown = exchange.leaked, let asked = exchange.member,
            ending == .answered(status: 200)
        else { return }
        log.record(
            "leak",
            [
                "path": .text(exchange.head.uri),
                "asked": .text("\(asked.companyCode)/\(asked.userCode)"),
                "shown": .text("\(shown.companyCode)/\(shown.userCode)"),
            ]
        )
    }

    func countMalformed() { ledger.countMalformed() }

    private func accessLine(_ exchange: Exchange, _ ending: Ledger.Ending) -> String {
        let finished = MonotonicInstant.now
        let (word, status): (String, JSONText) =
            switch ending {
            case .answered(let status): ("answered", .count(status))
            case .reset: ("reset", .null)
            case .abandoned: ("abandoned", .null)
            }
        return JSONText.object([
            "receivedUnixNanoseconds": .number(anchor.unixNanoseconds(at: exchange.received)),
            "receivedMonotonicNanoseconds": .number(exchange.received.nanoseconds),
            "\(word)UnixNanoseconds": .number(anchor.unixNanoseconds(at: finished)),
            "\(word)MonotonicNanoseconds": .number(finished.nanoseconds),
            "method": .text(exchange.head.method.rawValue), "path": .text(exchange.head.uri),
            "ending": .text(word), "status": status,
            "user": exchange.member.map {
                .text("\($0.companyCode)/\($0.userCode)")
            } ?? .null,
            "faults": .list(exchange.faults.map { .count($0 + 1) }),
        ]).line
    }

    private static let plannedError = Pages.refusal(.internalServerError, "サーバーでエラーが発生しました。")
    private static let databaseDown = Pages.refusal(.serviceUnavailable, "データベースに接続できません。")
}
