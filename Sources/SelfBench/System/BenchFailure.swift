import Glibc

/// Why something could not be measured, in words for whoever runs the benchmark.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ words: String) {
        description = words
    }

    /// A call of the system that failed, with the system's reason.
    init(call: String, code: Int32 = errno) {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        description = "\(call): \(reason)"
    }
}
