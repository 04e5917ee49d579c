import Measuring
import Timekeeping
import Verdicts

/// Answers that held another company's data, for programs.
enum LeaksJson {
    static func document(_ model: ReportModel) -> Json {
        let counts = model.searches
        return [
            "format": "sanbyo-leaks",
            "formatVersion": 1,
            "items": [34, 44],
            "searched": .int(counts.searched),
            "leaked": .int(counts.leaked),
            "incomplete": .int(counts.incomplete),
            "alike": .int(counts.alike),
            "packed": .int(counts.packed),
            "media": .int(counts.media),
            "kept": .int(model.facts.leaks.count),
            "leaks": .array(model.facts.leaks.map { leak($0, model) }),
        ]
    }

    private static func leak(_ leak: LeakEvidence, _ model: ReportModel) -> Json {
        [
            "time": .string(leak.time),
            "plannedS": .seconds(leak.planned),
            "doneS": .seconds(leak.done),
            "operation": .string(model.operationName(leak.operation)),
            "request": .string(model.requestName(leak.request)),
            "redirect": .int(leak.hop),
            "status": .int(leak.status),
            "user": .int(leak.user + 1),
            "askedBy": ["tenant": .string(leak.tenant), "account": .optional(leak.member)],
            "marker": .string(leak.marker),
            "column": .string(leak.column),
            "belongsTo": [
                "tenant": .string(leak.owner), "account": .optional(leak.ownerMember),
                "tenants": .int(leak.owners),
            ],
            "place": .string(leak.place.rawValue),
            "excerpt": .string(leak.excerpt),
        ]
    }

    // MARK: In the summary

    /// `null` when answers were not searched.
    static func summary(_ model: ReportModel) -> Json {
        guard let terms = model.terms.isolation else { return .null }
        let counts = model.searches
        return [
            "columns": .array(terms.columns.map(Json.string)),
            "tenants": .int(terms.tenants),
            "markers": .int(terms.markers),
            "unsearchable": .int(terms.unsearchable),
            "tenantsWithoutMarker": .int(terms.unseen),
            "searched": .int(counts.searched),
            "leaked": .int(counts.leaked),
            "incomplete": .int(counts.incomplete),
            "alike": .int(counts.alike),
            "packed": .int(counts.packed),
            "media": .int(counts.media),
            "requests": .array(requests(model)),
            "leakedBySecond": .array(seconds(model)),
            "classes": .array(model.tenants.map(table)),
        ]
    }

    private static func requests(_ model: ReportModel) -> [Json] {
        model.requests.enumerated().map { index, row in
            let counts = model.facts.record.searches(request: index)
            return [
                "name": .string(row.name), "operation": .string(row.operation),
                "searched": .int(counts.searched), "leaked": .int(counts.leaked),
                "incomplete": .int(counts.incomplete), "alike": .int(counts.alike),
                "packed": .int(counts.packed), "media": .int(counts.media),
            ]
        }
    }

    private static func seconds(_ model: ReportModel) -> [Json] {
        model.facts.record.searches.filter { $0.value.leaked > 0 }.sorted { $0.key < $1.key }
            .map { ["second": .int($0.key), "leaked": .int($0.value.leaked)] }
    }

    private static func table(_ table: TenantTable) -> Json {
        [
            "class": .string(table.className),
            "tenants": .array(
                table.rows.map { row in
                    [
                        "name": .string(row.name), "users": .int(row.users),
                        "others": .bool(row.isOthers),
                        "planned": .int(row.totals.planned), "late": .int(row.totals.late),
                        "failed": .int(row.totals.failed),
                        "p50Ms": .milliseconds(row.response.percentile(50)),
                        "p95Ms": .milliseconds(row.response.percentile(95)),
                        "p99Ms": .milliseconds(row.response.percentile(99)),
                        "meanMs": .milliseconds(row.response.mean),
                        "maxMs": .milliseconds(row.response.max),
                        "delays": .int(row.delays.count),
                        "longestDelayS": .seconds(row.longestDelay),
                    ]
                }
            ),
            "fairness": table.evenness.map { even in
                [
                    "tenants": .int(even.companies), "fewestOperations": .int(even.fewest),
                    "worst": .string(even.worst.name), "best": .string(even.best.name),
                    "p95Ratio": .number(even.ratio), "jainIndexOfMeans": .number(even.jain),
                ]
            } ?? .null,
        ]
    }
}
