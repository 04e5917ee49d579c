import Foundation
import Testing

/// Certificates of every kind, good and bad, made on the spot by the system's openssl.
final class Authority: Sendable {
    static let hasOpenSSL = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    let folder: Folder

    /// A root and an intermediate authority, and keys for servers.
    init() throws {
        folder = try Folder()
        try folder.write(Self.settings, as: "ca.cnf")
        try folder.write("", as: "index.txt")
        try folder.write("basicConstraints=critical,CA:TRUE\n", as: "ca.ext")
        for name in ["root", "stranger"] {
            try openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 400 "
                    + "-keyout \(name).key -out \(name).pem -subj /CN=\(name) "
                    + "-addext basicConstraints=critical,CA:TRUE"
            )
        }
        try sign("middle", by: "root", extensions: "ca.ext")
    }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// A certificate `name.pem` with its key `name.key`.
    func sign(
        _ name: String,
        by authority: String,
        from: String = "20250101000000Z",
        until: String = "20400101000000Z",
        names: String = "IP:127.0.0.1",
        key: String = "ec -pkeyopt ec_paramgen_curve:P-256",
        digest: String = "sha256",
        extensions: String? = nil
    ) throws {
        try folder.write("subjectAltName=\(names)\n", as: "\(name).ext")
        try openssl(
            "req -newkey \(key) -nodes -keyout \(name).key -out \(name).csr -subj /CN=\(name)"
        )
        try openssl(
            "ca -batch -notext -config ca.cnf -cert \(authority).pem -keyfile \(authority).key "
                + "-in \(name).csr -out \(name).pem -startdate \(from) -enddate \(until) "
                + "-md \(digest) -extfile \(extensions ?? "\(name).ext")"
        )
    }

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments)")
    }

    private static let settings = """
        [ca]
        default_ca = own
        [own]
        database = index.txt
        new_certs_dir = .
        rand_serial = yes
        unique_subject = no
        default_md = sha256
        policy = any
        [any]
        commonName = supplied
        """
}

/// `openssl s_server` on a free port, which answers every request with a page.
final class TLSServer {
    let port: Int
    private let process: Started

    /// - Parameter options: what is added to the command, such as "-tls1_1".
    init(_ authority: Authority, _ certificate: String, _ options: String = "") async throws {
        let words = options.split(separator: " ").map(String.init)
        let process = try Started(
            "/usr/bin/openssl",
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-cert",
                authority.path("\(certificate).pem"), "-key", authority.path("\(certificate).key"),
            ] + words.map { $0.hasSuffix(".pem") ? authority.path($0) : $0 }
        )
        #expect(try await process.wait { process.output.contains("ACCEPT") }, "\(process.errors)")
        let line = process.output.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
        port = try #require(line.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) })
        self.process = process
    }

    deinit { process.signal(SIGKILL) }
}
