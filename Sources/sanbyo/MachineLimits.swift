import Foundation
import Glibc

/// What this machine allows a run, looked at before the start.
enum MachineLimits {
    /// Descriptors the tool needs beside the connections: files, epoll, pipes, the standard three.
    static let descriptorsOfOurOwn = 64

    /// Raises the soft limit of descriptors as far as allowed and checks that it is enough.
    ///
    /// - Returns: what is wrong and what to do, or `nil`.
    static func provideDescriptors(connections: Int) -> String? {
        let needed = rlim_t(connections + descriptorsOfOurOwn)
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(max(needed, limit.rlim_cur), limit.rlim_max)
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        guard limit.rlim_cur < needed else { return nil }
        return """
            \(connections) connections need \(needed) file descriptors, \(limit.rlim_cur) are \
            allowed; raise the limit (`ulimit -n \(needed)`) or use fewer users
            """
    }

    /// How many descriptors this process may open; `nil` when unknown.
    static var descriptorLimit: Int? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// "Linux 6.1.0".
    static var kernel: String {
        var name = utsname()
        guard unsafe uname(&name) == 0 else { return "Linux" }
        func text<Field>(_ field: Field) -> String {
            unsafe withUnsafeBytes(of: field) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        return "\(text(name.sysname)) \(text(name.release))"
    }

    /// How many descriptors this process may allow itself.
    static var mostDescriptors: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1_024
        }
        return Int(clamping: limit.rlim_max)
    }

    /// Memory that programs can still have, in bytes (`MemAvailable`).
    static var freeMemory: Int {
        let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let figure = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (figure ?? 0) * 1024
    }

    /// The number of processors this process may use.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// How many connections to one address the ephemeral ports allow; `nil` when unknown.
    static var ephemeralPorts: Int? {
        guard let file = unsafe fopen("/proc/sys/net/ipv4/ip_local_port_range", "r") else {
            return nil
        }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard unsafe fgets(&line, 64, file) != nil else { return nil }
        let text = String(
            decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 2, numbers[1] > numbers[0] else { return nil }
        return numbers[1] - numbers[0] + 1
    }
}
