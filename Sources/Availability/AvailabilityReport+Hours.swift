import Timekeeping
package import Wording

extension AvailabilityReport {
    // MARK: Item 1

    /// Hours of the day, by UTC, in which the service was seen up.
    var hoursSeenUp: Int {
        let hour = Nanoseconds.seconds(3_600).count
        return Set(
            timeline.slots(in: range).filter(\.isSound)
                .map { ($0.slot.unixNanoseconds / hour) % 24 }
        ).count
    }

    /// Kept only where the service was seen up whenever it was to be had: a gap is never up, and
    /// what an outage means is judged as availability.
    var serviceHoursFinding: Finding {
        func silent(_ reason: Bilingual) -> Finding {
            Finding(subject: .serviceHours, verdict: nil, reasons: [reason], isDecisive: false)
        }
        guard let hours = terms.serviceHours else {
            return silent(
                Bilingual(ja: "契約はサービス時間を定めていない", en: "the contract names no hours")
            )
        }
        guard hours == AvailabilityTerms.roundTheClock else {
            return silent(
                Bilingual(
                    ja: "「\(hours)」は表示のみで判定しない(判定するのは 24x7 のみ)",
                    en: "“\(hours)” is shown and not judged: only 24x7 is"
                )
            )
        }
        let down = observation.down + observation.lenient
        let up = observation.up - observation.sparedSlots
        let (ticks, every) = (AvailabilityText.ticks(down), AvailabilityText.length(terms.every))
        let missing = [
            observation.planned == 0
                ? Bilingual(ja: "期間内に監視がない", en: "no tick lies in the period") : nil,
            down > 0
                ? Bilingual(
                    ja: "\(ticks)分に失敗: 障害は項目5で判定し、そのときサービス時間内だったかは提供者が示すこと",
                    en: "\(ticks) had a failed probe: item 5 judges outages, and the provider must "
                        + "say whether the service was meant to run then"
                ) : nil,
            terms.every > .seconds(3_600)
                ? Bilingual(
                    ja: "\(every)ごとの監視では毎時間を確認できない: より短い間隔で監視すること",
                    en: "ticks every \(every) do not look into every hour: probe more often"
                ) : nil,
            coarseReason, missingKindsReason(in: range), unprobedReason, missingTimeReason,
        ].compactMap(\.self)
        let (seen, planned) = (
            DecimalText.grouped(up), DecimalText.grouped(observation.planned)
        )
        return Finding(
            subject: .serviceHours,
            verdict: missing.isEmpty ? .pass : .inconclusive,
            reasons: [
                Bilingual(
                    ja: "予定\(planned)回中\(seen)回で稼働、1日24時間のうち\(hoursSeenUp)時間帯",
                    en:
                        "up at \(seen) of \(planned) slots, in \(hoursSeenUp) of 24 hours of the day"
                )
            ] + missing,
            isDecisive: false
        )
    }

    // MARK: Item 2

    /// The contract's stops that began while the service was watched, with what is wrong with each.
    var stopsBegun: [(window: PlannedWindow, flaw: WindowFlaw?)] {
        terms.windows.filter { range.contains($0.from) && $0.from < $0.to }
            .sorted { $0.from < $1.from }
            .map { ($0, $0.flaw(notice: terms.notice)) }
    }

    var maintenanceFinding: Finding {
        func finding(_ verdict: AvailabilityVerdict?, _ reasons: [Bilingual]) -> Finding {
            Finding(subject: .maintenance, verdict: verdict, reasons: reasons, isDecisive: false)
        }
        guard let notice = terms.notice else {
            let words = Bilingual(
                ja: "契約は計画停止の通知を定めていない",
                en: "the contract promises no notice of planned stops"
            )
            return finding(nil, [words])
        }
        let stops = stopsBegun
        guard !stops.isEmpty else {
            let words = Bilingual(
                ja: "監視期間内に契約の計画停止がない",
                en: "the contract has no planned stop in the time watched"
            )
            var none = finding(nil, [words])
            none.nothingHappened = true
            return none
        }
        let agreed = AvailabilityText.length(notice)
        let promised = Bilingual(ja: "約束は\(agreed)前", en: "promised \(agreed)")
        let broken = stops.compactMap { window, flaw in
            flaw.map {
                Bilingual(
                    ja: "\(window.from.description) の停止は\($0.words)",
                    en: "the stop at \(window.from.description) \($0.words)"
                ).then(promised)
            }
        }
        guard broken.isEmpty else { return finding(.fail, broken) }
        let shortest = stops.compactMap(\.window.given).min { $0 < $1 } ?? .zero
        let given = AvailabilityText.length(shortest)
        let count = stops.count == 1 ? "1 stop" : "\(stops.count) stops"
        let words = Bilingual(
            ja: "計画停止\(stops.count)回、最短の通知は\(given)前",
            en: "\(count), the shortest notice \(given)"
        )
        return finding(.pass, [words.then(promised)])
    }
}

extension WindowFlaw {
    /// What is wrong with a planned stop, said of it.
    package var words: Bilingual {
        switch self {
        case .isEmpty: Bilingual(ja: "終了が開始より前", en: "ends before it begins")
        case .isUnannounced:
            Bilingual(
                ja: "通知の時刻が書かれていない(通知したなら “announced:” を書く)",
                en: "says nowhere when it was announced (write “announced:” if it was)"
            )
        case .isTooLate(let given) where given < .zero:
            Bilingual(ja: "開始後に通知", en: "was announced after its begin")
        case .isTooLate(let given):
            Bilingual(
                ja: "通知が\(AvailabilityText.length(given))前のみ",
                en: "was announced only \(AvailabilityText.length(given)) before"
            )
        }
    }
}
