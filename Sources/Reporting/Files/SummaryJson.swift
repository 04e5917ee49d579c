import Measuring
import Timekeeping
import Verdicts
import Wording
import Workload

/// The run for programs: everything the verdict rests on.
enum SummaryJson {
    /// Grows by one when a field changes its meaning or goes away.
    static let version = 1

    static func document(_ model: ReportModel) -> Json {
        [
            "format": "sanbyo-summary",
            "formatVersion": .int(version),
            "verdict": .string(model.judgement.verdict.rawValue),
            "exitCode": .int(Int(model.judgement.verdict.exitCode)),
            "reasons": .array(model.judgement.reasons.map { .string($0.en) }),
            "scenario": .string(model.terms.name),
            "question": .optional(model.terms.question),
            "gates": .array(model.judgement.gates.map(gate)),
            "operations": .array(model.operations.map(operation)),
            "requests": .array(model.requests.map(RequestsJson.request)),
            "failures": .array(model.failures.map(failure)),
            "episodes": .array(model.episodes.map(EpisodesJson.episode)),
            "generator": .array(model.judgement.generator.map(finding)),
            "machine": machine(model),
            "load": load(model),
            "isolation": LeaksJson.summary(model),
            "steadyState": steadyState(model.judgement.steadyState),
            "meta": meta(model),
        ]
    }

    private static func quantity(_ quantity: Quantity?) -> Json {
        guard let quantity else { return .null }
        return [
            "value": .number(quantity.value), "unit": .string(quantity.unit),
            "text": .string("\(quantity)"),
        ]
    }

    private static func gate(_ gate: GateResult) -> Json {
        [
            "id": .string(gate.id),
            "text": .string(gate.text.en),
            "subject": .string(gate.subject),
            "kind": .string(gate.kind.rawValue),
            "verdict": .string(gate.verdict.rawValue),
            "value": quantity(gate.value),
            "relation": .string(gate.relation.rawValue),
            "limit": quantity(gate.limit),
            "n": .int(gate.n),
            "effectiveN": gate.effectiveN.map(Json.number) ?? .null,
            "interval": gate.interval.map { interval in
                ["lower": quantity(interval.lower), "upper": quantity(interval.upper)]
            } ?? .null,
            "pValue": gate.pValue.map(Json.number) ?? .null,
            "reason": .string(gate.reason.en),
        ]
    }

    private static func operation(_ row: OperationRow) -> Json {
        [
            "name": .string(row.name),
            "class": .string(row.className),
            "judged": .bool(row.isJudged),
            "targetMs": .milliseconds(row.target),
            "planned": .int(row.planned),
            "succeeded": .int(row.succeeded),
            "late": .int(row.late),
            "failed": .int(row.failed),
            "violations": .int(row.violations),
            "compliance": row.compliance.map(Json.number) ?? .null,
            "failures": .object(
                row.causes.map { Json.Member(key: $0.outcome.name, value: .int($0.count)) }
            ),
            "responseMs": times(row.response),
            "serviceMs": times(row.service),
            "beforeServiceMs": gap(row),
            "delayedStarts": .int(row.gap.delayed),
            "longestAtS": .seconds(row.longestAt),
        ]
    }

    private static func failure(_ row: FailureRow) -> Json {
        [
            "operation": .string(row.operation), "cause": .string(row.cause.name),
            "n": .int(row.count), "examples": .array(row.examples.map { .string($0.en) }),
        ]
    }

    static func times(_ times: OperationRow.Times) -> Json {
        let ends = [
            Json.Member(key: "n", value: .int(times.n)),
            Json.Member(key: "min", value: .milliseconds(times.min)),
            Json.Member(key: "mean", value: .milliseconds(times.mean)),
            Json.Member(key: "max", value: .milliseconds(times.max)),
        ]
        let percentiles = times.percentiles.map {
            Json.Member(key: $0.name, value: .milliseconds($0.estimate?.value))
        }
        return .object(
            ends + percentiles + [Json.Member(key: "limits", value: limits(of: times))]
        )
    }

    /// One-sided 95 % limits; `null` where too few operations tell.
    private static func limits(of times: OperationRow.Times) -> Json {
        .object(
            times.percentiles.map { name, estimate in
                let limits: Json = [
                    "lower": .milliseconds(estimate?.lower),
                    "upper": .milliseconds(estimate?.upper),
                    "effectiveN": estimate?.effectiveN.map(Json.number) ?? .null,
                ]
                return Json.Member(key: name, value: limits)
            }
        )
    }

    /// Means over the dispatched operations; they add up to mean response − mean service time.
    private static func gap(_ row: OperationRow) -> Json {
        let parts = StartGapText.parts(of: row.gap).map { name, time in
            Json.Member(
                key: name,
                value: .milliseconds(
                    row.response.n > 0
                        ? Nanoseconds(time.count / Int64(row.response.n)) : nil
                )
            )
        }
        return .object(parts)
    }

