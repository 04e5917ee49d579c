import Availability
import Foundation
import Timekeeping

/// Why a file is no probe log.
package struct ProbeLogError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
}

extension ProbeLog {
    /// Reads a log, or the log of a probe's folder.
    ///
    /// Lines that cannot be read are named among the faults and not counted; only a file without
    /// any head is refused.
    package static func read(_ path: String) throws(ProbeLogError) -> ProbeLog {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let file = isFolder.boolValue ? "\(path)/\(fileName)" : path
        guard exists, let bytes = FileManager.default.contents(atPath: file) else {
            throw ProbeLogError(description: "\(file): there is no such file, or it cannot be read")
        }
        return try read([UInt8](bytes), name: file)
    }

    /// Reads the bytes of a log.
    package static func read(_ bytes: [UInt8], name: String) throws(ProbeLogError) -> ProbeLog {
        var reader = ProbeLogReader(name)
        var begin = 0
        var number = 1
        while begin < bytes.count {
            let end = bytes[begin...].firstIndex(of: 0x0A) ?? bytes.count
            reader.take(bytes[begin..<end], line: number, isEnded: end < bytes.count)
            begin = end + 1
            number += 1
        }
        guard !reader.log.heads.isEmpty else {
            let first = reader.log.faults.first.map { " (\($0))" } ?? ""
            throw ProbeLogError(
                description: "\(name): no line of it begins a probe log\(first)"
            )
        }
        return reader.log
    }
}

/// Puts a log together line by line.
private struct ProbeLogReader {
    var log: ProbeLog
    /// Whether the lines belong to a start that is none of this record's.
    private var isLeftOut = false
    private let decoder = JSONDecoder()
    /// What the line of a start begins with, however it goes on.
    private static let headBegin = Array("{\"begin\"".utf8)

    init(_ path: String) {
        log = ProbeLog(path: path)
    }

    mutating func take(_ bytes: ArraySlice<UInt8>, line: Int, isEnded: Bool) {
        let problem = read(bytes)
        // What has no line end and cannot be read is a write that was cut off.
        if let problem, !isEnded {
            log.isTorn = true
            fault(line, "the line is cut off (\(problem))")
            return
        }
        log.wholeBytes = bytes.endIndex + (isEnded ? 1 : 0)
        log.lacksLineEnd = !isEnded
        if let problem { fault(line, problem) }
    }

    private mutating func fault(_ line: Int, _ problem: String) {
        log.faults.append(ProbeLog.Fault(file: log.path, line: line, problem: problem))
    }

    /// - Returns: what is wrong with the line, or `nil`.
    private mutating func read(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.isEmpty else { return "the line is empty" }
        guard let line = try? decoder.decode(ProbeLogLine.self, from: Data(bytes)) else {
            let problem = "is no JSON object of a probe log"
            return bytes.starts(with: Self.headBegin) ? leaveOut(problem) : problem
        }
        if line.begin != nil { return take(head: line) }
        guard !isLeftOut else { return nil }
        if line.tick != nil { return take(tick: line) }
        if line.clock != nil { return take(clock: line) }
        if line.hook != nil { return take(hook: line) }
        return line.end == nil ? "says nothing that is known" : nil
    }

    private mutating func take(tick line: ProbeLogLine) -> String? {
        guard let slot = instant(line.tick), let started = instant(line.started) else {
            return "“tick” or “started” is no moment"
        }
        let results = ProbeKind.allCases.compactMap { kind in
            line.result(of: kind).map { $0.result(of: kind) }
        }
        guard !results.isEmpty else { return "the tick has no probe" }
        log.ticks.append(Tick(slot: slot, started: started, results: results))
        return nil
    }

    private mutating func take(head line: ProbeLogLine) -> String? {
        guard let version = line.version, version <= ProbeLog.version else {
            return leaveOut("was written by a later version of the tool")
        }
        guard let begin = instant(line.begin), let probe = line.probe, let terms = line.terms?.terms
        else { return leaveOut("the head lacks “probe”, “terms” or the moment of its begin") }
        let head = ProbeLog.Head(
            begin: begin,
            tool: line.tool ?? "",
            probe: probe,
            question: line.question,
            service: line.service ?? "",
            kinds: (line.probes ?? []).compactMap(ProbeKind.init(rawValue:)),
            contract: line.contract,
            contractSHA256: line.contractSHA256,
            terms: terms,
            importedFrom: line.importedFrom,
            phase: line.phase.flatMap { DurationText.parse($0) }
        )
        if let contradiction = log.contradiction(of: head) { return leaveOut(contradiction) }
        isLeftOut = false
        log.heads.append(head)
        return nil
    }

    /// What follows a start that cannot be taken, up to the next, is not the start's before it.
    private mutating func leaveOut(_ problem: String) -> String {
        isLeftOut = true
        return "\(problem); this start and its ticks are left out"
    }

