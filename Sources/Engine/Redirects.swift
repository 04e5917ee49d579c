import Measuring
import Timekeeping

/// What a 3xx answer turns a request into (RFC 9110 §15.4, and what browsers do with POST).
enum Redirects {
    /// The request that follows, or `nil` when the answer is final.
    static func next(
        after exchange: Exchange,
        of sent: OutgoingRequest,
        follow: Bool
    ) -> OutgoingRequest? {
        guard
            follow, exchange.outcome == .succeeded, let url = exchange.redirectURL,
            [301, 302, 303, 307, 308].contains(exchange.status)
        else { return nil }
        var next = sent
        next.url = url
        let becomesGet =
            exchange.status == 303
            ? sent.method != "HEAD"
            : sent.method == "POST" && exchange.status < 303
        if becomesGet {
            next.method = "GET"
            next.body = .none
            next.headers.removeAll { $0.name.lowercased() == "content-type" }
        }
        let isDowngrade = sent.url.isEncrypted && !url.isEncrypted
        if isDowngrade || HostPolicy.host(of: url) != HostPolicy.host(of: sent.url) {
            // Credentials are for the host they were written for, and never for plain text when
            // they were not before.
            next.headers.removeAll { ["authorization", "cookie"].contains($0.name.lowercased()) }
        }
        return next
    }
}

extension String {
    fileprivate var isEncrypted: Bool { lowercased().hasPrefix("https://") }
}

extension OutgoingRequest {
    /// The same request with the time left of its time-out; at least 1 ms.
    func remaining(after exchange: Exchange) -> OutgoingRequest {
        var next = self
        next.timeout = max(.milliseconds(1), timeout - (exchange.done - exchange.dispatched))
        return next
    }
}
