import Foundation
import Measuring
import Testing
import Timekeeping
import Verdicts
import Wording
import Workload

@testable import Reporting

/// The same run in both languages.
@Suite("Languages")
struct LanguageTests {
    @Test("Japanese reports stay as recorded")
    func goldens() throws {
        var report = try Self.eventful()
        report.language = .japanese
        let files = Reporters.files(of: report)
        for name in ["summary.md", "report.html"] {
            try Golden.expect(try #require(files.text(name)), "ja-\(name)")
        }
        try Golden.expect(Self.terminal(report), "ja-terminal-100.txt")
    }

    @Test("files for programs are the same in every language")
    func machineFiles() throws {
        let english = try Self.eventful()
        var japanese = english
        japanese.language = .japanese
        let people: Set = ["summary.md", "report.html"]
        let others = Reporters.files(of: english).filter { !people.contains($0.name) }
        #expect(others == Reporters.files(of: japanese).filter { !people.contains($0.name) })
        #expect(others.count > 5)
    }

    @Test("every figure stands in both languages", arguments: ["summary.md", "terminal"])
    func figures(name: String) throws {
        let english = try Self.eventful()
        var japanese = english
        japanese.language = .japanese
        let texts = try [english, japanese].map { report in
            try name == "terminal"
                ? Self.terminal(report) : #require(Reporters.files(of: report).text(name))
        }
        #expect(Self.figures(texts[0]) == Self.figures(texts[1]))
        #expect(texts[0] != texts[1])
    }

    @Test("no English sentence is left", arguments: ["summary.md", "report.html", "terminal"])
    func noEnglish(name: String) throws {
        var report = try Self.eventful()
        report.language = .japanese
        let text =
            try name == "terminal"
            ? Self.terminal(report) : #require(Reporters.files(of: report).text(name))
        #expect(Self.englishRuns(in: text) == [])
        #expect(text.contains("FAIL 不合格"))
    }

    @Test("the page says which language it is in", arguments: Language.allCases)
    func pageLanguage(language: Language) throws {
        var report = try SampleRun.report()
        report.language = language
        let page = try #require(Reporters.files(of: report).text("report.html"))
        #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
    }

    @Test("Japanese tables stand in columns", arguments: [80, 100, 160])
    func columns(width: Int) throws {
        var report = try Self.eventful()
        report.language = .japanese
        let lines = Self.terminal(report, width: width).split(separator: "\n").map(String.init)
        let begin = try #require(lines.firstIndex { $0.hasPrefix("負荷発生側") })
        let rows = lines[(begin + 1)...].prefix { !$0.hasPrefix("  ·") }
        let ends = rows.map { DisplayWidth.of($0) }
        #expect(Set(ends).count == 1 && rows.count > 8)
    }

    // MARK: What is compared

    /// The sample with failures in words, a warning, a suspect second and a check not kept.
    private static func eventful() throws -> RunReport {
        var report = try SampleRun.report()
        report.failures = [
            FailureExample(
                operation: 2,
                request: 0,
                outcome: .unexpectedStatus,
                status: 500,
                words: "500",
                user: 6
            )
        ]
        report.meta.warnings = [Bilingual(ja: "注意", en: "take care")]
        report.judgement.generator[0].isHealthy = false
        return report
    }

    private static func terminal(_ report: RunReport, width: Int = 100) -> String {
        TerminalSummary.lines(
            report,
            folder: "Results/x",
            files: ["report.html"],
            width: width,
            style: Style(isColoured: false)
        ).joined(separator: "\n") + "\n"
    }

    /// All figures, sorted: their order may differ, nothing else.
    private static func figures(_ text: String) -> [String] {
        text.matches(of: /[0-9][0-9.,:]*[0-9]|[0-9]/).map { String($0.output) }.sorted()
    }

    /// Three or more English words in a row, beside what stays English in every report.
    private static func englishRuns(in text: String) -> [String] {
        let kept = [
            "open <form> & 点検", "open \\<form\\> & 点検", "open &lt;form&gt; &amp; 点検",
            "save report", "sign in", "Does it keep three seconds?", "sanbyo run",
        ]
        let style = text.replacing(/<style>[\s\S]*?<\/style>/, with: "")
        let plain = kept.reduce(style.replacing(/<[^>]*>/, with: " | ")) {
            $0.replacingOccurrences(of: $1, with: "|")
        }
        return plain.matches(of: /[A-Za-z']{2,}(?: [A-Za-z']{2,}){2,}/).map { String($0.output) }
    }
}
