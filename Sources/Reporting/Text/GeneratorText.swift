import Timekeeping
import Verdicts

/// What is to be said of the load generator beside its table of checks.
enum GeneratorText {
    static func notes(_ model: ReportModel) -> [String] {
        let findings = model.judgement.generator
        let remarks = findings.map(\.remark).filter { !$0.isEmpty }
        return findings.filter { !$0.isHealthy }.map { "\($0.name): \($0.sentence)" }
            + remarks.prefix(1) + [suspect(model)].compactMap(\.self)
            + [
                "times are known to \(DurationText.readable(model.facts.errorBound)): "
                    + model.facts.machine.calibrationText, "lane: \(model.meta.laneText)",
            ]
    }

    /// The seconds in which the generator itself may have delayed operations.
    private static func suspect(_ model: ReportModel) -> String? {
        guard !model.suspect.isEmpty else { return nil }
        let shown = model.suspect.prefix(5).map {
            "\(Ticks.clock(Double($0.lowerBound)))–\(Ticks.clock(Double($0.upperBound + 1)))"
        }
        let rest = model.suspect.count - shown.count
        return "suspect (no FAIL rests on them): " + shown.joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "")
    }
}
