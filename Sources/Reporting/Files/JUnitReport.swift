import Timekeeping
import Verdicts
import Wording
import Workload

/// The run for build servers: one test case per gate and per latency-continuation period.
///
/// FAIL is a `failure`; INCONCLUSIVE and INVALID are an `error`, never `skipped`, which build
/// servers show as green. GitLab shows the classname as the suite and drops a second case of the
/// same name silently, so names are unique; it once ignored `message`, so the element's text
/// says everything.
enum JUnitReport {
    static func text(_ model: ReportModel) -> String {
        let cases =
            verdictCase(model) + model.judgement.gates.map { gateCase($0, model) }
            + model.episodes.map { episodeCase($0, model) }
        let seconds = DecimalText.fixed(model.meta.duration.seconds, decimals: 3)
        let verdicts = [model.judgement.verdict] + model.judgement.gates.map(\.verdict)
        let counts = [
            ("tests", "\(cases.count)"),
            ("failures", "\(verdicts.count { $0 == .fail })"),
            ("errors", "\(verdicts.count { $0 == .inconclusive || $0 == .invalid })"),
        ]
        let suite = element(
            "testsuite",
            [("name", model.terms.name)] + counts + [
                ("skipped", "0"), ("time", seconds),
                ("timestamp", String(model.startTime.prefix(19))),
                ("hostname", model.meta.host),
            ],
            [properties(model)] + cases
        )
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        element("testsuites", counts + [("time", seconds)], [suite]).write(to: &text)
        return text + "\n"
    }

    private static func properties(_ model: ReportModel) -> Node {
        let values = [
            ("verdict", model.judgement.verdict.rawValue), ("seed", "\(model.meta.seed)"),
            ("scenario-sha256", model.meta.scenarioSHA256), ("version", model.meta.version),
        ]
        return element(
            "properties",
            [],
            values.map { element("property", [("name", $0.0), ("value", $0.1)]) }
        )
    }

    /// The run's own verdict, so that an INVALID run is red although all its gates were kept.
    private static func verdictCase(_ model: ReportModel) -> [Node] {
        [
            testCase(
                className: "\(model.terms.name).run",
                name: "verdict",
                model,
                outcome(
                    model.judgement.verdict,
                    model.judgement.reasons.map(\.en).joined(separator: "\n")
                )
            )
        ]
    }

    private static func gateCase(_ gate: GateResult, _ model: ReportModel) -> Node {
        testCase(
            className: "\(model.terms.name).\(gate.subject == "all" ? "run" : gate.subject)",
            name: gate.id,
            model,
            outcome(gate.verdict, "\(gate.text.en): \(gate.reason.en)")
        )
    }

    /// An episode is shown, not failed: whether it breaks the contract its gate says.
    private static func episodeCase(_ episode: EpisodeRow, _ model: ReportModel) -> Node {
        let text =
            "latency-continuation period (遅延継続時間) of \(episode.subject.en), "
            + "\(episode.startText) to \(episode.endText), "
            + "\(DurationText.readable(episode.duration)); \(episode.violations) of "
            + "\(episode.planned) late or failed"
        return testCase(
            className: "\(model.terms.name).episodes",
            name: "episode \(episode.number) of \(episode.subject.en)",
            model,
            [element("system-out", text: text)]
        )
    }

    private static func testCase(
        className: String,
        name: String,
        _ model: ReportModel,
        _ children: [Node]
    ) -> Node {
        element(
            "testcase",
            [
                ("classname", className), ("name", name),
                ("time", DecimalText.fixed(model.meta.duration.seconds, decimals: 3)),
            ],
            children
        )
    }

    private static func outcome(_ verdict: Verdict, _ reason: String) -> [Node] {
        switch verdict {
        case .pass: [element("system-out", text: reason)]
        case .fail:
            [element("failure", [("message", reason), ("type", "fail")], [.text(reason)])]
        case .inconclusive, .invalid:
            [
                element(
                    "error",
                    [("message", reason), ("type", verdict.rawValue.lowercased())],
                    [.text(reason)]
                )
            ]
        }
    }
}
