import CCurl
package import Engine
package import LoopRuntime
import Measuring
package import Timekeeping
package import Workload

/// A loop with libcurl's full transfer path on it: every protocol, proxy and option libcurl has.
///
/// One multi handle per worker, driven socket by socket. Each user's connections, cookies and TLS
/// sessions live in a share object of its own, so that users never take each other's connections
/// and the cost of a request does not grow with the number of users.
@safe package final class CurlWorker: LaneWorker, @unchecked Sendable {
    package let index: Int
    package let settings: TransportSettings
    package let loop: EventLoop

    let multi: CurlMulti
    private let pins: HostPins
    private var idle: [Transfer] = []
    private var all: [Transfer] = []
    private var clients: [ObjectIdentifier: CurlClient] = [:]

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
        loop = try .forShard(index, cpu: cpu)
        multi = try CurlMulti(loop: loop, mayBeHTTP2: transport.httpVersion == .http2)
        pins = HostPins(hosts)
        self.index = index
        settings = transport
        multi.attach(self)
        loop.attach(multi)
        // The first handle shows whether this libcurl has every option that is asked for.
        idle.append(try makeTransfer())
    }

    deinit {
        for transfer in all { transfer.free() }
        multi.free()
    }

    package func closeClients() {
        for client in clients.values { client.close() }
    }

    // MARK: Worker, see ``LaneWorker`` for the rest

    package var executor: any TaskExecutor { loop }

    package func sleep(until instant: MonotonicInstant) async {
        await loop.sleep(until: instant)
    }

    package func makeClient(user: Int) -> any UserClient {
        let client = CurlClient(user: user, worker: self)
        clients[ObjectIdentifier(client)] = client
        return client
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
        let code = transfer.setUp(settings, pins: pins)
        guard code == CURLE_OK else {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: code))")
        }
        return transfer
    }

    /// Hands the transfer to libcurl, which starts it in this turn of the loop.
    func start(_ transfer: Transfer) -> CURLMcode {
        multi.add(transfer.easy)
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
        multi.remove(transfer.easy)
        end(transfer, with: transfer.unfinishedExchange(done: done))
    }
}

extension CurlWorker: CurlMultiOwner {
    func finished(_ easy: UnsafeMutableRawPointer, result: CURLcode) {
        let done = MonotonicInstant.now
        var context: UnsafeMutableRawPointer?
        unsafe sanbyo_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
        guard let context = unsafe context else { return }
        let transfer = unsafe Transfer.from(context)
        multi.remove(transfer.easy)
        end(transfer, with: transfer.exchange(result: result, done: done))
    }
}

extension EventLoop {
    /// The loop of a shard.
    static func forShard(_ index: Int, cpu: Int?) throws(LaneError) -> EventLoop {
        do {
            return try EventLoop(name: "shard-\(index)", cpu: cpu)
        } catch {
            throw LaneError(error.description)
        }
    }
}