    private mutating func take(clock line: ProbeLogLine) -> String? {
        guard let at = instant(line.clock), let by = line.steppedMs else {
            return "“clock” is no moment, or “steppedMs” is missing"
        }
        log.clockSteps.append(ProbeLog.ClockStep(at: at, by: .seconds(by / 1_000)))
        return nil
    }

    private mutating func take(hook line: ProbeLogLine) -> String? {
        guard let edge = line.hook.flatMap(ProbeLog.HookRun.Edge.init(rawValue:)),
            let slot = instant(line.slot), let ended = instant(line.ended), let took = line.tookMs
        else { return "the run of the hook lacks “slot”, “ended” or “tookMs”" }
        log.hookRuns.append(
            ProbeLog.HookRun(
                edge: edge,
                slot: slot,
                ended: ended,
                took: .seconds(took / 1_000),
                failure: line.failure
            )
        )
        return nil
    }
}

/// The moment of a text with an offset.
private func instant(_ text: String?) -> UTCInstant? {
    guard let text, case .instant(let instant) = WrittenTime(text) else { return nil }
    return instant
}

/// A line of any kind; which one is told by what it has.
private struct ProbeLogLine: Decodable {
    struct First: Decodable {
        var ms: Double?
        var why: String?
    }

    struct Result: Decodable {
        var ok: Bool?
        var ms: Double?
        var why: String?
        /// In records since a first look is kept.
        var first: First?

        func result(of kind: ProbeKind) -> ProbeResult {
            let outcome: ProbeOutcome =
                switch ok {
                case .some(true): .ok
                case .some(false): .failed(why ?? "")
                case .none: .unknown(why ?? "")
                }
            return ProbeResult(
                kind: kind,
                outcome: outcome,
                time: time(ms),
                first: first.map { FirstLook(reason: $0.why ?? "", time: time($0.ms)) }
            )
        }

        private func time(_ milliseconds: Double?) -> Nanoseconds? {
            milliseconds.map { .seconds($0 / 1_000) }
        }
    }

    var begin: String?
    var version: Int?
    var tool: String?
    var probe: String?
    var question: String?
    var service: String?
    var probes: [String]?
    var contract: String?
    var contractSHA256: String?
    var importedFrom: String?
    var phase: String?
    var terms: ProbeLogTerms?

    var tick: String?
    var started: String?
    var web: Result?
    var database: Result?
    var timeout: Result?

    var clock: String?
    var steppedMs: Double?

    var hook: String?
    var slot: String?
    var ended: String?
    var tookMs: Double?
    var failure: String?

    var end: String?

    func result(of kind: ProbeKind) -> Result? {
        switch kind {
        case .web: web
        case .database: database
        case .timeout: timeout
        }
    }
}

private struct ProbeLogTerms: Decodable {
    struct Window: Decodable {
        var from: String
        var to: String
        var announced: String?
    }

    var every: String
    var serviceHours: String?
    var share: Double?
    var over: String?
    var notice: String?
    var meanRepair: String?
    var notifyWithin: String?
    var longOutage: String?
    var longOutagesAtMost: Int?
    var independentAfter: String?
    var promisedEvery: String?
    var downWhen: String?
    var leastOutage: String?
    var confirm: String?
    var monitoring: [String]?
    var probes: [String]?
    var windows: [Window]?

    /// The terms; `nil` when the distance between ticks is none.
    var terms: AvailabilityTerms? {
        func length(_ text: String?) -> Nanoseconds? { text.flatMap { DurationText.parse($0) } }
        guard let every = length(every), every > .zero else { return nil }
        var terms = AvailabilityTerms(every: every)
        terms.serviceHours = serviceHours
        terms.share = share
        terms.over = length(over)
        terms.notice = length(notice)
        terms.meanRepair = length(meanRepair)
        terms.notifyWithin = length(notifyWithin)
        terms.longOutage = length(longOutage)
        terms.longOutagesAtMost = longOutagesAtMost
        terms.independentAfter = length(independentAfter) ?? AvailabilityTerms.usualDistance
        terms.rule = downWhen.flatMap(DownRule.init(rawValue:)) ?? .any
        terms.leastOutage = length(leastOutage) ?? .zero
        terms.confirm = length(confirm)
        terms.promisedEvery = length(promisedEvery)
        terms.monitoring = (monitoring ?? []).compactMap(ProbeKind.init(rawValue:))
        terms.probes = (probes ?? []).compactMap(ProbeKind.init(rawValue:))
        terms.windows = (windows ?? []).compactMap { window in
            guard let from = instant(window.from), let to = instant(window.to) else { return nil }
            return PlannedWindow(from: from, to: to, announced: instant(window.announced))
        }
        return terms
    }
}
