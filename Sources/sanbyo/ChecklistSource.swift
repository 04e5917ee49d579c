import Availability
import Checklists
import Foundation
import Inspections
import Journaling
import Reporting
import Measuring
import Timekeeping
import Verdicts
import Workload

/// A measurement that a checklist is drawn up from.
enum ChecklistSource {
    case run(RunDirectory)
    case inspection(Inspection, path: String)
    case probe(ProbeLog, path: String)

    /// Reads the directory of a run, of an inspection or of a probe.
    ///
    /// - Throws: `ToolFailure` with exit code 65 when it holds none of them.
    init(_ path: String) throws {
        let log = "\(path)/\(ProbeLog.fileName)"
        guard !FileManager.default.fileExists(atPath: log) else {
            self = try Self(probe: path)
            return
        }
        let file = "\(path)/\(Inspection.fileName)"
        guard let bytes = FileManager.default.contents(atPath: file) else {
            self = .run(try RunDirectory(path))
            return
        }
        do {
            let inspection = try JSONDecoder().decode(Inspection.self, from: bytes)
            guard inspection.formatVersion == Inspection.formatVersion else {
                throw ToolFailure(
                    message: "\(file) has format \(inspection.formatVersion), and this is "
                        + "format \(Inspection.formatVersion): inspect again",
                    exitCode: ExitCodes.faultyInput
                )
            }
            self = .inspection(inspection, path: path)
        } catch let error as DecodingError {
            throw ToolFailure(
                message: "\(file) is no inspection that can be read (\(error)): inspect again",
                exitCode: ExitCodes.faultyInput
            )
        }
    }

    /// The contract it was judged by; `nil` when only its name is known.
    var contract: Contract? {
        switch self {
        case .run(let directory): directory.run.header.terms.contract
        case .inspection, .probe: nil
        }
    }

    /// The addresses that were measured, or "rehearsal"; none where the file does not tell.
    var services: [String] {
        switch self {
        case .run(let directory): [directory.run.header.meta.service].compactMap(\.self)
        case .inspection(let inspection, _): [inspection.service]
        case .probe(let log, _): log.heads.map(\.service).filter { !$0.isEmpty }
        }
    }

    /// The name of the contract that a probe was started with; `nil` where it names none.
    var probedContract: String? {
        guard case .probe(let log, _) = self else { return nil }
        return log.heads.last?.contract
    }

    /// Lines of a probe's record that could not be read, and starts that were left out.
    var faults: [String] {
        guard case .probe(let log, _) = self else { return [] }
        return log.faults.map(\.description)
    }

    /// A record of a probe, or its folder.
    init(probe path: String) throws {
        self = .probe(try ProbeStatus.read(path), path: path)
    }

    /// - Throws: `ToolFailure` with exit code 65 for an inspection that was judged by another
    ///   contract: its facts alone do not judge it again.
    func findings(by contract: Contract) throws -> [ChecklistFinding] {
        let evidence = name(in: contract.zone)
        switch self {
        case .run(let directory):
            let report = directory.report(changedBy: { $0.terms.contract = contract })
            return RunFindings(report.facts, report.judgement, evidence: evidence).all
        case .inspection(let inspection, let path):
            guard inspection.contract == contract.name else {
                throw ToolFailure(
                    message: "\(path) was inspected by the contract \(inspection.contract), and "
                        + "the checklist is of \(contract.name): inspect again with that one",
                    exitCode: ExitCodes.faultyInput
                )
            }
            return InspectionFindings(
                inspection,
                by: contract,
                evidence: evidence,
                drawnUp: .now
            ).all
        case .probe(let log, _):
            let terms = ProbeStatus.terms(of: contract, instead: log.terms)
            return ProbeFindings(log.report(terms: terms), evidence: evidence, drawnUp: .now).all
        }
    }

    /// The directory's own name, with the time it began, the service, and how much of the record
    /// could not be taken.
    func name(in zone: String?) -> String {
        let known = Set(services).sorted()
        let service = known.isEmpty ? "service not recorded" : known.joined(separator: ", ")
        let count = faults.count == 1 ? "1 fault" : "\(faults.count) faults"
        let unread = faults.isEmpty ? "" : "; \(count) in its record"
        return "\(Self.last(path)) (\(times(in: ZonedTime(zone))), \(service)\(unread))"
    }

    private var path: String {
        switch self {
        case .run(let directory): directory.path
        case .inspection(_, let path), .probe(_, let path): path
        }
    }

    /// When it began; of a probe's record also when it ends.
    private func times(in zone: ZonedTime) -> String {
        switch self {
        case .run(let directory):
            let header = directory.run.header
            let origin = header.meta.start.unixNanoseconds(at: directory.run.facts.record.origin)
            return zone.text(Date(timeIntervalSince1970: Double(origin) / 1e9))
        case .inspection(let inspection, _):
            let reader = ISO8601DateFormatter()
            reader.formatOptions.insert(.withFractionalSeconds)
            return reader.date(from: inspection.started).map(zone.text) ?? inspection.started
        case .probe(let log, _):
            let slots = log.ticks.map(\.slot)
            guard let first = slots.min(), let last = slots.max() else { return "no ticks" }
            return [first, last].map { instant in
                zone.text(
                    Date(timeIntervalSince1970: Double(instant.unixNanoseconds) / 1e9)
                )
            }.joined(separator: " – ")
        }
    }

    private static func last(_ path: String) -> String {
        URL(fileURLWithPath: path).lastPathComponent
    }
}

/// Times of day in the zone of a contract.
struct ZonedTime {
    private let zone: TimeZone

    /// - Parameter name: an IANA name; `nil`, or one not known here, is UTC.
    init(_ name: String?) {
        zone = name.flatMap(TimeZone.init(identifier:)) ?? .gmt
    }

    /// "2026-11-27 09:00:05 +09:00".
    func text(_ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = "yyyy-MM-dd HH:mm:ss xxx"
        return formatter.string(from: date)
    }
}
