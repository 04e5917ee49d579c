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

    /// One `.hgrm` file per operation that has times.
    static func percentiles(_ model: ReportModel) -> [ReportFile] {
        let record = model.facts.record
        let names = HlogTag.fileNames(of: record.plan)
        return record.plan.operations.indices.compactMap { index in
            let response = record.totals(operation: index, judgedOnly: false).response
            guard !response.isEmpty else { return nil }
            return ReportFile(
                name: names[index] + ".hgrm",
                bytes: HgrmWriter.bytes(of: response)
            )
        }
    }
}
