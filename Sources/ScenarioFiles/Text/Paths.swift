/// Paths of files named in files.
package enum Paths {
    /// A path as seen from the file that names it; absolute paths stay as they are.
    package static func resolve(_ path: String, besides file: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let slash = file.lastIndex(of: "/") else { return path }
        var folder = file[...slash].split(separator: "/", omittingEmptySubsequences: true)[...]
        var rest = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        while let first = rest.first {
            if first == "." {
                rest = rest.dropFirst()
            } else if first == "..", let last = folder.last, last != "..", last != "." {
                rest = rest.dropFirst()
                folder = folder.dropLast()
            } else {
                break
            }
        }
        let joined = (folder + rest).joined(separator: "/")
        return file.hasPrefix("/") ? "/" + joined : joined
    }

    /// The last part of a path.
    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
