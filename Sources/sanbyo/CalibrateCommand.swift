import ArgumentParser
import Foundation
import Reporting
import Timekeeping

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract:
            "Measures this machine's own error and ceiling, and proves that gates catch faults.",
        discussion: """
            Takes about a minute and a half, on loopback only. Reads the clock, measures timers \
            and the response times of a server that does nothing, and how many operations and \
            users this machine can play. Then it plants a stall of 2 s, 1% of slow answers and a \
            service that dies in the rehearsal service, and plays against each: the gates must \
            catch them, and nothing else. What is found goes into calibration.json in the folder \
            of results, and later runs there judge by it and quote it.

            Ends with 0 when every fault was caught, else with 4.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Keep calibration.json in this folder (default: Results).",
            valueName: "dir"
        )
    )
    var results: String?

    @Flag(help: "Print calibration.json on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "No progress, only the result.")
    var quiet = false

    func run() throws {
        let console = Console()
        let folder = try ResultsDirectory.parent(results)
        try ResultsDirectory.make(folder)
        try ResultsDirectory(existing: folder).checkWritable()
        let calibration = try measure { text in
            if !quiet { console.note(text) }
        }
        let path = "\(folder)/\(Calibration.fileName)"
        let bytes = try calibration.bytes
        if json {
            console.output(bytes)
        } else {
            let lines = CalibrationText.lines(calibration, width: console.width)
            console.output(lines.joined(separator: "\n") + "\n")
        }
        try ResultsDirectory(existing: folder).write(bytes, to: Calibration.fileName)
        if !json { console.output("\nwritten to \(path)\n") }
        guard calibration.isProven else { throw ExitCode(4) }
    }

    private func measure(_ progress: (String) -> Void) throws -> Calibration {
        let temporary = FileManager.default.temporaryDirectory
            .appendingPathComponent("sanbyo-calibrate-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: temporary,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        progress("clock and timers")
        let clock = Meters.clock()
        let timers = try Meters.timers(for: 3)
        let server = try NoOpServer()
        let meter = CeilingMeter(folder: temporary, server: server)
        progress("a server that does nothing")
        let noOp = try meter.noOp()
        progress("ceiling")
        let ceiling = try meter.ceiling()
        server.stop()
        var number = 0
        let proofs = try Proofs(folder: temporary).run { planted in
            number += 1
            progress("planted \(number) of \(Proofs.count): \(planted)")
        }
        return Calibration(
            version: Sanbyo.version,
            made: TimeOfDay.iso(unixNanoseconds: ClockAnchor.now().unixNanoseconds),
            machine: .own,
            clock: clock,
            timers: timers,
            noOp: noOp,
            ceiling: ceiling,
            proofs: proofs
        )
    }
}
