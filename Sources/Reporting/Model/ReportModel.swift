import Measuring
import Timekeeping
import Verdicts
import Workload

/// A run as the reports show it: every figure computed once.
struct ReportModel {
    static let windowSeconds = 10

    let facts: RunFacts
    let judgement: Judgement
    let meta: RunMeta
    let operations: [OperationRow]
    let requests: [RequestRow]
    let failures: [FailureRow]
    let episodes: [EpisodeRow]
    /// Windows of ten seconds of planned starts, by operation and for all judged ones.
    let windows: [WindowRow]
    let timeline: [SecondFigures]
    /// Stretches of seconds in which the load generator itself was suspect, in order.
    let suspect: [ClosedRange<Int>]
    /// What slowness took from a closed load; `nil` for an open one.
    let thinning: LoadThinning?
    /// The companies side by side, by class; empty when the scenario tells none apart.
    let tenants: [TenantTable]
    /// What searching answers for other companies' data came to.
    let searches: SearchCounts

    var terms: RunTerms { facts.terms }
    var judgedSpan: Range<Nanoseconds> { facts.judgedSpan }
    var startTime: String { TimeOfDay.iso(unixNanoseconds: originTime) }

    /// The wall clock at the run's origin, ns since 1970.
    private var originTime: Int64 { meta.start.unixNanoseconds(at: facts.record.origin) }

    init(_ report: RunReport) {
        facts = report.facts
        judgement = report.judgement
        meta = report.meta
        timeline = report.facts.record.timeline
        let cells = CellsByOperation(
            report.facts.record,
            dependence: report.facts.terms.contract.dependence
        )
        let plan = report.facts.record.plan
        let originTime = report.meta.start.unixNanoseconds(at: report.facts.record.origin)
        operations = plan.operations.indices.map { cells.row(of: $0, plan: plan) }
        requests = plan.requests.indices.map { RequestRow($0, in: report.facts.record, cells) }
        suspect = Self.stretches(of: report.facts.record.suspectSeconds)
        tenants = TenantTable.tables(
            of: report.facts.record,
            episodes: report.judgement.companyEpisodes
        )
        searches = report.facts.record.searches.values.reduce(into: SearchCounts()) {
            $0.add($1)
        }
        thinning = LoadThinning(
            report.facts,
            episodes: report.judgement.episodes.filter { !$0.isOfCompany }
        )
        failures = FailureRow.rows(of: operations, examples: report.failures)
        windows = cells.windows(plan: plan, timeline: report.facts.record.timeline)
        episodes = report.judgement.episodes.enumerated().map { index, episode in
            EpisodeRow(episode, number: index + 1, plan: plan, originTime: originTime)
        }
    }

    private static func stretches(of seconds: Set<Int>) -> [ClosedRange<Int>] {
        seconds.filter { $0 >= 0 }.sorted().reduce(into: []) { stretches, second in
            if let last = stretches.last, last.upperBound + 1 == second {
                stretches[stretches.count - 1] = last.lowerBound...second
            } else {
                stretches.append(second...second)
            }
        }
    }

    /// The name of an operation of a piece of evidence.
    func operationName(_ index: Int) -> String {
        operations.indices.contains(index) ? operations[index].name : "?"
    }

    /// The name of a request of a piece of evidence.
    func requestName(_ index: Int) -> String {
        requests.indices.contains(index) ? requests[index].name : "?"
    }

    /// Whether the load generator was suspect in a part of a window.
    func isSuspect(_ window: WindowRow) -> Bool {
        let seconds = window.start.wholeSecond..<(window.start + window.length).wholeSecond
        return suspect.contains { seconds.overlaps($0) }
    }

    /// The windows of all judged operations together.
    var overall: [WindowRow] { windows.filter { $0.operation == nil } }

    /// The tag of each operation's histograms in `intervals.hlog`; tags hold no commas or blanks.
    var histogramTags: [(tag: String, name: String)] {
        HlogTag.tags(of: facts.record.plan).map { tag in
            let kind = tag.kind == .response ? "response time" : "service time"
            return (tag.tag, "\(operations[tag.operation].name), \(kind)")
        }
    }

    /// All judged operations' response times together.
    var response: LatencyHistogram {
        facts.record.totals(judgedOnly: true).response
    }

    /// The shortest target that is judged, for lines in charts.
    var target: Nanoseconds? {
        facts.record.plan.operations.filter(\.isJudged).compactMap(\.target).min()
    }
}

extension EpisodeRow {
    init(_ episode: Episode, number: Int, plan: MeasuringPlan, originTime: Int64) {
        self.number = number
        switch episode.scope {
        case .operation(let index):
            subject = plan.operations[index].name
            scope = "operation"
        case .className(let name):
            subject = "all \(name) operations"
            scope = "class"
        case .service:
            subject = "the service"
            scope = "service"
        case .tenant(let group, let name):
            subject = "\(name) operations of \(plan.tenants?.names[group] ?? "?")"
            scope = "tenant"
        }
        start = episode.start
        end = episode.end
        alertedAt = episode.alertedAt
        startTime = TimeOfDay.iso(unixNanoseconds: originTime + episode.start.count)
        endTime = TimeOfDay.iso(unixNanoseconds: originTime + episode.end.count)
        planned = episode.planned
        violations = episode.violations
        worstShare = episode.worstShare
        p50 = episode.p50
        p95 = episode.p95
        longest = episode.max
        leftCensored = episode.leftCensored
        rightCensored = episode.rightCensored
        generatorSuspect = episode.generatorSuspect
        operations = episode.operations.map { plan.operations[$0].name }
    }
}
