import CCurl
import Glibc
import LoopRuntime

/// An open connection's way to send and receive bytes.
@safe enum Wire {
    /// A socket of our own.
    case plain(Int32)
    /// TLS by libcurl; the handle holds the connection and its socket.
    case secure(Opening, TLSSession?, Int32)

    enum Received {
        case bytes(Int)
        /// Nothing for now.
        case nothing
        /// The other side has ended its sending.
        case end
        case failed(String)
    }

    enum Sent {
        /// Some of the bytes, perhaps none.
        case bytes(Int)
        case failed(String)
    }

    var descriptor: Int32 {
        switch self {
        case .plain(let descriptor), .secure(_, _, let descriptor): descriptor
        }
    }

    /// What is to be reported.
    ///
    /// A socket of our own is read until it is empty, so it need say only
    /// what is new; with TLS more may lie in the socket than was asked for.
    var events: SocketEvents {
        switch self {
        case .plain: .arrivals
        case .secure: .readable
        }
    }

    /// ``events``, and when there is room to write again.
    var eventsWithRoom: SocketEvents {
        switch self {
        case .plain: .arrivalsAndRoom
        case .secure: [.readable, .writable]
        }
    }

    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Received {
        switch self {
        case .plain(let descriptor):
            let flags = Int32(MSG_DONTWAIT)
            let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, flags)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            let error = errno
            return error == EAGAIN || error == EINTR ? .nothing : .failed(Self.words(error))
        case .secure(let opening, let session, _):
            var count = 0
            let code = unsafe curl_easy_recv(
                opening.easy.pointer,
                buffer.baseAddress,
                buffer.count,
                &count
            )
            switch code {
            case CURLE_OK where count > 0: return .bytes(count)
            case CURLE_OK:
                return session?.hasNotice != false
                    ? .end : .failed("the connection was closed without TLS's notice of it")
            case CURLE_AGAIN: return .nothing
            default: return .failed(opening.failure(code).verdict.detail)
            }
        }
    }

    /// Whether a failure to send so many bytes says that none was sent: TLS makes records of at most
    /// 16 KB and may have sent some before one fails.
    func sendsAtOnce(_ count: Int) -> Bool {
        switch self {
        case .plain: true
        case .secure: count <= 16_384
        }
    }

    /// - Parameter bytes: the same memory again when not all of it was sent: TLS insists on it.
    func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
        switch self {
        case .plain(let descriptor):
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            let count = unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
            if count >= 0 { return .bytes(count) }
            let error = errno
            return error == EAGAIN || error == EINTR ? .bytes(0) : .failed(Self.words(error))
        case .secure(let opening, _, _):
            var count = 0
            let code = unsafe curl_easy_send(
                opening.easy.pointer,
                bytes.baseAddress,
                bytes.count,
                &count
            )
            switch code {
            case CURLE_OK: return .bytes(count)
            case CURLE_AGAIN: return .bytes(0)
            default: return .failed(opening.failure(code).verdict.detail)
            }
        }
    }

    private static func words(_ error: Int32) -> String {
        unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
    }
}
