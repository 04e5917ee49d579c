import Glibc
import Synchronization

/// One accepted connection of a ``StubServer``, with blocking calls for its script.
package final class StubConnection: Sendable {
    private struct State {
        var isOpen = true
        var unread: [UInt8] = []
        var requests: [StubRequest] = []
    }

    /// From 0, in the order accepted.
    package let number: Int
    private let descriptor: Int32
    private let state = Mutex(State())

    init(number: Int, descriptor: Int32) {
        self.number = number
        self.descriptor = descriptor
        var on: Int32 = 1
        unsafe setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    /// Whether the script has not closed it.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    var requests: [StubRequest] { state.withLock { $0.requests } }

    /// Waits for the next whole request; `nil` when the client has closed.
    package func readRequest() -> StubRequest? {
        while true {
            let request: StubRequest? = state.withLock { state in
                guard
                    let (request, size) = StubRequest.first(in: state.unread, connection: number)
                else { return nil }
                state.unread.removeFirst(size)
                state.requests.append(request)
                return request
            }
            if let request { return request }
            guard readMore() else { return nil }
        }
    }

    /// Waits for that many bytes that are no request; `nil` when the client has closed.
    package func readBytes(_ count: Int) -> [UInt8]? {
        while true {
            let bytes: [UInt8]? = state.withLock { state in
                guard state.unread.count >= count else { return nil }
                defer { state.unread.removeFirst(count) }
                return Array(state.unread.prefix(count))
            }
            if let bytes { return bytes }
            guard readMore() else { return nil }
        }
    }

    /// Waits for more bytes; false when the client, or the script itself, has closed.
    private func readMore() -> Bool {
        // Behind the number of a closed descriptor there may be another's by now.
        guard isOpen else { return false }
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe room.withUnsafeMutableBytes { buffer in
            unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        guard count > 0 else { return false }
        state.withLock { $0.unread += room[..<count] }
        return true
    }

    /// Sends bytes; false when the client has closed.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return unsafe Glibc.send(
                    descriptor,
                    rest.baseAddress,
                    rest.count,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends text byte by byte, each with a call of its own; false when the client has closed.
    @discardableResult
    package func sendByteByByte(_ text: String) -> Bool {
        text.utf8.allSatisfy { send([$0]) }
    }

    /// Sends text as UTF-8; false when the client has closed.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a plain answer with its length.
    @discardableResult
    package func answer(
        status: String = "200 OK",
        headers: [String] = [],
        body: String = "ok"
    ) -> Bool {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        return send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Answers every request of the connection the same way.
    package func answerAll(
        status: String = "200 OK",
        headers: [String] = [],
        body: String = "ok"
    ) {
        while readRequest() != nil {
            guard answer(status: status, headers: headers, body: body) else { return }
        }
    }

    package func wait(milliseconds: Int) {
        usleep(useconds_t(milliseconds * 1_000))
    }

    /// Answers nothing more and waits until the client closes or the server is stopped.
    package func hold() {
        while readMore() {}
    }

    /// Ends the connection with a reset instead of an orderly close.
    package func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &now,
            socklen_t(MemoryLayout<linger>.size)
        )
        close()
    }

    /// Closes the sending side only: the client reads an end, and may go on sending.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes the receiving side only.
    package func stopReceiving() { shutdown(descriptor, Int32(SHUT_RD)) }

    /// Waits until the client has sent something, and leaves it unread.
    package func waitForBytes() {
        guard state.withLock({ $0.unread.isEmpty }) else { return }
        var byte: UInt8 = 0
        _ = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK))
    }

    package func close() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { Glibc.close(descriptor) }
    }

    /// Ends blocking calls of the script from another thread.
    func interrupt() {
        state.withLock { state in
            if state.isOpen { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }
}
