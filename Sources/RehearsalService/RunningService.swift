import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

import Timekeeping

/// The service with its threads, its socket and its files.
final class RunningService: Sendable {
    /// The port it listens on.
    let port: Int
    /// Where it listens, as a URL without path.
    let url: String

    private let listener: any Channel
    private let service: NIOLoopBound<Service>
    private let threads: Threads
    private let directory: TemporaryDirectory?
    private let logFailure: LogFile.Failure

    /// One event loop, threads for the database and one for the log files.
    private struct Threads {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let database = NIOThreadPool(numberOfThreads: readers)
        let files = NIOThreadPool(numberOfThreads: 1)

        func stop() throws {
            try database.syncShutdownGracefully()
            try loops.syncShutdownGracefully()
            try files.syncShutdownGracefully()
        }
    }

    private static let readers = 4

    /// Opens the database and the logs, listens, and starts the fault programme.
    ///
    /// Throws when a file cannot be opened or the address is taken; nothing stays behind then.
    init(_ settings: ServiceSettings) throws {
        let directory = try settings.database == nil ? TemporaryDirectory() : nil
        let threads = Threads()
        threads.database.start()
        threads.files.start()
        do {
            let store = try Store(
                path: settings.database ?? directory.map { $0.path + "/rehearsal.sqlite" } ?? "",
                readers: Self.readers,
                historyMonths: settings.historyMonths,
                storageLimit: settings.storageLimit
            )
            let failure = LogFile.Failure()
            let loop = threads.loops.next()
            let service = try loop.submit {
                try Self.makeService(settings, store, threads, loop, failure)
            }.wait()
            listener = try Self.listen(settings, threads.loops, service)
            logFailure = failure
            self.service = service
        } catch {
            try? threads.stop()
            directory?.remove()
            throw error
        }
        self.threads = threads
        self.directory = directory
        port = listener.localAddress?.port ?? 0
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        url = "http://\(host):\(port)"
        try announce()
    }

    /// Stops for good and says whether every log line was written.
    ///
    /// Faults that are on end, connections close, the logs are written out, temporary files go.
    func stop() throws -> Bool {
        let (service, listener) = (service, listener)
        try? listener.close().wait()
        try listener.eventLoop.submit {
            service.value.faults.stop()
            service.value.log.record("stop", ["counts": service.value.ledger.json])
            service.value.flushAccessLog()
        }.wait()
        try threads.stop()
        directory?.remove()
        return !logFailure.isSet
    }

    private func announce() throws {
        let (service, url) = (service, url)
        try listener.eventLoop.submit {
            service.value.log.record("ready", ["address": .text(url)])
            service.value.faults.start(at: .now)
        }.wait()
    }

    private static func makeService(
        _ settings: ServiceSettings,
        _ store: Store,
        _ threads: Threads,
        _ loop: any EventLoop,
        _ failure: LogFile.Failure
    ) throws -> NIOLoopBound<Service> {
        func file(_ path: String?) throws -> LogFile? {
            try path.map { try LogFile(path: $0, writer: threads.files, failure: failure) }
        }
        let log = EventLog(file: try file(settings.log))
        let service = Service(
            store: store,
            databaseThreads: threads.database,
            loop: loop,
            log: log,
            access: try file(settings.accessLog),
            programme: settings.programme
        )
        log.record(
            "start",
            [
                "process": .count(Int(getpid())),
                "programme": .list(settings.programme.faults.map { .text($0.description) }),
            ]
        )
        let bound = NIOLoopBound(service, eventLoop: loop)
        loop.scheduleRepeatedTask(initialDelay: .milliseconds(100), delay: .milliseconds(100)) {
            _ in
            bound.value.flushAccessLog()
        }
        return bound
    }

    private static func listen(
        _ settings: ServiceSettings,
        _ loops: MultiThreadedEventLoopGroup,
        _ service: NIOLoopBound<Service>
    ) throws -> any Channel {
        try ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(HTTPHandler(service: service.value))
                }
            }
            .bind(host: settings.host, port: settings.port).wait()
    }
}
