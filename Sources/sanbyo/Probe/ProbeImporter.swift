import Availability
import Encodings
import Foundation
import Journaling
import Measuring
import ScenarioFiles
import Timekeeping
import Workload

/// Appends the ticks of another monitor to a record.
struct ProbeImporter {
    let arguments: ProbeImportCommand
    private let console = Console()

    init(arguments: ProbeImportCommand) {
        self.arguments = arguments
    }

    /// - Throws: `ToolFailure` with 65 and every fault of the file, or with 74 when the record
    ///   cannot be written.
    func run() throws {
        guard let bytes = FileManager.default.contents(atPath: arguments.file) else {
            throw ToolFailure(
                message: "\(arguments.file): there is no such file, or it cannot be read",
                exitCode: ExitCodes.faultyInput
            )
        }
        let contract = try arguments.contract.map(Self.read)
        let asked = try every()
        // Nothing is made before the file is known to be good.
        let existing = try Self.existing(arguments.into)
        let terms = try terms(of: existing, contract, asked)
        let result = try result(
            of: [UInt8](bytes),
            every: terms.every,
            phase: existing?.importPhase
        )
        let folder = try ProbeFolder(arguments.into)
        let log = try folder.existingLog(console)
        let known = Set((log?.ticks ?? []).map(ProbeLine.text))
        let fresh = result.ticks.map(ProbeLine.text).filter { !known.contains($0) }
        if !fresh.isEmpty {
            let head = head(after: log, contract, terms, result)
            try write([ProbeLine.text(of: head)] + fresh, after: log)
        }
        report(result, fresh: fresh.count)
    }

    private func result(
        of bytes: [UInt8],
        every: Nanoseconds,
        phase: Nanoseconds?
    ) throws -> ProbeImport.Result {
        var options = ProbeImport.Options()
        options.time = arguments.time
        options.status = arguments.status
        options.kind = arguments.kind
        options.milliseconds = arguments.ms
        options.reason = arguments.reason
        options.usualKind = arguments.probed
        options.zone = try arguments.zone.map(ProbeStatus.zone)
        options.every = every
        options.phase = phase
        let result = ProbeImport.read(bytes, name: arguments.file, options)
        guard result.faults.isEmpty else {
            let shown = result.faults.prefix(ProbeImport.mostFaults).map(\.description)
            let more = result.faults.count - shown.count
            let count = result.faults.count == 1 ? "1 fault" : "\(result.faults.count) faults"
            throw ToolFailure(
                message: (["\(arguments.file) was not taken: \(count)"] + shown
                    + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n"),
                exitCode: ExitCodes.faultyInput
            )
        }
        return result
    }

    // MARK: Terms

    private static func existing(_ folder: String) throws -> ProbeLog? {
        let file = "\(folder)/\(ProbeLog.fileName)"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try ProbeStatus.read(file)
    }

    private static func read(_ path: String) throws -> Contract {
        let reading = ScenarioReader(options: ScenarioLoading.readerOptions()).readContract(path)
        guard let contract = reading.value else {
            throw ToolFailure(
                message: reading.faults.map(\.description).joined(separator: "\n"),
                exitCode: ExitCodes.faultyInput
            )
        }
        return contract
    }

    private func every() throws -> Nanoseconds? {
        guard let text = arguments.every else { return nil }
        guard let every = DurationText.parse(text), every >= .seconds(1),
            every <= .seconds(366 * 86_400)
        else {
            throw ToolFailure(
                message: "--every \(text): write a length of time of 1s or more, such as 5min",
                exitCode: ExitCodes.usage
            )
        }
        return every
    }

    private func terms(
        of log: ProbeLog?,
        _ contract: Contract?,
        _ asked: Nanoseconds?
    ) throws -> AvailabilityTerms {
        if let log, let asked, asked != log.terms.every {
            throw ToolFailure(
                message: """
                    --every \(DurationText.canonical(asked)): the record in \(log.path) has a tick \
                    every \(DurationText.canonical(log.terms.every)); leave the flag out, or import \
                    into another folder
                    """,
                exitCode: ExitCodes.usage
            )
        }
        let every = log?.terms.every ?? asked
        if let contract {
            // How failures were counted stays the record's.
            return log.map { ProbeStatus.terms(of: contract, instead: $0.terms) }
                ?? AvailabilityTerms(contract, every: every)
        }
        return log?.terms ?? AvailabilityTerms(every: every ?? AvailabilityTerms.usualDistance)
    }

    // MARK: Writing

    private func head(
        after log: ProbeLog?,
        _ contract: Contract?,
        _ terms: AvailabilityTerms,
        _ result: ProbeImport.Result
    ) -> ProbeLog.Head {
        let last = log?.heads.last
        let kinds = Set(result.ticks.flatMap(\.results).map(\.kind)).sorted()
        let folder = Paths.name(of: arguments.into)
        return ProbeLog.Head(
            begin: .now,
            tool: Sanbyo.version,
            probe: last?.probe
                ?? (folder.hasPrefix("probe-") ? String(folder.dropFirst(6)) : folder),
            question: last?.question,
            service: last?.service ?? "",
            kinds: last?.kinds ?? kinds,
            contract: contract?.name ?? last?.contract,
            contractSHA256: arguments.contract.flatMap(ProbeLoading.sha256)
                ?? last?.contractSHA256,
            terms: terms,
            importedFrom: arguments.file,
            phase: result.phase
        )
    }

    private func write(_ lines: [String], after log: ProbeLog?) throws {
        var file = try ProbeLogFile(
            in: arguments.into,
            addsLineEnd: log?.lacksLineEnd ?? false
        )
        defer { file.close() }
        // One piece: either all of it is there or nothing.
        _ = file.append(lines.joined(separator: "\n"))
        guard file.unwritten == 0 else {
            throw ToolFailure(
                message: "\(file.path) cannot be written; nothing was taken",
                exitCode: ExitCodes.cannotWriteResults
            )
        }
    }

    private func report(_ result: ProbeImport.Result, fresh: Int) {
        var notes = ["\(result.rows) rows", "\(result.ticks.count) ticks", "\(fresh) of them new"]
        func note(_ count: Int, _ words: String) {
            if count > 0 { notes.append("\(count) \(words)") }
        }
        note(result.duplicates, "rows said the same twice")
        note(result.conflicts, "rows said both up and down of a slot: down counts")
        note(result.outOfOrder, "rows out of order, sorted")
        note(
            result.ambiguous,
            "times that a clock put back showed twice: that nearer to the row before was taken"
        )
        console.output(
            "\(arguments.file) → \(arguments.into)/\(ProbeLog.fileName): "
                + notes.joined(separator: ", ") + "\n"
        )
    }
}
