import Foundation

/// Where the tests find their files.
enum Fixtures {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static let folder = tests.appendingPathComponent("Fixtures").path
    static let scenarios =
        tests.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Scenarios").path

    /// The names of the YAML files in one of the fixture folders.
    static func names(in part: String) -> [String] {
        let all = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")
        return (all ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    }
}
