import Foundation
import Timekeeping

/// What the rehearsal service wrote of itself, with its own clock.
struct ServiceLog {
    struct Event: Decodable {
        let event: String
        let monotonicNanoseconds: Int64
        let unixNanoseconds: Int64
        let originMonotonicNanoseconds: Int64?
        let what: String?
        let held: Int?
        let failed: Int?
        let reset: Int?
        /// Of a report made in the background.
        let startedMonotonicNanoseconds: Int64?
        let readyMonotonicNanoseconds: Int64?
    }

    let events: [Event]

    init(_ file: URL) throws {
        events = try Self.lines(of: file, as: Event.self)
    }

    /// When the run's schedule began, as the run told the service.
    var origin: MonotonicInstant? {
        events.last { $0.event == "origin" }?.originMonotonicNanoseconds
            .map(MonotonicInstant.init(nanoseconds:))
    }

    func first(_ event: String) -> Event? { events.first { $0.event == event } }

    static func lines<Line: Decodable>(of file: URL, as type: Line.Type) throws -> [Line] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
            .map { try decoder.decode(type, from: $0) }
    }
}
