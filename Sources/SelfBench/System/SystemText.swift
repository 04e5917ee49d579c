import Glibc

/// Small files and descriptors of the system as text.
enum SystemText {
    /// A whole file; `nil` when it cannot be read.
    static func file(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return rest(of: descriptor)
    }

    /// Everything up to the end of a descriptor.
    static func rest(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer.prefix(count))
        }
    }

    /// Writes a file anew.
    static func write(_ text: String, to path: String) throws(BenchFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BenchFailure(call: path) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { throw BenchFailure(call: path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The value of "name:   value" in a text of such lines, as in `/proc`.
    static func value(of name: String, in text: String) -> Substring? {
        for line in text.split(whereSeparator: \.isNewline)
        where line.hasPrefix(name + ":") {
            return line.dropFirst(name.count + 1).drop { $0 == " " || $0 == "\t" }
        }
        return nil
    }
}
