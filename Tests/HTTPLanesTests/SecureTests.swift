import Engine
import Foundation
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

private let hasOpenSSL = Program.find("openssl") != nil
private let hasNginx = Program.find("nginx") != nil

@Suite("TLS and HTTP/2", .serialized, .timeLimit(.minutes(1)))
struct SecureTests {
    /// Runs `openssl s_server -www` and performs one GET on it.
    private func getSecurely(
        _ lane: Lane,
        server arguments: [String] = [],
        _ configure: (inout TransportSettings, CertificateDirectory) -> Void
    ) async throws -> Exchange {
        let directory = try CertificateDirectory()
        defer { directory.remove() }
        let server = try #require(
            try Program(
                "openssl",
                [
                    "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", "server.pem", "-key",
                    "server.key",
                ] + arguments,
                in: directory.url
            )
        )
        defer { server.end() }
        let line = try #require(server.line(containing: "ACCEPT"))
        let port = try #require(line.split(separator: ":").last)
        var transport = TransportSettings()
        configure(&transport, directory)
        return try #require(
            try await perform(lane, [get("https://127.0.0.1:\(port)/")], transport: transport).first
        )
    }

    @Test(
        "a certificate nobody vouches for is a TLS failure",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func unknownCertificate(lane: Lane) async throws {
        let exchange = try await getSecurely(lane) { _, _ in }
        #expect(exchange.outcome == .tlsFailed)
        #expect(exchange.detail.contains("certificate"), "\(exchange.detail)")
        #expect(exchange.status == 0)
    }

    @Test(
        "the CA file vouches, and the TLS version and handshake are told",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func certificateAuthority(lane: Lane) async throws {
        let exchange = try await getSecurely(lane) { $0.caFile = $1.path("server.pem") }
        #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
        #expect(exchange.status == 200)
        #expect(exchange.tlsVersion == "TLSv1.3")
        #expect((exchange.connection?.tls ?? .zero) > .zero)
    }

    @Test(
        "a server of an older TLS version is told as such",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func olderVersion(lane: Lane) async throws {
        let exchange = try await getSecurely(lane, server: ["-tls1_2"]) {
            $0.caFile = $1.path("server.pem")
        }
        #expect(exchange.tlsVersion == "TLSv1.2", "\(exchange.detail)")
    }

    @Test(
        "without verification any certificate will do",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func unverified(lane: Lane) async throws {
        let exchange = try await getSecurely(lane) { transport, _ in transport.verifyTLS = false }
        #expect(exchange.status == 200, "\(exchange.detail)")
    }

    @Test(
        "a missing CA file is a TLS failure that names it",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func missingAuthorityFile(lane: Lane) async throws {
        let exchange = try await getSecurely(lane) { $0.caFile = $1.path("absent.pem") }
        #expect(exchange.outcome == .tlsFailed)
        #expect(exchange.detail.contains("absent.pem"), "\(exchange.detail)")
    }

    @Test(
        "a server that asks for a client certificate gets it",
        .enabled(if: hasOpenSSL),
        arguments: Lane.allCases
    )
    func clientCertificate(lane: Lane) async throws {
        let demands = ["-Verify", "1", "-verify_return_error", "-CAfile", "client.pem"]
        let shown = try await getSecurely(lane, server: demands) {
            $0.caFile = $1.path("server.pem")
            $0.clientCertificateFile = $1.path("client.pem")
            $0.clientKeyFile = $1.path("client.key")
        }
        #expect(shown.status == 200, "\(shown.detail)")
        let wrong = try await getSecurely(lane, server: demands) {
            $0.caFile = $1.path("server.pem")
            $0.clientCertificateFile = $1.path("stranger.pem")
            $0.clientKeyFile = $1.path("stranger.key")
        }
        #expect(wrong.outcome != .succeeded)
    }

    @Test("plain HTTP on a TLS connection is a TLS failure", arguments: Lane.allCases)
    func notTLS(lane: Lane) async throws {
        let server = try StubServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.hold()
        }
        defer { server.stop() }
        let exchange = try #require(
            try await perform(lane, [get("https://127.0.0.1:\(server.port)/")]).first
        )
        #expect(exchange.outcome == .tlsFailed, "\(exchange.detail)")
    }

    @Test(
        "HTTP/2 is spoken over TLS on one connection per user, and in the clear",
        .enabled(if: hasNginx && hasOpenSSL, "nginx is not installed")
    )
    func http2() async throws {
        let directory = try CertificateDirectory()
        defer { directory.remove() }
        let ports = try (0..<2).map { _ in
            let stub = try StubServer { $0.close() }
            defer { stub.stop() }
            return stub.port
        }
        try nginxSettings(ports: ports, in: directory.url).write(
            toFile: directory.path("nginx.conf"),
            atomically: true,
            encoding: .utf8
        )
        let server = try #require(
            try Program(
                "nginx",
                [
                    "-p", directory.url.path, "-c", directory.path("nginx.conf"), "-e",
                    directory.path("error.log"),
                ],
                in: directory.url
            )
        )
        defer { server.end() }
        var transport = TransportSettings()
        transport.httpVersion = .http2
        transport.caFile = directory.path("server.pem")
        // In the clear libcurl 7.88 needs a connection per request.
        let cases = [
            ("https://127.0.0.1:\(ports[0])/", [true, false, false]),
            ("http://127.0.0.1:\(ports[1])/", [true, true, true]),
        ]
        for (url, opens) in cases {
            try await awaitServer(url, transport)
            let exchanges = try await perform(
                .curl,
                [get(url), get(url), get(url)],
                transport: transport
            )
            for exchange in exchanges {
                #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
                #expect(exchange.httpVersion == "2")
                #expect(exchange.text == "second")
            }
            #expect(exchanges.map { $0.connection != nil } == opens)
        }
    }

    private func awaitServer(_ url: String, _ transport: TransportSettings) async throws {
        for _ in 0..<50 {
            let answer = try await perform(.curl, [get(url)], transport: transport).first
            if answer?.outcome == .succeeded { return }
            usleep(50_000)
        }
    }

    private func nginxSettings(ports: [Int], in directory: URL) -> String {
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events {}
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            server {
                listen 127.0.0.1:\(ports[0]) ssl http2;
                listen 127.0.0.1:\(ports[1]) http2;
                ssl_certificate server.pem;
                ssl_certificate_key server.key;
                location / { return 200 "second"; }
            }
        }
        """
    }
}

@Suite("Proxies", .serialized, .timeLimit(.minutes(1)))
struct ProxyTests {
    @Test("an HTTP proxy is asked for the whole URL; the environment's proxy never is")
    func httpProxy() async throws {
        let proxy = try StubServer { $0.answerAll(body: "through the proxy") }
        let direct = try StubServer { $0.answerAll(body: "direct") }
        defer {
            proxy.stop()
            direct.stop()
        }
        unsafe setenv("http_proxy", proxy.url, 1)
        unsafe setenv("all_proxy", proxy.url, 1)
        unsafe setenv("no_proxy", "127.0.0.1", 1)
        defer { for name in ["http_proxy", "all_proxy", "no_proxy"] { unsafe unsetenv(name) } }
        var transport = TransportSettings()
        transport.proxy = proxy.url
        let url = direct.url + "/x"
        let proxied = try await perform(.curl, [get(url)], transport: transport)
        #expect(proxied.first?.text == "through the proxy")
        #expect(proxy.requests.map(\.target) == [url])
        unsafe unsetenv("no_proxy")
        for lane in Lane.allCases {
            let plain = try await perform(lane, [get(url)])
            #expect(plain.first?.text == "direct")
        }
        #expect(proxy.connectionCount == 1)
    }

    @Test(
        "an HTTP proxy opens one tunnel for all requests to a TLS service",
        .enabled(if: hasOpenSSL && Program.find("python3") != nil),
        arguments: Lane.allCases
    )
    func tunnel(lane: Lane) async throws {
        let directory = try CertificateDirectory()
        defer { directory.remove() }
        let server = try #require(
            try Program(
                "python3",
                ScriptedTLS.arguments(version: "1.3", steps: []),
                in: directory.url
            )
        )
        defer { server.end() }
        let port = try #require(server.line(containing: "port")?.split(separator: " ").last)
        var transport = TransportSettings()
        transport.caFile = directory.path("server.pem")
        transport.proxy = "http://127.0.0.1:\(port)"
        let paths = ["/1", "/2", "/3"]
        let exchanges = try await perform(
            lane,
            paths.map { get("https://127.0.0.1:9\($0)") },
            transport: transport
        )
        #expect(exchanges.map(\.text) == paths.map { "answer to \($0)" })
        #expect(exchanges.map { $0.connection != nil } == [true, false, false])
        #expect(exchanges.allSatisfy { $0.header("X-From") == nil })
        #expect(server.line(containing: "127.0.0.1:9") == "0 127.0.0.1:9")
    }

    @Test(
        "a proxy that refuses a tunnel is a failed connection, and its header is not the answer's",
        arguments: Lane.allCases
    )
    func refusedTunnel(lane: Lane) async throws {
        let proxy = try StubServer {
            $0.answerAll(status: "407 Proxy Authentication Required", headers: ["X-From: proxy"])
        }
        defer { proxy.stop() }
        var transport = TransportSettings()
        transport.proxy = proxy.url
        let exchange = try #require(
            try await perform(lane, [get("https://127.0.0.1:9/")], transport: transport).first
        )
        #expect(exchange.outcome == .connectionFailed, "\(exchange.detail)")
        #expect(exchange.header("X-From") == nil)
        #expect(exchange.status == 0)
    }

    @Test("a SOCKS5 proxy is spoken to in SOCKS5", arguments: Lane.allCases)
    func socks(lane: Lane) async throws {
        let proxy = try StubServer { connection in
            // Version 5, the ways to sign in; then the answer: none is needed.
            guard let ways = connection.readBytes(2), ways[0] == 5 else { return }
            _ = connection.readBytes(Int(ways[1]))
            connection.send([5, 0])
            guard let ask = connection.readBytes(10), ask[0] == 5, ask[1] == 1 else { return }
            connection.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 9])
            connection.answerAll(body: "through socks")
        }
        defer { proxy.stop() }
        var transport = TransportSettings()
        transport.proxy = "socks5://127.0.0.1:\(proxy.port)"
        let exchange = try #require(
            try await perform(lane, [get("http://127.0.0.1:9/")], transport: transport).first
        )
        #expect(exchange.text == "through socks", "\(exchange.detail)")
    }
}
