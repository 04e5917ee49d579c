import Glibc
import Timekeeping

/// nginx on one processor, with one worker, answering constants; started for the run.
///
/// Everything of it is in a temporary directory. It listens on several addresses of the loopback,
/// so that connections that wait out their time (`TIME_WAIT`) do not use up the ports.
final class BenchServer {
    static let addresses = 8

    /// The certificate of the encrypted port, its own authority.
    let certificate: String
    private let directory: String
    private let plainPort: Int
    private let securePort: Int
    private let process: ChildProcess

    /// Starts the server and waits until it answers.
    init(processor: Int, connections: Int) throws(BenchFailure) {
        var template = Array("/tmp/selfbench-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw BenchFailure(call: "mkdtemp") }
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        certificate = "\(directory)/certificate.pem"
        (plainPort, securePort) = try LoopbackPorts.twoFree()
        try Self.makeCertificate(in: directory)
        let configuration = "\(directory)/nginx.conf"
        try SystemText.write(
            ServerConfiguration(
                directory: directory,
                plainPort: plainPort,
                securePort: securePort,
                connections: connections
            ).text,
            to: configuration
        )
        let nginx = unsafe access("/usr/sbin/nginx", X_OK) == 0 ? "/usr/sbin/nginx" : "nginx"
        process = try ChildProcess(
            [nginx, "-e", "\(directory)/error.log", "-p", directory, "-c", configuration],
            processors: "\(processor)",
            signalWithParent: "TERM"
        )
        for _ in 0..<100 {
            if (try? status()) != nil { return }
            usleep(50_000)
        }
        let log = SystemText.file("\(directory)/error.log") ?? ""
        stop()
        throw BenchFailure("nginx did not start: \(log)")
    }

    /// Ends the server and takes its directory away.
    func stop() {
        process.end(signal: SIGTERM)
        _ = ChildProcess.output(of: ["rm", "-r", "--", directory])
    }

    /// The base of all addresses of pages; the address is counted from 0 and wraps.
    func url(isEncrypted: Bool, address: Int) -> String {
        let host = Self.host(address % Self.addresses)
        return isEncrypted ? "https://\(host):\(securePort)" : "http://\(host):\(plainPort)"
    }

    /// A path for a file that goes with the server.
    func file(_ name: String) -> String { "\(directory)/\(name)" }

    /// What the server has counted; asking is a connection and a request itself.
    func status() throws(BenchFailure) -> ServerStatus {
        try ServerStatus(port: plainPort)
    }

    static func host(_ address: Int) -> String { "127.0.0.\(address + 1)" }

    /// An EC P-256 key with a certificate for all addresses.
    private static func makeCertificate(in directory: String) throws(BenchFailure) {
        let names = (0..<addresses).map { "IP:\(host($0))" }.joined(separator: ",")
        let made = ChildProcess.output(of: [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=SelfBench", "-addext",
            "subjectAltName=\(names)", "-keyout", "\(directory)/key.pem", "-out",
            "\(directory)/certificate.pem",
        ])
        guard made != nil else { throw BenchFailure("openssl could not make a certificate") }
    }
}

/// Ports of the loopback that nobody listens on.
private enum LoopbackPorts {
    static func twoFree() throws(BenchFailure) -> (Int, Int) {
        let first = try open()
        defer { close(first.descriptor) }
        let second = try open()
        defer { close(second.descriptor) }
        return (first.port, second.port)
    }

    private static func open() throws(BenchFailure) -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Any address, so that the port is free on all of them.
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                return unsafe bind(descriptor, generic, size) == 0
                    && getsockname(descriptor, generic, &size) == 0
            }
        }
        guard bound else {
            close(descriptor)
            throw BenchFailure(call: "bind")
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}
