import Foundation

/// Reads whole files, saying in words why one cannot be read.
enum Files {
    /// Why a file could not be read, with what to do.
    struct Problem: Error, Equatable {
        var problem: String
        var remedy: String
    }

    /// The bytes of a regular file of limited size.
    static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], Problem> {
        guard !path.utf8.contains(0) else {
            return .failure(Problem(problem: "is no path", remedy: "write a path without NUL"))
        }
        guard
            let attributes = try? FileManager.default.attributesOfItem(atPath: resolvingLinks(path))
        else {
            return .failure(
                Problem(problem: "there is no such file", remedy: "check the path")
            )
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            return .failure(
                Problem(problem: "is not a regular file", remedy: "name a file")
            )
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= limit else {
            return .failure(
                Problem(
                    problem: "is larger than \(limit) bytes",
                    remedy: "use a smaller file"
                )
            )
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return .failure(
                Problem(
                    problem: "the file cannot be read",
                    remedy: "check its permissions"
                )
            )
        }
        return .success([UInt8](data))
    }

    private static func resolvingLinks(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}
