import Glibc
import Timekeeping

/// A client of one connection that shows what came over the wire.
final class Connection {
    struct Response {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        func header(_ name: String) -> String? {
            headers.first { $0.name == name.lowercased() }?.value
        }
    }

    enum Failure: Error, Equatable {
        case reset
        case closed
        case timedOut
        case other(CInt)
    }

    private let socket: CInt
    private var isOpen = true
    private var unread: [UInt8] = []

    /// Connects to a loopback port; reads give up after 10 s.
    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(
            socket,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.other(errno) }
    }

    deinit { close() }

    /// Closes once: a second close would end whoever has the descriptor by then.
    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = Glibc.shutdown(socket, CInt(SHUT_RDWR))
        _ = Glibc.close(socket)
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads one whole response.
    func receive(toHead: Bool = false) throws -> Response {
        while true {
            if let response = try response(toHead: toHead) { return response }
            try fill()
        }
    }

    /// Sends a request and reads its response.
    func ask(
        _ method: String,
        _ path: String,
        cookie: String? = nil,
        form: String? = nil,
        headers: [String] = [],
        body: [UInt8] = []
    ) throws -> Response {
        send(Self.request(method, path, cookie: cookie, form: form, headers: headers, body: body))
        return try receive(toHead: method == "HEAD")
    }

    static func request(
        _ method: String,
        _ path: String,
        cookie: String? = nil,
        form: String? = nil,
        headers: [String] = [],
        body: [UInt8] = []
    ) -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers
        if let cookie { lines.append("Cookie: \(cookie)") }
        if form != nil { lines.append("Content-Type: application/x-www-form-urlencoded") }
        let body = form.map { Array($0.utf8) } ?? body
        if !body.isEmpty || method == "POST" { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }

    private func response(toHead: Bool) throws -> Response? {
        let end = Array("\r\n\r\n".utf8)
        guard
            let cut = unread.indices.first(where: { unread[$0...].starts(with: end) })
        else { return nil }
        var lines = String(decoding: unread[..<cut], as: UTF8.self).split(separator: "\r\n")
        let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
        let headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: String(parts[1].drop { $0 == " " }))
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        let stop = cut + 4 + (toHead ? 0 : length)
        guard unread.count >= stop else { return nil }
        let body = String(decoding: unread[(cut + 4)..<stop], as: UTF8.self)
        unread.removeSubrange(..<stop)
        return Response(status: status, headers: headers, body: body)
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(socket, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else {
            guard count < 0 else { throw Failure.closed }
            switch errno {
            case ECONNRESET: throw Failure.reset
            case EAGAIN: throw Failure.timedOut
            default: throw Failure.other(errno)
            }
        }
        unread += buffer[..<count]
    }
}
