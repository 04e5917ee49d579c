import ArgumentParser

import Glibc

/// The command line.
struct Options: ParsableArguments {
    @Option(help: "Loopback address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 0

    @Option(help: "SQLite file to keep data in; without it, a temporary one is removed at the end.")
    var database: String?

    @Option(
        help: ArgumentHelp(
            "What to do wrong and when; may be repeated, several entries are separated by ;",
            discussion: """
                at TIME for TIME: stall | slow +TIME [PERCENT] | error PERCENT | database down | reset [PERCENT] | leak PERCENT
                Offsets count from POST /rehearsal/start, before that from the start of the service.
                """,
            valueName: "programme"
        )
    )
    var fault: [String] = []

    @Option(help: "File for the service's own log, JSON lines; an old one is emptied.")
    var log: String?

    @Option(help: "File for one JSON line per request; an old one is emptied.")
    var accessLog: String?

    @Option(
        help: ArgumentHelp(
            "Bytes of photos that one user may store; without it, any number.",
            valueName: "bytes"
        )
    )
    var storageLimit: Int?

    @Flag(help: "End when standard input closes, so that the service never outlives its starter.")
    var exitWithStdin = false

    mutating func validate() throws {
        var faults: [String] = []
        if !Self.isLoopback(host) {
            faults.append(
                "--host \(host): the rehearsal service listens on loopback only; "
                    + "write 127.0.0.1 or ::1"
            )
        }
        if !(0...65_535).contains(port) {
            faults.append("--port \(port): there is no such port; write 0 to 65535")
        }
        if let storageLimit, storageLimit < 0 {
            faults.append("--storage-limit \(storageLimit): write a number of bytes, 0 or more")
        }
        do {
            _ = try FaultProgramme.parse(fault)
        } catch {
            faults.append(error.description)
        }
        guard faults.isEmpty else { throw ValidationError(faults.joined(separator: "\n")) }
    }

    /// The options as checked values.
    func settings() throws -> ServiceSettings {
        ServiceSettings(
            host: host,
            port: port,
            database: database,
            programme: try FaultProgramme.parse(fault),
            log: log,
            accessLog: accessLog,
            storageLimit: storageLimit
        )
    }

    /// Whether a text is an address of 127.0.0.0/8 or ::1; names are not resolved.
    static func isLoopback(_ host: String) -> Bool {
        var four = in_addr()
        if unsafe inet_pton(AF_INET, host, &four) == 1 {
            return UInt32(bigEndian: four.s_addr) >> 24 == 127
        }
        return host == "::1"
    }
}
