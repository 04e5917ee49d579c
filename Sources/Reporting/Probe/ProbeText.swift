import Availability
import Timekeeping
import Wording

/// Figures of availability as the reports print them.
enum ProbeText {
    /// "99.502%"; a dash without a figure.
    static func share(_ share: Double?) -> String { share.map(AvailabilityText.share) ?? "–" }

    /// "216 min", "6 h 05 min" in the tables.
    static func length(_ length: Nanoseconds) -> String { AvailabilityText.length(length).en }

    /// "14.4 times"; a dash without a figure.
    static func times(_ factor: Double?) -> Bilingual {
        factor.map { DecimalText.fixed($0, decimals: 1) }.map {
            Bilingual(ja: "\($0)倍", en: "\($0) times")
        } ?? Bilingual("–")
    }

    static func remarks(_ outage: Outage) -> [Bilingual] {
        var remarks: [Bilingual] = []
        switch outage.end {
        case .repaired: break
        case .running: remarks.append(Bilingual(ja: "継続中", en: "still running"))
        case .lost: remarks.append(Bilingual(ja: "終わりは未確認", en: "its end was not seen"))
        }
        if outage.beginsInGap {
            remarks.append(Bilingual(ja: "始まりは未確認", en: "its begin was not seen"))
        }
        if outage.clippedTicks > 0 {
            remarks.append(
                Bilingual(
                    ja: "ほか計画停止中に\(outage.clippedTicks)回",
                    en: "\(outage.clippedTicks) more in planned stops"
                )
            )
        }
        if !outage.counts {
            remarks.append(Bilingual(ja: "短すぎて数えない", en: "too short to count"))
        }
        return remarks
    }

    /// "5 … 15 min": the limits of what was measured.
    static func limits(_ outage: Outage) -> String {
        guard let greatest = outage.greatest else { return "> \(length(outage.least))" }
        return "\(length(outage.least)) … \(length(greatest))"
    }

    static func flaw(
        _ window: PlannedWindow,
        _ flaw: WindowFlaw,
        notice: Nanoseconds?
    ) -> Bilingual {
        let (from, to) = ("\(window.from)", "\(window.to)")
        let asked = notice.map(AvailabilityText.length).map {
            Bilingual(ja: "(契約の求めは\($0)前)", en: ", of the \($0) that the contract asks for")
        }
        let late = if case .isTooLate(let given) = flaw { given >= .zero } else { false }
        let words = flaw.words + (late ? asked ?? .none : .none)
        return Bilingual(ja: "\(from)〜\(to): \(words)", en: "\(from) to \(to): \(words)")
    }
}
