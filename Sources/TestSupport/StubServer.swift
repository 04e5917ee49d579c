import Glibc
import Synchronization

/// A server on loopback whose every connection is played by a closure, for planting faults.
///
/// One thread per connection, blocking calls, bytes as they are: what a proper server would never
/// send is as easy as what it would.
package final class StubServer: Sendable {
    /// Plays one connection on a thread of its own; the connection is closed when it returns.
    package typealias Script = @Sendable (StubConnection) -> Void

    private struct State {
        var connections: [StubConnection] = []
        var isStopping = false
    }

    /// 0 on a Unix-domain socket.
    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let script: Script

    /// Listens on a free port of 127.0.0.1.
    package convenience init(_ script: @escaping Script) throws(StubServerError) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                var length = size
                return unsafe bind(listener, generic, size) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard bound else { throw StubServerError(call: "bind") }
        try self.init(listener: listener, port: Int(UInt16(bigEndian: address.sin_port)), script)
    }

    /// Listens on a Unix-domain socket.
    package convenience init(
        unixSocket path: String,
        _ script: @escaping Script
    ) throws(StubServerError) {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: path.utf8.prefix(room.count - 1))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(listener, generic, size) == 0
            }
        }
        guard bound else { throw StubServerError(call: "bind") }
        try self.init(listener: listener, port: 0, script)
    }

    private init(
        listener: Int32,
        port: Int,
        _ script: @escaping Script
    ) throws(StubServerError) {
        guard listen(listener, 1024) == 0 else { throw StubServerError(call: "listen") }
        self.listener = listener
        self.port = port
        self.script = script
        startThread { [self] in accept() }
    }

    /// "http://127.0.0.1:port".
    package var url: String { "http://127.0.0.1:\(port)" }

    /// How many connections have been accepted.
    package var connectionCount: Int { state.withLock { $0.connections.count } }

    /// The requests read so far, connection by connection.
    package var requests: [StubRequest] {
        state.withLock { $0.connections }.flatMap(\.requests)
    }

    /// Stops listening and ends every connection.
    package func stop() {
        let open: [StubConnection]? = state.withLock { state in
            // Once: the accepting thread closes the listener, and its number may be another's then.
            guard !state.isStopping else { return nil }
            state.isStopping = true
            return state.connections
        }
        guard let open else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in open { connection.interrupt() }
    }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let connection: StubConnection? = state.withLock { state in
                guard !state.isStopping else { return nil }
                let connection = StubConnection(
                    number: state.connections.count,
                    descriptor: descriptor
                )
                state.connections.append(connection)
                return connection
            }
            guard let connection else {
                Glibc.close(descriptor)
                break
            }
            startThread { [script] in
                script(connection)
                connection.close()
            }
        }
        Glibc.close(listener)
    }
}

/// Runs a closure on a thread that nobody waits for.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    let code = unsafe pthread_create(
        &thread,
        nil,
        { context in
            if let context = unsafe context {
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
            }
            return nil
        },
        context
    )
    precondition(code == 0, "no thread for the stub server")
    pthread_detach(thread)
}
