import CBareCurl
import CLinux
import Glibc
import HTTPLanes

/// The machine the benchmark runs on, and the programs it needs.
enum Machine {
    /// Clients run on the first processor.
    static let clientProcessor = 0
    /// The server runs on the last.
    static var serverProcessor: Int { processors - 1 }

    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Raises the soft limit of descriptors to the hard one, for this process and those it starts.
    ///
    /// - Returns: how many are allowed now.
    static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }

    /// Whether a program is on the path.
    static func has(_ program: String) -> Bool {
        guard let paths = unsafe getenv("PATH") else { return false }
        let folders = unsafe String(cString: paths).split(separator: ":")
        // nginx lives where only administrators' paths lead.
        return (folders + ["/usr/sbin"]).contains {
            unsafe access("\($0)/\(program)", X_OK) == 0
        }
    }

    /// Processor, kernel, date and versions, one fact a line.
    static func description(of programs: [Program]) -> [String] {
        let model =
            (SystemText.file("/proc/cpuinfo") ?? "").split(separator: "\n")
            .first { $0.hasPrefix("model name") }?
            .split(separator: ":").last?.drop { $0 == " " } ?? "unknown processor"
        let kernel = SystemText.file("/proc/sys/kernel/osrelease")?.dropLast() ?? "?"
        let versions = programs.filter { has($0.rawValue) }.map(\.version)
        let libcurl = CurlVersion.text.split(separator: " ").prefix(2).joined(separator: " with ")
        return [
            "\(model), \(processors) processors, Linux \(kernel)",
            "clients on processor \(clientProcessor), nginx on processor \(serverProcessor)",
            (versions + [libcurl]).joined(separator: "; "),
            "\(date)",
        ]
    }

    private static var date: String {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = unsafe strftime(&text, text.count, "%Y-%m-%d %H:%M UTC", &parts)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Programs of others that the benchmark uses.
enum Program: String, CaseIterable {
    case nginx, wrk, h2load, strace, valgrind, openssl

    /// The package that brings it, on Debian and Ubuntu.
    var package: String {
        switch self {
        case .nginx: "nginx-light"
        case .h2load: "nghttp2-client"
        case .wrk, .strace, .valgrind, .openssl: rawValue
        }
    }

    /// Its name and version in its own words.
    var version: String {
        let words: [String] =
            switch self {
            case .nginx: ["sh", "-c", "PATH=$PATH:/usr/sbin nginx -v 2>&1"]
            case .wrk: ["sh", "-c", "wrk -v 2>&1 | head -1 | cut -d' ' -f1,2"]
            case .openssl: ["sh", "-c", "openssl version | cut -d' ' -f1,2"]
            case .h2load, .strace, .valgrind:
                ["sh", "-c", "\(rawValue) --version 2>&1 | head -1"]
            }
        let text = ChildProcess.output(of: words) ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? rawValue
    }
}
