import Glibc
import LoopRuntime

/// A server that does nothing: every request gets the same short answer at once.
///
/// What is measured against it is what measuring itself costs. Loopback only, on an event loop of
/// its own; requests have no bodies.
final class NoOpServer: SocketHandler, @unchecked Sendable {
    // Touched by the loop's thread only, but for `init` and `stop`.
    private let loop: EventLoop
    private let listener: Int32
    private var unread: [Int32: [UInt8]] = [:]
    private var buffer = [UInt8](repeating: 0, count: 16_384)
    let url: String

    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n".utf8
    )
    private static let end = Array("\r\n\r\n".utf8)

    /// - Throws: `ToolFailure` with exit code 70 when the machine gives no socket or thread.
    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o4000 | 0o2000000, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && listen(listener, 4_096) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard listener >= 0, isListening else {
            throw ToolFailure(
                message: "cannot listen on loopback: \(lastError())",
                exitCode: ExitCodes.ownFault
            )
        }
        self.listener = listener
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        do {
            loop = try EventLoop(name: "no-op server")
            try loop.start()
        } catch {
            throw ToolFailure(message: "\(error)", exitCode: ExitCodes.ownFault)
        }
        loop.enqueueOnLoop { [self] in
            loop.openSocket(listener, handler: self)
            loop.armSocket(listener, for: .readable)
        }
    }

    func stop() {
        loop.stop()
        close(listener)
        for descriptor in unread.keys { close(descriptor) }
    }

    func socketReady(_ descriptor: Int32, events: SocketEvents) {
        if descriptor == listener { accept() } else { read(descriptor) }
    }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            var on: Int32 = 1
            unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
            unread[descriptor] = []
            loop.openSocket(descriptor, handler: self)
            loop.armSocket(descriptor, for: .readable)
        }
    }

    private func read(_ descriptor: Int32) {
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else {
            loop.closeSocket(descriptor)
            unread[descriptor] = nil
            close(descriptor)
            return
        }
        var bytes = (unread[descriptor] ?? []) + buffer[..<count]
        while let request = bytes.firstRange(of: Self.end) {
            bytes.removeFirst(request.upperBound)
            _ = unsafe send(descriptor, Self.answer, Self.answer.count, Int32(MSG_NOSIGNAL))
        }
        unread[descriptor] = bytes
    }
}
