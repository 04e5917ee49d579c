import Foundation
import Glibc
import TestSupport

/// nginx with a configuration of its own, in a folder of its own.
final class Nginx {
    let url: String
    private let process = Process()
    private let log: URL

    static let path = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Starts nginx and waits until it takes connections.
    ///
    /// - Parameter locations: what stands in the configuration's one server.
    init(_ program: String, locations: String, in sandbox: Sandbox) async throws {
        let stub = try StubServer { $0.close() }
        let port = stub.port
        stub.stop()
        url = "http://127.0.0.1:\(port)"
        let folder = sandbox.file("nginx-\(UUID().uuidString)")
        log = folder.appendingPathComponent("access.log")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = folder.appendingPathComponent("nginx.conf")
        try String(repeating: "large ", count: 10_000)
            .write(to: folder.appendingPathComponent("large"), atomically: true, encoding: .utf8)
        try Self.settings(port: port, locations: locations)
            .write(to: settings, atomically: true, encoding: .utf8)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-p", folder.path, "-c", settings.path, "-e", "error.log"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<100 where !Self.accepts(port) { try await Task.sleep(for: .milliseconds(30)) }
    }

    var identifier: pid_t { process.processIdentifier }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Ends nginx and reads its access log; each user's lines by themselves.
    func end() throws -> [String: [String]] {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // Bodies need not be text.
        let lines = String(decoding: try Data(contentsOf: log), as: UTF8.self)
            .replacing(url.dropFirst("http://".count), with: "<host>")
            .split(separator: "\n").map(String.init)
        return Dictionary(grouping: lines) { String($0.prefix { $0 != " " }) }
            .mapValues { Placeholders.replace($0.map(Self.withSortedCookies)) }
    }

    /// Among cookies of equal paths libcurl puts longer names first; RFC 6265 §5.4 would have the
    /// older first, but tells services not to rely on it.
    private static func withSortedCookies(_ line: String) -> String {
        line.replacing(/Cookie=(?<cookies>.*?) User-Agent=/) { match in
            let cookies = match.cookies.split(separator: "; ").sorted().joined(separator: "; ")
            return "Cookie=\(cookies) User-Agent="
        }
    }

    private static func accepts(_ port: Int) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(socket, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func settings(port: Int, locations: String) -> String {
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events {}
        http {
            log_format replay escape=json '$cookie_user$arg_user $connection_requests '
                '$request_method $request_uri $server_protocol $status $body_bytes_sent '
                'Host=$http_host Cookie=$http_cookie User-Agent=$http_user_agent '
                'Authorization=$http_authorization Accept=$http_accept '
                'Accept-Encoding=$http_accept_encoding Content-Type=$http_content_type '
                'Content-Length=$http_content_length Connection=$http_connection '
                'Expect=$http_expect Transfer-Encoding=$http_transfer_encoding '
                'X-Mark=$http_x_mark Body=$request_body';
            access_log access.log replay;
            client_body_temp_path body;
            client_body_buffer_size 1m;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            keepalive_requests 100000;
            absolute_redirect off;
            gzip on;
            gzip_min_length 20;
            gzip_types *;
            server {
                listen 127.0.0.1:\(port);
        \(locations)
                location /take/ { proxy_pass http://127.0.0.1:\(port)/taken; }
                location /taken { access_log off; return 200 "taken"; }
            }
        }
        """
    }
}
