import NIOHTTP1

/// What a monitoring probe asks.
enum HealthPages {
    @Sendable static func web(_ request: Request, _ service: Service) -> Answer {
        .text("ok")
    }

    /// How many people are signed in: users, however many sessions each of them has.
    @Sendable static func users(_ request: Request, _ service: Service) -> Answer {
        .json(.object(["signed-in": .count(service.signedInUsers)]))
    }

    @Sendable static func database(_ request: Request, _ store: Store) throws -> Answer {
        try store.check()
        return .text("ok")
    }

    static let databaseDown = Answer.text("database unavailable", status: .serviceUnavailable)
}
