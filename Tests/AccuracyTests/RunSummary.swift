import Foundation

/// The members of `summary.json` that these tests compare.
struct RunSummary: Decodable, Sendable {
    struct Operation: Decodable, Sendable {
        let name: String
        let judged: Bool
        let planned: Int
        let succeeded: Int
        let late: Int
        let failed: Int
        let failures: [String: Int]
        let responseMs: Times
        let serviceMs: Times
        let delayedStarts: Int
    }

    /// Percentiles in ms with their limits.
    struct Times: Decodable, Sendable {
        struct Limits: Decodable, Sendable {
            let lower: Double?
            let upper: Double?
            let effectiveN: Double?
        }

        let n: Int
        let max: Double?
        let p50: Double?
        let p90: Double?
        let p95: Double?
        let p99: Double?
        let p999: Double?
        let limits: [String: Limits]

        enum CodingKeys: String, CodingKey {
            case n, max, p50, p90, p95, p99, limits
            case p999 = "p99.9"
        }
    }

    struct Episode: Decodable, Sendable {
        let startS: Double
        let endS: Double
        let planned: Int
        let violations: Int
        let leftCensored: Bool
        let rightCensored: Bool
    }

    struct Gate: Decodable, Sendable {
        let id: String
        let verdict: String
        let reason: String
    }

    struct Request: Decodable, Sendable {
        let operation: String
        let exchanges: Int
        let sentAgain: Int
        let statuses: [String: Int]
        let failures: [String: Int]
    }

    struct Meta: Decodable, Sendable {
        let start: String
    }

    let verdict: String
    let exitCode: Int32
    let reasons: [String]
    let operations: [Operation]
    let episodes: [Episode]
    let gates: [Gate]
    let requests: [Request]
    let meta: Meta

    /// The origin of all offsets as time of day, known to the millisecond.
    var originUnixNanoseconds: Int64? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? style.parse(meta.start)).map {
            Int64(($0.timeIntervalSince1970 * 1_000).rounded()) * 1_000_000
        }
    }

    subscript(operation name: String) -> Operation? { operations.first { $0.name == name } }

    subscript(request operation: String) -> Request? {
        requests.first { $0.operation == operation }
    }

    /// A count summed over all operations, sign-in and sign-out included.
    func sum(_ count: (Operation) -> Int) -> Int { operations.reduce(0) { $0 + count($1) } }
}
