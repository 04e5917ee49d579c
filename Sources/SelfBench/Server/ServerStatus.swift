import Glibc

/// nginx's own counters (`stub_status`), the same for every client that is measured.
struct ServerStatus {
    /// Connections open now, the one that asked included.
    let open: Int
    /// Connections accepted since the start, and requests begun, those that asked included.
    let accepted: Int
    let requests: Int

    /// The requests of a client since then that opened so many connections: every question in
    /// between was one request on one connection more.
    func requestsOfClient(since before: ServerStatus, connections: Int) -> Int {
        let questions = accepted - before.accepted - connections
        return requests - before.requests - questions
    }

    /// Asks the server on the first loopback address.
    init(port: Int) throws(BenchFailure) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure(call: "socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else { throw BenchFailure(call: "connect to nginx") }
        let request = "GET /status HTTP/1.0\r\n\r\n"
        let sent = unsafe send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL))
        guard sent == request.utf8.count else { throw BenchFailure(call: "send to nginx") }
        let answer = SystemText.rest(of: descriptor)
        guard let open = SystemText.value(of: "Active connections", in: answer),
            let line = answer.split(whereSeparator: \.isNewline).first(where: { $0.first == " " })
        else { throw BenchFailure("nginx has no stub_status: \(answer.prefix(80))") }
        let counters = line.split(separator: " ").compactMap { Int($0) }
        guard counters.count == 3 else { throw BenchFailure("nginx: \(line)") }
        self.open = Int(open.prefix { $0.isNumber }) ?? 0
        accepted = counters[0]
        requests = counters[2]
    }
}
