import Measuring
import Timekeeping
import Wording

/// The charts of the page.
enum PageCharts {
    static func sections(_ model: ReportModel) -> [Node] {
        [episodes(model), response(model), load(model), distribution(model)]
    }

    private static func span(_ model: ReportModel) -> Double {
        let last = model.windows.map { ($0.start + $0.length).seconds }.max() ?? 1
        return max(1, min(last, model.meta.duration.seconds))
    }

    // MARK: Episodes

    private static func episodes(_ model: ReportModel) -> Node {
        let language = model.language
        let heading = language(
            ja: "遅延継続時間",
            en: "Latency-continuation periods (遅延継続時間), “episodes” for short"
        )
        guard !model.episodes.isEmpty else {
            let none = language(ja: "この測定では見られなかった。", en: "None was seen in this run.")
            return section(heading, [element("p", text: none)])
        }
        let rows = Array(Set(model.episodes.map(\.subject[language]))).sorted()
        let height = 34.0 + 26 * Double(rows.count)
        let frame = ChartFrame(height: height, span: span(model), top: 1) { _ in "" }
        let bars = model.episodes.flatMap { episode -> [Node] in
            let row = Double(rows.firstIndex(of: episode.subject[language]) ?? 0)
            let start = frame.x(episode.start.seconds)
            let color = episode.generatorSuspect ? Palette.suspect : Palette.episode
            return [
                Svg.rectangle(
                    start,
                    10 + 26 * row,
                    max(3, frame.x(episode.end.seconds) - start),
                    18,
                    color,
                    title: title(of: episode)[language]
                ),
                Svg.text(
                    start + 4,
                    23 + 26 * row,
                    "\(episode.subject[language]): \(DurationText.readable(episode.duration))",
                    color: Palette.ink
                ),
            ]
        }
        let marks = Ticks.seconds(upTo: frame.span).map {
            Svg.text(frame.x($0), height - 8, Ticks.clock($0), anchor: "middle")
        }
        let base = Svg.line(
            ChartFrame.left,
            height - 22,
            ChartFrame.width - ChartFrame.right,
            height - 22,
            Palette.axis
        )
        return section(
            heading,
            [
                Svg.picture(height: height, label: heading, bars + [base] + marks),
                PageTables.episodes(model),
            ]
        )
    }

    private static func title(of episode: EpisodeRow) -> Bilingual {
        Bilingual(
            ja: "\(episode.subject)、\(episode.startText)〜\(episode.endText)",
            en: "\(episode.subject), \(episode.startText) to \(episode.endText)"
        )
    }

    private static func shades(_ model: ReportModel) -> [Shade] {
        suspects(model)
            + model.episodes.map {
                Shade(
                    start: $0.start.seconds,
                    end: $0.end.seconds,
                    color: $0.generatorSuspect ? Palette.suspect : Palette.episode,
                    title: title(of: $0)[model.language]
                )
            }
    }

    /// Where the load generator itself may have delayed operations.
    private static func suspects(_ model: ReportModel) -> [Shade] {
        model.suspect.map { seconds in
            let from = Ticks.clock(Double(seconds.lowerBound))
            let to = Ticks.clock(Double(seconds.upperBound + 1))
            return Shade(
                start: Double(seconds.lowerBound),
                end: Double(seconds.upperBound + 1),
                color: Palette.suspect,
                title: model.language(
                    ja: "計測側に疑い、\(from)〜\(to)",
                    en: "load generator suspect, \(from) to \(to)"
                )
            )
        }
    }

    // MARK: Response time

    private static func response(_ model: ReportModel) -> Node {
        let language = model.language
        let windows = model.overall
        func points(_ value: (WindowRow) -> Nanoseconds?) -> [ChartPoint] {
            windows.map {
                ChartPoint(
                    second: ($0.start.seconds + $0.length.seconds / 2),
                    value: value($0)?.seconds
                )
            }
        }
        let most = windows.compactMap { $0.max?.seconds }.max() ?? 0
        let top = Ticks.ceiling(max(most, model.target.map { $0.seconds * 1.1 } ?? 0))
        let frame = ChartFrame(height: 280, span: span(model), top: top) { Ticks.seconds($0) }
        let limit = model.target.map {
            frame.limit(
                $0.seconds,
                name: language(ja: "目標 \(limit: $0)", en: "target \(limit: $0)")
            )
        }
        let label = language(
            ja: "応答時間の推移(予定開始時刻による、10秒ごと)",
            en: "Response time over time, by planned start, windows of 10 s"
        )
        return section(
            label,
            [
                Svg.legend([
                    ("p50", Palette.median), ("p95", Palette.p95),
                    (language(ja: "最長", en: "longest"), Palette.maximum),
                    (language(ja: "遅延継続", en: "episode"), Palette.episode),
                    (language(ja: "計測側に疑い", en: "generator suspect"), Palette.suspect),
                ]),
                Svg.picture(
                    height: 280,
                    label: label,
                    frame.shades(shades(model)) + frame.axes()
                        + frame.line(points(\.max), color: Palette.maximum, width: 1)
                        + frame.line(points(\.p95), color: Palette.p95)
                        + frame.line(points(\.p50), color: Palette.median) + (limit ?? [])
                ),
            ]
        )
    }

    // MARK: Users and throughput

    private static func load(_ model: ReportModel) -> Node {
        let users = model.timeline.map {
            ChartPoint(second: Double($0.second) + 1, value: Double($0.users))
        }
        let rates = model.overall.map {
            ChartPoint(
                second: $0.start.seconds + $0.length.seconds / 2,
                value: Double($0.planned) / $0.length.seconds
            )
        }
        let language = model.language
        let perSecond = language(ja: "毎秒の操作数", en: "operations per second")
        return section(
            language(ja: "同時接続利用者数と毎秒の操作数", en: "Users and operations per second"),
            [
                chart(
                    language(ja: "同時接続利用者数", en: "users"),
                    users,
                    model,
                    color: Palette.median
                ), chart(perSecond, rates, model, color: Palette.p95),
            ]
        )
    }

    private static func chart(
        _ name: String,
        _ points: [ChartPoint],
        _ model: ReportModel,
        color: String
    ) -> Node {
        let top = Ticks.ceiling(points.compactMap(\.value).max() ?? 0)
        let frame = ChartFrame(height: 150, span: span(model), top: top) {
            DecimalText.fixed($0, decimals: top < 5 ? 1 : 0)
        }
        return element(
            "div",
            [],
            [
                Svg.legend([(name, color)]),
                Svg.picture(
                    height: 150,
                    label: name,
                    frame.shades(shades(model)) + frame.axes() + frame.line(points, color: color)
                ),
            ]
        )
    }

    // MARK: Distribution

    private static func distribution(_ model: ReportModel) -> Node {
        let buckets = model.response.buckets.map {
            (from: $0.lowest, to: $0.highest, count: Int(clamping: $0.count))
        }
        let label = model.language(
            ja: "応答時間の分布(対数目盛、判定対象の操作)",
            en: "Distribution of response times (logarithmic), judged operations"
        )
        return section(
            label,
            [
                DistributionChart.draw(
                    bars: DistributionChart.gathered(buckets),
                    target: model.target,
                    label: label,
                    language: model.language
                )
            ]
        )
    }

    static func section(_ title: String, _ content: [Node]) -> Node {
        element("section", [], [element("h2", text: title)] + content)
    }
}