    private static func finding(_ finding: HealthFinding) -> Json {
        [
            "name": .string(finding.name.en), "healthy": .bool(finding.isHealthy),
            "value": quantity(finding.value), "limit": quantity(finding.limit),
            "reason": .string(finding.reason.en), "remark": .string(finding.remark.en),
            "remedy": .string(finding.remedy.en),
        ]
    }

    private static func load(_ model: ReportModel) -> Json {
        let load = model.facts.load
        return [
            "plannedPeakUsers": .int(load.plannedPeakUsers),
            "achievedPeakUsers": .int(load.achievedPeakUsers),
            "usersStarted": .int(load.usersStarted),
            "usersReady": .int(load.usersReady),
            "signedIn": load.signedIn.map {
                [
                    "highest": $0.highest.map(Json.int) ?? .null,
                    "median": $0.median.map(Json.int) ?? .null, "told": .int($0.told),
                    "failed": .int($0.failed),
                ]
            } ?? .null,
            "judgedFromS": .seconds(model.judgedSpan.lowerBound),
            "judgedToS": .seconds(model.judgedSpan.upperBound),
            "leftOutS": .int(model.facts.leftOut.count),
            "look": model.facts.look.map { ["number": .int($0.number), "most": .int($0.most)] }
                ?? .null,
            "missed": .int(model.facts.record.totals(judgedOnly: false).missed),
            "closed": closed(model.thinning),
        ]
    }

    /// The worst of what the load generator's machine was doing.
    private static func machine(_ model: ReportModel) -> Json {
        let readings = model.facts.record.machine.values
        let suspect = model.suspect.map { span -> Json in
            ["fromS": .int(span.lowerBound), "toS": .int(span.upperBound + 1)]
        }
        return [
            "busiestCore": readings.map(\.busiestCore).max().map(Json.number) ?? .null,
            "steal": readings.map(\.steal).max().map(Json.number) ?? .null,
            "runnableThreads": readings.map(\.runnable).max().map(Json.int) ?? .null,
            "residentBytes": readings.map(\.resident).max().map(Json.int) ?? .null,
            "calibration": .string(model.facts.machine.calibrationText.en),
            "errorBoundMs": .milliseconds(model.facts.errorBound),
            "suspect": .array(suspect),
        ]
    }

    /// `null` where the judged part was too short to tell.
    private static func steadyState(_ state: SteadyState?) -> Json {
        guard let state else { return .null }
        return [
            "warmUpS": .int(state.warmUp), "settled": .bool(state.isSettled),
            "medianChange": state.trend.map { trend in
                [
                    "share": .number(trend.change), "lower": .number(trend.lower),
                    "upper": .number(trend.upper),
                ]
            } ?? .null,
        ]
    }

    /// `null` for an open load.
    private static func closed(_ thinning: LoadThinning?) -> Json {
        guard let thinning else { return .null }
        return [
            "operationsPlanned": .int(thinning.achieved),
            "operationsNominal": .number(thinning.nominal),
            "delayedTimeShare": .number(thinning.delayedShare),
            "estimate": thinning.estimate.map { estimate in
                [
                    "complianceMeasured": .number(estimate.measuredShare),
                    "compliance": .number(estimate.share),
                    "p99MeasuredMs": .milliseconds(estimate.measuredP99),
                    "p99Ms": .milliseconds(estimate.p99),
                    "expectedIntervalMs": .milliseconds(estimate.interval),
                ]
            } ?? .null,
        ]
    }

    private static func meta(_ model: ReportModel) -> Json {
        let meta = model.meta
        return [
            "version": .string(meta.version),
            "libraries": .object(
                meta.libraries.sorted { $0.key < $1.key }.map {
                    Json.Member(key: $0.key, value: .string($0.value))
                }
            ),
            "host": .string(meta.host),
            "system": .string(meta.system),
            "shards": .int(meta.shards),
            "lane": [
                "name": .string(meta.lane.rawValue), "reason": .string(meta.laneReason.en),
            ],
            // A string: JSON readers hold numbers above 2^53 inexactly.
            "seed": .string("\(meta.seed)"),
            "scenarioPath": .string(meta.scenarioPath),
            "scenarioSHA256": .string(meta.scenarioSHA256),
            "start": .string(model.startTime),
            "durationS": .seconds(meta.duration),
            "commandLine": .array(meta.commandLine.map(Json.string)),
            "warnings": .array(meta.warnings.map { .string($0.en) }),
            "effectiveSettings": .string(meta.effectiveSettings),
            "histogramTags": .object(
                model.histogramTags.map { Json.Member(key: $0.tag, value: .string($0.name)) }
            ),
        ]
    }
}
