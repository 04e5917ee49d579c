import Availability
import Foundation
import Journaling
import Reporting
import ScenarioFiles
import Timekeeping
import Verdicts
import Workload

/// Judges a probe's record as it stands.
struct ProbeStatus {
    let arguments: ProbeStatusCommand

    /// - Returns: the exit code of the verdict.
    func show() throws -> Int32 {
        let console = Console()
        var place = arguments.file
        var terms: AvailabilityTerms?
        var contract: Contract?
        if isProbeFile {
            let ready = try ProbeLoading.load(
                arguments.file,
                overrides: Overrides(),
                results: arguments.results
            )
            place = ready.folder
            terms = ready.file.terms
            contract = ready.file.contract.path == nil ? nil : ready.file.contract
        }
        let log = try Self.read(place)
        if let path = arguments.contract {
            let other = try ContractLoading.contract(path)
            terms = Self.terms(of: other, instead: terms ?? log.terms)
            contract = other
        }
        // A record of another distance between ticks is judged by its own.
        terms?.every = log.terms.every
        let isFolder = log.path != place
        let writer = isFolder ? ProbeFolder.writer(of: place) : nil
        if let writer { console.note("process \(writer) is probing") }
        let account = ProbeAccount(
            log,
            terms: terms,
            contract: contract?.name,
            now: writer == nil ? nil : .now,
            from: try instant(arguments.from, "--from", contract),
            to: try instant(arguments.to, "--to", contract),
            shownAs: log.path
        )
        ProbeOutput.show(
            account,
            ProbeJson.document(account),
            files: [],
            asJson: arguments.output.json,
            in: arguments.output.languages.language,
            console
        )
        return account.verdict.exitCode
    }

    private var isProbeFile: Bool {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(
            atPath: arguments.file,
            isDirectory: &isFolder
        )
        return exists && !isFolder.boolValue && !arguments.file.hasSuffix(".jsonl")
    }

    static func read(_ place: String) throws -> ProbeLog {
        do throws(ProbeLogError) {
            return try ProbeLog.read(place)
        } catch {
            throw ToolFailure(message: error.description, exitCode: ExitCodes.faultyInput)
        }
    }

    /// The terms of a contract for a record that was probed by others.
    static func terms(
        of contract: Contract,
        instead terms: AvailabilityTerms
    ) -> AvailabilityTerms {
        var new = AvailabilityTerms(contract, every: terms.every)
        new.rule = terms.rule
        new.leastOutage = terms.leastOutage
        new.confirm = terms.confirm
        if new.probes.isEmpty { new.probes = terms.probes }
        return new
    }

    private func instant(
        _ text: String?,
        _ flag: String,
        _ contract: Contract?
    ) throws -> UTCInstant? {
        guard let text else { return nil }
        let zone = try (arguments.zone ?? contract?.zone).map(Self.zone)
        if let instants = LocalTime.instants(text, in: zone) { return instants.earliest }
        let problem =
            WrittenTime(text) == nil
            ? "write a time such as 2026-11-01 or 2026-11-01T08:30+09:00"
            : "the time has no offset from UTC: write one (2026-11-01T08:30+09:00), or say in"
                + " which zone it is with --zone Asia/Tokyo"
        throw ToolFailure(message: "\(flag) \(text): \(problem)", exitCode: ExitCodes.usage)
    }

    static func zone(_ name: String) throws -> TimeZone {
        guard let zone = TimeZone(identifier: name) else {
            throw ToolFailure(
                message: "--zone \(name): write a name such as Asia/Tokyo or UTC",
                exitCode: ExitCodes.usage
            )
        }
        return zone
    }
}
