import Foundation

/// A folder that is gone when the test is.
final class Folder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-tool-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ text: String, as name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// The names in a folder below, sorted; none when it is not there.
    func names(in name: String = "") -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
        return (all ?? []).sorted()
    }

    /// Every file below, with its bytes.
    func files() -> [(name: String, bytes: Data)] {
        let below = FileManager.default.enumerator(atPath: path)
        return (below?.allObjects ?? []).compactMap { item in
            guard let name = item as? String else { return nil }
            let bytes = FileManager.default.contents(atPath: "\(path)/\(name)")
            return bytes.map { (name, $0) }
        }
    }
}
