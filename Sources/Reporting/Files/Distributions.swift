import Measuring
import Timekeeping
import Verdicts

/// The histograms for other tools: the interval log and each operation's distribution.
enum Distributions {
    static func intervals(_ model: ReportModel) -> [ReportFile] {
        let record = model.facts.record
        return [
            ReportFile(
                name: "intervals.hlog",
                bytes: HlogWriter.bytes(
                    of: record,
                    startUnixNanoseconds: model.meta.start.unixNanoseconds(at: record.origin),
                    comment: "Sanbyo \(model.meta.version)"
                )
            )
        ]
    }

    /// Two `.hgrm` files per operation that has times: response and service.
    static func percentiles(_ model: ReportModel) -> [ReportFile] {
        let record = model.facts.record
        let names = HlogTag.fileNames(of: record.plan)
        return record.plan.operations.indices.flatMap { index -> [ReportFile] in
            let totals = record.totals(operation: index, judgedOnly: false)
            guard !totals.response.isEmpty else { return [] }
            return [(".hgrm", totals.response), (".service.hgrm", totals.service)].map {
                ReportFile(name: names[index] + $0, bytes: HgrmWriter.bytes(of: $1))
            }
        }
    }
}
