import Foundation

/// Where the tests find their files.
enum Fixtures {
    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        + "/Fixtures"
    static let scenarios =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/Scenarios"
}
