import Measuring
import Timekeeping

/// What a 3xx answer turns a request into (RFC 9110 §15.4, and what browsers do with POST).
enum Redirects {
    /// Where an answer sends its request on to.
    enum Next {
        case nowhere
        case request(OutgoingRequest)
        /// A `Location` that is no http or https address of plain shape.
        case unreadable(String)
    }

    /// What follows an answer: nothing when it is final.
    static func next(after exchange: Exchange, of sent: OutgoingRequest) -> Next {
        guard exchange.outcome == .succeeded,
            [301, 302, 303, 307, 308].contains(exchange.status),
            let location = exchange.headers.first(where: { $0.name.lowercased() == "location" }),
            !location.value.isEmpty
        else { return .nowhere }
        let base = AbsoluteURL(origin: sent.origin, target: sent.target)
        guard let url = base.resolving(location.value),
            let next = try? redirected(
                sent,
                to: url,
                status: exchange.status,
                spent: exchange.done - exchange.dispatched
            )
        else { return .unreadable(location.value) }
        return .request(next)
    }

    private static func redirected(
        _ sent: OutgoingRequest,
        to url: AbsoluteURL,
        status: Int,
        spent: Nanoseconds
    ) throws(RequestFault) -> OutgoingRequest {
        var method = sent.method
        var body = sent.hasBody ? Array(sent.body) : nil
        var headers = sent.headers
        let becomesGet = status == 303 ? method != "HEAD" : method == "POST" && status < 303
        if becomesGet {
            method = "GET"
            body = nil
            let ofBody = ["content-type", "content-length", "content-encoding"]
            headers.removeAll { ofBody.contains($0.name.lowercased()) }
        }
        let isDowngrade = sent.origin.isSecure && !url.origin.isSecure
        if isDowngrade || url.origin.host != sent.origin.host {
            // Credentials are for the host they were written for, and never for plain text when
            // they were not before. So is a name of its own.
            let tied = ["authorization", "cookie", "host"]
            headers.removeAll { tied.contains($0.name.lowercased()) }
        }
        return try OutgoingRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            // What is left of it: all hops share one.
            timeout: max(.milliseconds(1), sent.timeout - spent),
            keeping: sent.keeping
        )
    }
}
