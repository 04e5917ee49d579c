import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

/// What a hostile server does instead of answering properly, and what has to come of it.
struct Hostility: Sendable, CustomTestStringConvertible {
    let name: String
    var method = "GET"
    /// What the request carries.
    var body: [UInt8]?
    var timeout = Nanoseconds.seconds(4)
    /// One of these is right; several where the system decides which side notices first.
    let outcomes: Set<Outcome>
    /// The body that was read, when it is told.
    var text: String?
    /// A part of the failure in words.
    var words = ""
    /// Why the curl lane falls short of the rule, where that cannot be mended outside libcurl.
    var curlIssue: String?
    /// Played on the connection on which the hostile request came, once it has been read.
    let play: @Sendable (StubConnection) -> Void

    var testDescription: String { name }

    /// An answer that has to be taken, with this body.
    static func taken(
        _ name: String,
        _ text: String,
        method: String = "GET",
        curlIssue: String? = nil,
        play: @escaping @Sendable (StubConnection) -> Void
    ) -> Hostility {
        Hostility(
            name: name,
            method: method,
            outcomes: [.succeeded],
            text: text,
            curlIssue: curlIssue,
            play: play
        )
    }

    /// An answer that has to be refused.
    static func refused(
        _ name: String,
        _ outcome: Outcome = .malformedAnswer,
        method: String = "GET",
        curlIssue: String? = nil,
        play: @escaping @Sendable (StubConnection) -> Void
    ) -> Hostility {
        Hostility(
            name: name,
            method: method,
            outcomes: [outcome],
            curlIssue: curlIssue,
            play: play
        )
    }
}

/// Lets one user meet a hostile server, and checks that the user is sound afterwards.
///
/// Each answer has a text of its own, so that not a byte of one can pass for another's. Once as
/// the first request of a connection, and once on a connection that was used before.
func meet(
    _ hostility: Hostility,
    _ lane: Lane,
    transport: TransportSettings = TransportSettings(),
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    for isFirst in [true, false] {
        if lane == .curl, let issue = hostility.curlIssue {
            await withKnownIssue(Comment(rawValue: issue)) {
                try await meet(
                    hostility,
                    lane,
                    asFirst: isFirst,
                    transport: transport,
                    sourceLocation: sourceLocation
                )
            }
        } else {
            try await meet(
                hostility,
                lane,
                asFirst: isFirst,
                transport: transport,
                sourceLocation: sourceLocation
            )
        }
    }
}

private func meet(
    _ hostility: Hostility,
    _ lane: Lane,
    asFirst isFirst: Bool,
    transport: TransportSettings,
    sourceLocation: SourceLocation
) async throws {
    let server = try StubServer { connection in
        while let request = connection.readRequest() {
            if request.target == "/hostile" {
                hostility.play(connection)
            } else {
                connection.answer(body: "answer to \(request.target)")
            }
        }
    }
    defer { server.stop() }
    let hostile = request(
        hostility.method,
        server.url + "/hostile",
        body: hostility.body,
        timeout: hostility.timeout
    )
    let before = isFirst ? [] : ["/before"]
    let after = ["/after-1", "/after-2"]
    // The pauses let come in what a server sends or does while the user thinks.
    let exchanges = try await perform(
        lane,
        before.map { get(server.url + $0) } + [hostile] + after.map { get(server.url + $0) },
        pause: .milliseconds(60),
        transport: transport
    )
    let met = exchanges[before.count]
    let place = "\(hostility.name), \(isFirst ? "first" : "later") on its connection"
    #expect(
        hostility.outcomes.contains(met.outcome),
        "\(place): \(met.outcome) \(met.detail)",
        sourceLocation: sourceLocation
    )
    #expect(met.detail.isEmpty == (met.outcome == .succeeded), sourceLocation: sourceLocation)
    #expect(
        met.detail.contains(hostility.words),
        "\(place): \(met.detail)",
        sourceLocation: sourceLocation
    )
    if let text = hostility.text {
        #expect(met.text == text, "\(place)", sourceLocation: sourceLocation)
    }
    #expect(
        met.done - met.dispatched < hostility.timeout + .seconds(2),
        "\(place): ends in bounded time",
        sourceLocation: sourceLocation
    )
    for (path, exchange) in zip(
        before + after,
        exchanges.prefix(before.count) + exchanges.suffix(2)
    ) {
        #expect(
            exchange.outcome == .succeeded,
            "\(place): \(path) is sound: \(exchange.detail)",
            sourceLocation: sourceLocation
        )
        #expect(
            exchange.text == "answer to \(path)",
            "\(place): \(path) has its own answer",
            sourceLocation: sourceLocation
        )
    }
    let sent = server.requests.map(\.target)
    for path in before + after {
        #expect(
            sent.count { $0 == path } == 1,
            "\(place): \(path) is sent once",
            sourceLocation: sourceLocation
        )
    }
    #expect(sent.count { $0 == "/hostile" } <= 1, sourceLocation: sourceLocation)
}
