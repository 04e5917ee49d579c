import Timekeeping
import Verdicts
import Wording

/// What is to be said of the load generator beside its table of checks.
enum GeneratorText {
    static func notes(_ model: ReportModel) -> [Bilingual] {
        let findings = model.judgement.generator
        let remarks = findings.map(\.remark).filter { !$0.isEmpty }
        let (bound, calibration) = (model.facts.errorBound, model.facts.machine.calibrationText)
        return findings.filter { !$0.isHealthy }.map {
            Bilingual(ja: "\($0.name): \($0.sentence)", en: "\($0.name): \($0.sentence)")
        } + remarks.prefix(1) + [suspect(model)].compactMap(\.self) + [
            Bilingual(
                ja: "測定誤差は\(bound): \(calibration)",
                en: "times are known to \(bound): \(calibration)"
            ),
            Bilingual(ja: "経路: \(model.meta.laneText)", en: "lane: \(model.meta.laneText)"),
        ]
    }

    /// How a check stands, beside its name.
    static func standing(_ finding: HealthFinding) -> Bilingual {
        finding.isHealthy ? Bilingual(ja: "正常", en: "ok") : Bilingual(ja: "異常", en: "BAD")
    }

    /// The seconds in which the generator itself may have delayed operations.
    private static func suspect(_ model: ReportModel) -> Bilingual? {
        guard !model.suspect.isEmpty else { return nil }
        let shown = model.suspect.prefix(5).map {
            "\(Ticks.clock(Double($0.lowerBound)))–\(Ticks.clock(Double($0.upperBound + 1)))"
        }
        let rest = model.suspect.count - shown.count
        let more =
            rest > 0 ? Bilingual(ja: "、ほか\(rest)区間", en: " and \(rest) more") : .none
        let spans = shown.map { Bilingual($0) }.listed + more
        return Bilingual(
            ja: "計測側に疑いのある区間(FAILの根拠にしない): \(spans)",
            en: "suspect (no FAIL rests on them): \(spans)"
        )
    }
}
