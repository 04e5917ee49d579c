import Glibc

/// A directory that only this process uses and that is removed when it ends.
struct TemporaryDirectory: Sendable {
    let path: String

    /// The directory could not be made.
    struct Failure: Error, CustomStringConvertible {
        let place: String
        let reason: String
        var description: String {
            "cannot make a directory in \(place): \(reason); set TMPDIR, or use --database"
        }
    }

    /// Makes one under `TMPDIR`, or `/tmp`.
    init() throws(Failure) {
        let place = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/rehearsal-service-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let path = unsafe mkdtemp(start) else {
                return nil
            }
            return unsafe String(cString: path)
        }
        guard let made else {
            throw Failure(place: place, reason: unsafe String(cString: unsafe strerror(errno)))
        }
        path = made
    }

    /// Removes the directory and the files in it.
    func remove() {
        if let handle = unsafe opendir(path) {
            while let entry = unsafe readdir(handle) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name.0) { start in
                    unsafe String(cString: start)
                }
                unsafe unlink("\(path)/\(name)")
            }
            unsafe closedir(handle)
        }
        unsafe rmdir(path)
    }
}
