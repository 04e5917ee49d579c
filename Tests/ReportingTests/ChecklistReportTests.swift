import Checklists
import Foundation
import Reporting
import Testing
import Verdicts
import Workload

@Suite("Checklist reports")
struct ChecklistReportTests {
    private func report(_ language: Language) throws -> ChecklistReport {
        let run = try SampleRun.report()
        var contract = run.facts.terms.contract
        contract.declarations.leastTLS = "1.2"
        contract.declarations.answers = [
            39: Bilingual(ja: "有、\"ISO/IEC 27001\"", en: "yes, <ISO/IEC 27001> | =1+1"),
            40: Bilingual("=HYPERLINK(1)"),
        ]
        return ChecklistReport(
            checklist: Checklist(
                of: contract,
                findings: RunFindings(run.facts, run.judgement, evidence: "20261127-sample").all
            ),
            language: language,
            date: "2026-11-27 09:00:00 +09:00",
            services: ["rehearsal"],
            sources: ["20261127-sample"],
            version: "0.0.0"
        )
    }

    @Test("in both languages stay as recorded", arguments: Language.allCases)
    func goldens(language: Language) throws {
        let report = try report(language)
        #expect(report.files.map(\.name) == ["checklist.html", "checklist.csv", "checklist.md"])
        for file in report.files {
            let text = try #require(report.files.text(file.name))
            // Read back, a recorded text has lost its byte order mark.
            let plain = text.replacing("\u{FEFF}", with: "")
            try Golden.expect(plain, "\(language.rawValue)-\(file.name)")
        }
    }

    @Test("the document says what its verdict is about and of which service")
    func banner() throws {
        var report = try report(.english)
        report.services = ["https://a.example.jp", "https://b.example.jp"]
        report.checklist.chosen = [19, 24]
        func texts() throws -> [String] {
            try ["checklist.html", "checklist.md"].map { try #require(report.files.text($0)) }
                + [
                    ChecklistSummary.lines(
                        report,
                        folder: "f",
                        width: 400,
                        style: Style(isColoured: false)
                    ).joined(separator: "\n")
                ]
        }
        for text in try texts() {
            for part in [
                "b.example.jp (taken for one service)", "about items 19, 24 alone",
                "1 of 2 contracted, measurable items were not measured: 24",
            ] {
                #expect(text.replacing("\\", with: "").contains(part), "\(text)")
            }
        }
        report.services = ["rehearsal"]
        for text in try texts() { #expect(text.contains("no real service")) }
    }

    @Test("quotes and formulas with combining marks stay in their cell")
    func combiningMarks() throws {
        var report = try report(.english)
        report.checklist.rows[0].contracted = Bilingual("a\"\u{301},=1+1")
        report.checklist.rows[1].contracted = Bilingual("=\u{338}HYPERLINK(1)")
        let text = try #require(report.files.text("checklist.csv"))
        let reader = try PythonOracle(
            """
            import sys,csv,io
            text=sys.stdin.buffer.read().decode('utf-8-sig')
            rows=list(csv.reader(io.StringIO(text, newline=''), strict=True))
            assert all(len(r)==8 for r in rows), [len(r) for r in rows]
            print(ascii(rows[1][4]), ascii(rows[2][4]))
            """
        )
        let cells = try reader.run(text).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(cells == #"'a"\u0301,=1+1' "'=\u0338HYPERLINK(1)""#)
    }

    @Test("a spreadsheet keeps Japanese, runs no formula and gets 49 rows of 8 cells")
    func csv() throws {
        let text = try #require(try report(.japanese).files.text("checklist.csv"))
        let reader = try PythonOracle(
            """
            import sys,csv,io
            raw=sys.stdin.buffer.read()
            assert raw.startswith(b'\\xef\\xbb\\xbf'), 'no byte order mark'
            rows=list(csv.reader(io.StringIO(raw.decode('utf-8-sig'), newline='')))
            assert rows[0][2]=='サービスレベル項目', rows[0]
            assert len(rows)==50 and all(len(r)==8 for r in rows), [len(r) for r in rows]
            assert rows[40][4]=="'=HYPERLINK(1)", rows[40]
            print([r[6] for r in rows if r[0]=='20'][0])
            """
        )
        let standing = try reader.run(text).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(standing == "不適合")
    }

    @Test("answers act neither as markup of the page nor of the table")
    func escaping() throws {
        let files = try report(.english).files
        let page = try #require(files.text("checklist.html"))
        #expect(page.contains("&lt;ISO/IEC 27001&gt;"))
        let table = try #require(files.text("checklist.md"))
        #expect(table.contains("\\<ISO/IEC 27001\\> \\| =1+1"))
    }
}
