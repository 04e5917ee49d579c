import CCurl
package import Engine
package import LoopRuntime
package import Measuring
package import Timekeeping
package import Workload

/// A loop with libcurl's full transfer path on it: every protocol, proxy and option libcurl has.
///
/// One multi handle per worker, driven socket by socket. Each user's connections, cookies and TLS
/// sessions live in a share object of its own, so that users never take each other's connections
/// and the cost of a request does not grow with the number of users.
@safe package final class CurlWorker: Worker, @unchecked Sendable {
    package let index: Int
    package let settings: TransportSettings
    package let loop: EventLoop

    let multi: UnsafeMutableRawPointer
    /// Host names and their addresses, in libcurl's form; read by every handle once.
    private let pins: UnsafeMutablePointer<curl_slist>?
    private var idle: [Transfer] = []
    private var all: [Transfer] = []
    private var clients: [ObjectIdentifier: CurlClient] = [:]
    /// When libcurl wants to be called, by its own timer.
    var timerDue: MonotonicInstant?
    var sockets: [SocketState] = []

    /// Makes a worker; ``start()`` gives it its thread.
    ///
    /// - Parameters:
    ///   - index: The number of the shard, from 0; part of the thread's name.
    ///   - transport: How connections are made; files named in it are read per connection.
    ///   - hosts: Hosts resolved before the run; requests to others look their host up themselves.
    ///   - cpu: The CPU to pin the thread to; `nil` lets the kernel choose.
    package init(
        index: Int,
        transport: TransportSettings,
        hosts: [ResolvedHost] = [],
        cpu: Int? = nil
    ) throws(LaneError) {
        guard CurlLibrary.setUp == CURLE_OK else {
            throw LaneError("libcurl: \(CurlLibrary.words(for: CurlLibrary.setUp))")
        }
        do {
            loop = try EventLoop(name: "shard-\(index)", cpu: cpu)
        } catch {
            throw LaneError(error.description)
        }
        guard let multi = unsafe curl_multi_init() else { throw LaneError("libcurl: no memory") }
        unsafe self.multi = multi
        self.index = index
        settings = transport
        var pins: UnsafeMutablePointer<curl_slist>?
        for pin in hosts.filter({ !$0.addresses.isEmpty }).compactMap(\.pin) {
            unsafe pins = curl_slist_append(pins, pin) ?? pins
        }
        unsafe self.pins = pins
        setUpMulti()
        loop.attach(self)
        // The first handle shows whether this libcurl has every option that is asked for.
        idle.append(try makeTransfer())
    }

    deinit {
        for transfer in all { transfer.free() }
        unsafe curl_multi_cleanup(multi)
        unsafe curl_slist_free_all(pins)
    }

    private func setUpMulti() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sanbyo_multi_set_socket(multi, onSocket, context)
        unsafe sanbyo_multi_set_timer(multi, onTimer, context)
        // The default counts only handles in flight: thinking users would lose their connections.
        unsafe sanbyo_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 1 << 24)
        unsafe sanbyo_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    /// Starts the worker's thread; ``stop()`` ends it before the last reference goes.
    package func start() throws(LaneError) {
        do {
            try loop.start()
        } catch {
            throw LaneError(error.description)
        }
    }

    /// Ends everything under way, closes all clients and ends the thread; waits for that.
    ///
    /// The users' tasks are given their last chance to run; call it when they have ended.
    package func stop() {
        loop.enqueueOnLoop { [self] in
            for client in clients.values { client.close() }
        }
        loop.stop()
    }

    // MARK: Worker

    package var executor: any TaskExecutor { loop }

    package func sleep(until instant: MonotonicInstant) async {
        await loop.sleep(until: instant)
    }

    package func wakeSleepers() {
        loop.wakeSleepers()
    }

    package func makeClient(user: Int) -> any UserClient {
        let client = CurlClient(user: user, worker: self)
        clients[ObjectIdentifier(client)] = client
        return client
    }

    package func enqueueOnLoop(_ work: @escaping @Sendable () -> Void) {
        loop.enqueueOnLoop(work)
    }

    package func takeLoopHealth() -> LoopHealth {
        loop.takeHealth()
    }

    func forget(_ client: CurlClient) {
        clients[ObjectIdentifier(client)] = nil
    }

    // MARK: Transfers

    /// An idle transfer, or a new one; `nil` when libcurl has no memory.
    func takeTransfer() -> Transfer? {
        idle.popLast() ?? (try? makeTransfer())
    }

    func putBack(_ transfer: Transfer) {
        idle.append(transfer)
    }

    private func makeTransfer() throws(LaneError) -> Transfer {
        guard let easy = EasyHandle.make() else { throw LaneError("libcurl: no memory") }
        let transfer = Transfer(easy: easy, worker: self)
        all.append(transfer)
        let code = unsafe transfer.setUp(settings, pins: pins)
        guard code == CURLE_OK else {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: code))")
        }
        return transfer
    }

    /// Hands the transfer to libcurl, which starts it in this turn of the loop.
    func start(_ transfer: Transfer) -> CURLMcode {
        unsafe curl_multi_add_handle(multi, transfer.easy.pointer)
    }

    /// Ends the transfer with this exchange: its task goes on in the next turn.
    func end(_ transfer: Transfer, with exchange: Exchange) {
        transfer.client?.ended(transfer)
        let waiting = unsafe transfer.finish()
        putBack(transfer)
        unsafe waiting?.resume(returning: exchange)
    }

    /// Takes the transfer away from libcurl before it is done.
    func abort(_ transfer: Transfer) {
        let done = MonotonicInstant.now
        unsafe curl_multi_remove_handle(multi, transfer.easy.pointer)
        end(transfer, with: transfer.unfinishedExchange(done: done))
    }

    /// Ends every transfer that libcurl has finished.
    func endFinishedTransfers() {
        var result = CURLE_OK
        while let easy = unsafe sanbyo_multi_next_done(multi, &result) {
            let done = MonotonicInstant.now
            var context: UnsafeMutableRawPointer?
            unsafe sanbyo_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
            unsafe curl_multi_remove_handle(multi, easy)
            guard let context = unsafe context else { continue }
            let transfer = unsafe Transfer.from(context)
            end(transfer, with: transfer.exchange(result: result, done: done))
        }
    }
}
