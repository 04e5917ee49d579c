import Availability
import Journaling
import Reporting
import ScenarioFiles
import Timekeeping
import Wording
import Workload

/// Prints what a probe's record comes to.
enum ProbeOutput {
    static func show(
        _ account: ProbeAccount,
        _ json: Json,
        files: [String],
        asJson: Bool,
        in language: Language,
        _ console: Console
    ) {
        guard !asJson else {
            console.output(json.text)
            return
        }
        var account = account
        account.language = language
        let lines = ProbeSummary.lines(
            account,
            files: files,
            width: console.width,
            style: Style(isColoured: console.colorsOutput)
        )
        console.output(lines.joined(separator: "\n") + "\n")
    }
}

extension ProbeAccount {
    /// A record as its log has it.
    ///
    /// - Parameters:
    ///   - terms: instead of those in the log.
    ///   - contract: the name of the contract they come from.
    ///   - path: where the log is, as shown to the user.
    init(
        _ log: ProbeLog,
        terms: AvailabilityTerms? = nil,
        contract: String? = nil,
        now: UTCInstant? = nil,
        from: UTCInstant? = nil,
        to: UTCInstant? = nil,
        shownAs path: String
    ) {
        let head = log.heads.last
        self.init(
            name: head?.probe ?? "",
            question: head?.question,
            service: head?.service ?? "",
            contract: contract ?? head?.contract,
            report: log.report(terms: terms, now: now, from: from, to: to),
            ticks: log.ticks,
            clockSteps: log.clockSteps.map { ($0.at, $0.by) },
            faults: log.faults.map(\.description),
            log: path
        )
    }
}

extension ProbeLog.Head {
    /// The head of a start of the probe now, without secrets.
    init(_ ready: ReadyProbe, begin: UTCInstant) {
        let masker = Masker(secrets: ready.file.secrets)
        self.init(
            begin: begin,
            tool: Sanbyo.version,
            probe: masker.masked(ready.file.name),
            question: ready.file.question.map(masker.masked),
            service: masker.masked(ready.file.service.text),
            kinds: ready.file.targets.map(\.kind),
            contract: ready.file.contract.path == nil ? nil : ready.file.contract.name,
            contractSHA256: ready.contractSHA256,
            terms: ready.file.terms
        )
    }
}

extension Service {
    /// As a file has it.
    var text: String {
        switch self {
        case .rehearsal: "rehearsal"
        case .url(let address): address
        }
    }
}
