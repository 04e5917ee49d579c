import CCurl
package import Engine
import HTTPMessages
package import LoopRuntime
import Measuring
package import Timekeeping
package import Workload

/// A loop with the direct lane on it: libcurl opens the connections, HTTP/1.1 is written and read
/// here.
///
/// That costs a fraction of libcurl's own path per request. Everything is confined to the loop's
/// thread.
@safe package final class DirectWorker: LaneWorker, LoopDriver, @unchecked Sendable {
    package let index: Int
    package let settings: TransportSettings
    package let loop: EventLoop

    let multi: CurlMulti
    private let pins: HostPins
    private var idleOpenings: [Opening] = []
    private var openings: [ObjectIdentifier: Opening] = [:]
    /// Those in use.
    private var caches: [ConnectionCache] = []
    private var clients: [ObjectIdentifier: DirectClient] = [:]
    /// When clients want to look after their time-outs.
    private var watchdogs = TimerHeap<DirectClient>()
    /// Where requests are put together; one at a time.
    var outgoing: [UInt8] = []
    /// Where answers are received; one piece at a time.
    let received: UnsafeMutableRawBufferPointer
    /// Memory for what is kept of answers.
    private var memories: [AnswerMemory] = []
    private var bodies: [[UInt8]] = []
    private var exchanges: [Exchange] = []
    private lazy var decoder = ContentDecoder()

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
        multi = try CurlMulti(loop: loop, mayBeHTTP2: false)
        pins = HostPins(hosts)
        unsafe received = .allocate(byteCount: 64 << 10, alignment: 64)
        self.index = index
        settings = transport
        multi.attach(self)
        loop.attach(self)
        // The first handle shows whether this libcurl has every option that is asked for.
        idleOpenings.append(try makeOpening())
    }

    deinit {
        for opening in openings.values { opening.free() }
        multi.free()
        unsafe received.deallocate()
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
        let client = DirectClient(worker: self)
        clients[ObjectIdentifier(client)] = client
        return client
    }

    func forget(_ client: DirectClient) {
        clients[ObjectIdentifier(client)] = nil
    }

    // MARK: Driving

    package func turn() -> MonotonicInstant? {
        let libcurl = multi.turn()
        if let earliest = watchdogs.earliest, earliest <= .now { endOverdue() }
        guard let watchdog = watchdogs.earliest else { return libcurl }
        return libcurl.map { min($0, watchdog) } ?? watchdog
    }

    private func endOverdue() {
        let now = MonotonicInstant.now
        while let due = watchdogs.popDue(at: now) { due.payload.endOverdue(at: now) }
    }

    /// Has a client look after its time-outs then.
    func watch(_ client: DirectClient, until deadline: MonotonicInstant) {
        watchdogs.insert(deadline, client)
    }

    // MARK: Openings

    /// An idle handle to open a connection with; `nil` when libcurl has no memory.
    func takeOpening() -> Opening? {
        idleOpenings.popLast() ?? (try? makeOpening())
    }

    func putBack(_ opening: Opening) {
        // A crowd that came at once needed many; they are not kept for later.
        if idleOpenings.count < Self.mostIdleOpenings {
            idleOpenings.append(opening)
        } else {
            discard(opening)
        }
    }

    private func cacheWithRoom() throws(LaneError) -> ConnectionCache {
        if let cache = caches.last(where: { $0.handles < ConnectionCache.room }) { return cache }
        guard let cache = ConnectionCache() else { throw LaneError("libcurl: no memory") }
        caches.append(cache)
        return cache
    }

    private static let mostIdleOpenings = 64

    /// Frees a handle; also one that holds the TLS session of a user who has gone.
    func discard(_ opening: Opening) {
        openings[ObjectIdentifier(opening)] = nil
        opening.free()
        caches.removeAll { $0.handles == 0 }
    }

    private func makeOpening() throws(LaneError) -> Opening {
        guard let easy = EasyHandle.make() else { throw LaneError("libcurl: no memory") }
        let opening = Opening(easy: easy, multi: multi, cache: try cacheWithRoom())
        openings[ObjectIdentifier(opening)] = opening
        let code = opening.setUp(settings, pins: pins)
        guard code == CURLE_OK else {
            throw LaneError("libcurl refuses a setting: \(CurlLibrary.words(for: code))")
        }
        return opening
    }

    // MARK: Memory

    /// More than this is not held for later.
    private static let mostHeld = 1 << 20
    private static let mostMemories = 512

    func takeMemory() -> AnswerMemory {
        var memory = memories.popLast() ?? AnswerMemory()
        if memory.body.capacity == 0, let body = bodies.popLast() { memory.body = body }
        return memory
    }

    func putBack(_ memory: consuming AnswerMemory) {
        guard memories.count < Self.mostMemories, memory.body.capacity <= Self.mostHeld else {
            return
        }
        memories.append(memory)
    }

    /// A body without its compression; empty unless it is to be kept.
    func decoded(
        _ body: [UInt8],
        _ coding: ContentCoding,
        keeps: Bool
    ) throws(AnswerFault) -> [UInt8] {
        guard coding.isKnown else { throw .malformed("the Content-Encoding was not asked for") }
        guard let decoder else { throw .malformed("zlib has no memory") }
        var decoded = keeps ? bodies.popLast() ?? [] : []
        decoder.begin(coding, keeps: keeps, limit: settings.largestBody)
        unsafe try body.span.bytes.withUnsafeBytes { (bytes) throws(AnswerFault) in
            unsafe try decoder.decode(bytes, into: &decoded)
        }
        try decoder.finish()
        return decoded
    }

    /// As much of a body that is damaged or breaks off as can be read, and whether that is all of
    /// what came.
    func decodedPart(
        _ body: [UInt8],
        _ coding: ContentCoding
    ) -> (bytes: [UInt8], isWhole: Bool) {
        guard coding.isKnown, let decoder else { return ([], body.isEmpty) }
        var decoded = bodies.popLast() ?? []
        decoder.begin(coding, keeps: true, limit: settings.largestBody)
        do throws(AnswerFault) {
            unsafe try body.span.bytes.withUnsafeBytes { (bytes) throws(AnswerFault) in
                unsafe try decoder.decode(bytes, into: &decoded)
            }
        } catch {
            return (decoded, false)
        }
        return (decoded, true)
    }

    /// An exchange to be filled in.
    func takeExchange() -> Exchange? { exchanges.popLast() }

    func putBack(_ exchange: Exchange) {
        if !exchange.body.isEmpty {
            var body: [UInt8] = []
            swap(&body, &exchange.body)
            putBack(body: body)
        }
        if !exchange.headers.isEmpty { exchange.headers = [] }
        if !exchange.head.isEmpty { exchange.head.removeAll(keepingCapacity: true) }
        guard exchanges.count < Self.mostMemories else { return }
        exchanges.append(exchange)
    }

    func putBack(body: consuming [UInt8]) {
        guard bodies.count < Self.mostMemories, body.capacity > 0, body.capacity <= Self.mostHeld
        else { return }
        body.removeAll(keepingCapacity: true)
        bodies.append(body)
    }
}

extension DirectWorker: CurlMultiOwner {
    func finished(_ easy: UnsafeMutableRawPointer, result: CURLcode) {
        var context: UnsafeMutableRawPointer?
        unsafe sanbyo_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
        guard let context = unsafe context else { return }
        unsafe Opening.from(context).connection?.opened(result)
    }
}
