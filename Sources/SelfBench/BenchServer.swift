import CLinux
import Glibc

/// A bare server for measuring the client: one thread, epoll, the same 85 bytes for every request.
enum BenchServer {
    struct Failed: Error {
        let call: String
        let code = errno
    }

    /// A server process; it ends when the pipe to it is closed, so also when this process dies.
    struct Process {
        let port: Int
        fileprivate let pid: pid_t
        fileprivate let lifeline: Int32

        func stop() {
            close(lifeline)
            waitpid(pid, nil, 0)
        }
    }

    private static let answer = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 20\r\n\r\nthe answer, 20 bytes"
            .utf8
    )

    // MARK: The process

    /// Starts this executable again as a server and waits until it listens.
    static func spawn() throws -> Process {
        let output = try makePipe()
        let lifeline = try makePipe()
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, lifeline.read, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        var pid: pid_t = 0
        let words: [String] = ["SelfBench", "serve"]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        let code = unsafe posix_spawn(&pid, "/proc/self/exe", &actions, nil, &arguments, environ)
        close(output.write)
        close(lifeline.read)
        guard code == 0 else { throw Failed(call: "posix_spawn") }
        defer { close(output.read) }
        var text = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(output.read, &text, text.count)
        let digits = text.prefix(max(0, count)).prefix { $0 != 10 }
        guard let port = Int(String(decoding: digits, as: UTF8.self)) else {
            throw Failed(call: "read")
        }
        return Process(port: port, pid: pid, lifeline: lifeline.write)
    }

    private static func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw Failed(call: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    // MARK: Serving

    /// Serves until the process is ended; prints its port first.
    static func serve(cpu: Int) throws {
        sanbyo_pin_thread(Int32(cpu))
        let (listener, port) = try listen()
        print(port)
        fflush(nil)
        let epoll = epoll_create1(0)
        sanbyo_epoll_control(epoll, EPOLL_CTL_ADD, listener, EPOLLIN.rawValue, UInt64(listener))
        sanbyo_epoll_control(epoll, EPOLL_CTL_ADD, 0, EPOLLIN.rawValue, 0)
        let room = 1_024
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: room)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 1)
        while true {
            let count = unsafe epoll_wait(epoll, events, Int32(room), -1)
            for index in 0..<Int(max(0, count)) {
                let descriptor = unsafe Int32(truncatingIfNeeded: sanbyo_epoll_tag(events + index))
                if descriptor == 0 {
                    return
                } else if descriptor == listener {
                    accept(from: listener, epoll: epoll)
                } else {
                    unsafe reply(on: descriptor, buffer: buffer)
                }
            }
        }
    }

    private static func listen() throws -> (descriptor: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                return unsafe bind(listener, generic, size) == 0
                    && Glibc.listen(listener, 4_096) == 0
                    && getsockname(listener, generic, &size) == 0
            }
        }
        guard bound else { throw Failed(call: "bind") }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func accept(from listener: Int32, epoll: Int32) {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        var on: Int32 = 1
        unsafe setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
        sanbyo_epoll_control(
            epoll,
            EPOLL_CTL_ADD,
            descriptor,
            EPOLLIN.rawValue,
            UInt64(descriptor)
        )
    }

    /// One request per read: the clients wait for an answer before they send again.
    private static func reply(on descriptor: Int32, buffer: UnsafeMutableRawBufferPointer) {
        let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count == 0 || errno != EAGAIN { close(descriptor) }
            return
        }
        _ = unsafe answer.withUnsafeBytes { bytes in
            unsafe send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }
}
