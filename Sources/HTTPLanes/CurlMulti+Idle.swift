import Glibc
import LoopRuntime

// What happens on a connection between two requests.
//
// libcurl looks at a connection before it uses it again, and takes it for alive when it holds
// bytes: an answer nobody asked for would become the next one, and behind the notice that ends a
// TLS session the next request would be lost.
extension CurlMulti {
    /// Something came on an idle connection, or its other side was closed.
    func idleSocketReady(_ descriptor: Int32, _ state: SocketState) {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe bytes.withUnsafeMutableBytes { room in
            unsafe recv(
                descriptor,
                room.baseAddress,
                room.count,
                Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
            )
        }
        // What this event told of has been read in the same turn, with the last answer.
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0, !isOfNoUse(descriptor, holding: bytes[..<count], state) else {
            retire(descriptor)
            return loop.armSocket(descriptor, for: [])
        }
        // TLS tickets and the like are for libcurl to read, with the next answer. Until then they
        // would keep waking the loop; the end alone is worth it.
        loop.armSocket(descriptor, for: .ended)
    }

    /// Whether a connection that holds unread bytes can carry no other request.
    private func isOfNoUse(
        _ descriptor: Int32,
        holding bytes: ArraySlice<UInt8>,
        _ state: SocketState
    ) -> Bool {
        guard state.usesTLS || mayBeHTTP2 else { return true }
        // The bits of poll and of epoll are the same.
        let end = Int16(SocketEvents.ended.rawValue)
        var query = pollfd(fd: descriptor, events: end, revents: 0)
        guard unsafe poll(&query, 1, 0) == 0 else { return true }
        guard state.usesTLS else { return false }
        let version = state.connections?.tlsVersion ?? ""
        return TLSRecords.endUse(
            bytes,
            typesAreSealed: version == "TLSv1.3" || mayBeHTTP2
        )
    }

    /// Shuts a connection down and drains it, so that libcurl finds it dead and opens another.
    private func retire(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_RDWR))
        var room = [UInt8](repeating: 0, count: 4_096)
        var drained = 0
        while drained < 1 << 20 {
            let count = unsafe room.withUnsafeMutableBytes { bytes in
                unsafe recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
            }
            guard count > 0 else { return }
            drained += count
        }
    }
}
