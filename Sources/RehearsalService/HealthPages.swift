import NIOHTTP1

/// What a monitoring probe asks.
enum HealthPages {
    @Sendable static func web(_ request: Request, _ service: Service) -> Answer {
        .text("ok")
    }

    @Sendable static func database(_ request: Request, _ store: Store) throws -> Answer {
        try store.check()
        return .text("ok")
    }

    static let databaseDown = Answer.text("database unavailable", status: .serviceUnavailable)
}
