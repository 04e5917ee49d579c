import Foundation
import Testing

/// A rehearsal service of the test's own, with its access log.
final class Rehearsal {
    /// One request as the service saw it.
    struct Request {
        let user: String?
        let method: String
        let path: String
        /// By the clock that the tool measures with.
        let received: Int
        let finished: Int
        let status: Int?
    }

    let url: String
    private let service: Started
    private let folder: Folder

    init() async throws {
        let folder = try Folder()
        let service = try Started(
            Tool.rehearsalService,
            ["--access-log", folder.path + "/access.jsonl"]
        )
        #expect(try await service.wait { service.output.contains("\n") })
        let start = try #require(service.output.range(of: "http://")?.lowerBound)
        url = service.output[start...].trimmingCharacters(in: .whitespacesAndNewlines)
        self.service = service
        self.folder = folder
    }

    /// Stops the service; what it logged, in the order the requests were finished.
    func stop() async throws -> [Request] {
        service.signal(SIGTERM)
        let end = try await service.end()
        #expect(end.code == 0, "\(end)")
        let path = folder.path + "/access.jsonl"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            let row = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            )
            let ending = try #require(row["ending"] as? String)
            return Request(
                user: row["user"] as? String,
                method: try #require(row["method"] as? String),
                path: try #require(row["path"] as? String),
                received: try #require(row["receivedMonotonicNanoseconds"] as? Int),
                finished: try #require(row["\(ending)MonotonicNanoseconds"] as? Int),
                status: row["status"] as? Int
            )
        }
    }
}
