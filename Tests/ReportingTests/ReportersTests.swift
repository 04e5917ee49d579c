import Foundation
import Reporting
import Testing
import Timekeeping
import Verdicts
import Wording

@Suite("Reporters")
struct ReportersTests {
    @Test("every reporter has a purpose and writes files with unique plain names")
    func law() throws {
        let report = try SampleRun.report()
        let files = Reporters.files(of: report)
        #expect(Reporters.all.allSatisfy { !$0.purpose.isEmpty })
        #expect(Set(files.map { $0.name.lowercased() }).count == files.count)
        #expect(files.allSatisfy { !$0.name.contains("/") && !$0.bytes.isEmpty })
        #expect(files == Reporters.files(of: report))
        for name in ["summary.json", "report.html", "junit.xml", "intervals.hlog"] {
            #expect(files.contains { $0.name == name }, "\(name)")
        }
    }

    @Test("the summary for programs holds verdict, gates, operations and episodes")
    func summaryJson() throws {
        let report = try SampleRun.report()
        let text = try #require(Reporters.files(of: report).text("summary.json"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let summary = try #require(object as? [String: Any])
        #expect(summary["verdict"] as? String == "FAIL")
        #expect(summary["exitCode"] as? Int == 2)
        let episodes = try #require(summary["episodes"] as? [[String: Any]])
        #expect(episodes.count == 1)
        #expect(abs((episodes.first?["durationS"] as? Double ?? 0) - 30) < 0.3)
        let operations = try #require(summary["operations"] as? [[String: Any]])
        #expect(operations.map { $0["planned"] as? Int } == [40, 1200, 1200])
        #expect(operations[2]["failures"] as? [String: Int] == ["unexpected-status": 1])
        try Golden.expect(text, "summary.json")
    }

    @Test("the texts for people stay as recorded")
    func goldens() throws {
        let files = Reporters.files(of: try SampleRun.report())
        for name in ["summary.md", "junit.xml", "episodes.json", "operations.csv", "report.html"] {
            try Golden.expect(try #require(files.text(name)), name)
        }
    }

    @Test("the page and the test report are well-formed and escape names", arguments: ["junit.xml"])
    func wellFormed(name: String) throws {
        let text = try #require(
            Reporters.files(of: try SampleRun.report(name: "a\u{1}<b>\"'&\u{FFFF}")).text(name)
        )
        let parser = try PythonOracle(
            "import sys,xml.dom.minidom as m; d=m.parse(sys.stdin); "
                + "print(len(d.getElementsByTagName('testcase')))"
        )
        let count = try parser.run(text)
        #expect(Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 5)
    }

    @Test("junitparser reads every case with unique names, failures and errors")
    func junitParser() throws {
        let report = try SampleRun.report()
        let text = try #require(Reporters.files(of: report).text("junit.xml"))
        let oracle = try PythonOracle(
            """
            import sys
            try:
                from junitparser import JUnitXml
            except ImportError:
                print("missing"); sys.exit(0)
            x = JUnitXml.fromstring(sys.stdin.buffer.read())
            cases = [c for s in x for c in s]
            assert len({(c.classname, c.name) for c in cases}) == len(cases)
            bad = [c for c in cases if c.result]
            print(len(cases), len(bad))
            """
        )
        let answer = try oracle.run(text).split(separator: " ").map(String.init)
        guard answer.first != "missing\n" else { return }
        let judgement = report.judgement
        let bad = judgement.gates.count { $0.verdict != .pass } + 1
        #expect(
            answer.map { $0.trimmingCharacters(in: .newlines) }
                == ["\(judgement.gates.count + 1 + judgement.episodes.count)", "\(bad)"]
        )
    }

    @Test("the published schema accepts the summary and refuses a broken one")
    func schema() throws {
        let text = try #require(Reporters.files(of: try SampleRun.report()).text("summary.json"))
        let oracle = try PythonOracle(
            """
            import sys, json
            schema, summary = sys.stdin.read().split("\\u0000")
            schema, summary = json.loads(schema), json.loads(summary)
            try:
                import jsonschema
            except ImportError:
                print("missing"); sys.exit(0)
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(summary, schema)
            summary["verdict"] = "MAYBE"
            try:
                jsonschema.validate(summary, schema); print("accepted")
            except jsonschema.ValidationError:
                print("refused")
            """
        )
        let answer = try oracle.run(SummarySchema.text + "\u{0}" + text)
        #expect(["refused\n", "missing\n"].contains(answer))
    }

    @Test("secrets that read like figures or elements leave every document readable")
    func secretsLikeFigures() throws {
        let secrets = ["1200", "error", "testcase", "failure", "verdict", "planned", "table"]
        let files = Reporters.files(of: try SampleRun.report(secrets: secrets))
        let text = try #require(files.text("summary.json"))
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let summary = try #require(object as? [String: Any])
        #expect(summary["verdict"] as? String == "FAIL")
        let operations = try #require(summary["operations"] as? [[String: Any]])
        #expect(operations.map { $0["planned"] as? Int } == [40, 1200, 1200])
        let plain = Reporters.files(of: try SampleRun.report())
        #expect(files.text("operations.csv") == plain.text("operations.csv"))
        for name in ["junit.xml", "report.html"] {
            let tags = try #require(files.text(name)).count { $0 == "<" }
            #expect(tags == plain.text(name)?.count { $0 == "<" }, "\(name)")
            #expect(files.text(name)?.contains("<••••") == false, "\(name)")
        }
    }

    @Test("an account for each of thousands of users does not hold up the reports")
    func manySecrets() throws {
        let secrets = (0..<5_000).map { "pass-\($0)-word" }
        var report = try SampleRun.report(secrets: secrets)
        report.judgement.reasons.append(Bilingual("the service said pass-4999-word"))
        let began = ContinuousClock.now
        let files = Reporters.files(of: report)
        #expect(ContinuousClock.now - began < .seconds(30))
        #expect(files.text("summary.md")?.contains("said ••••\n") == true)
    }

    @Test("a secret is masked within Base64 whatever stands before it", arguments: 0..<4)
    func withinBase64(nameLength: Int) {
        let name = String(repeating: "n", count: nameLength)
        let text = Data("\(name):p4ss/w?rd~and more".utf8).base64EncodedString()
        let masked = Masker(secrets: ["p4ss/w?rd~and more"]).masked("Basic \(text)")
        #expect(masked.contains(Masker.mask))
        // A letter at each end may stand, with bits of what is around the secret.
        #expect(masked.count <= "Basic ".count + Masker.mask.count + 2 * nameLength + 6)
    }

    @Test("the beginning of a secret at the end of an excerpt is masked too")
    func cutSecrets() {
        let masker = Masker(secrets: ["correct horse battery"])
        #expect(masker.masked("token=correct hor…\"") == "token=••••…\"")
        #expect(masker.masked("correct answers…") == "correct answers…")
    }

    @Test("secrets that overlap are masked to their last letter")
    func overlapping() {
        let masker = Masker(secrets: ["xxabc", "abcdef"])
        #expect(masker.masked("a xxabcdef, abcdefxxabc.") == "a ••••, ••••••••.")
        #expect(masker.masked("abc") == "abc")
    }

    @Test("names too long for a file system are cut and stay apart")
    func longNames() throws {
        let files = Reporters.files(
            of: try SampleRun.report(name: String(repeating: "点検", count: 150))
        )
        #expect(files.allSatisfy { $0.name.utf8.count < 200 })
        #expect(Set(files.map { $0.name.lowercased() }).count == files.count)
        #expect(files.contains { $0.name.hasPrefix("点検点検") })
    }

    @Test("secrets stand in no file, neither plain nor encoded")
    func secrets() throws {
        let secret = "p&ss word/ü+"
        var report = try SampleRun.report(secrets: [secret])
        report.meta.effectiveSettings =
            "password: \(secret)\nbasic: \(Data(secret.utf8).base64EncodedString())\n"
        report.meta.commandLine = [
            "--set", "x=p%26ss%20word%2F%C3%BC%2B", "p%26ss+word%2f%c3%bc%2b",
        ]
        report.judgement.reasons.append(Bilingual("the service said \(secret)"))
        for file in Reporters.files(of: report) where !file.name.hasSuffix("hlog") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains(secret) && !text.contains("p&amp;ss"), "\(file.name)")
            #expect(!text.contains("p%26ss"), "\(file.name)")
            #expect(!text.contains("cCZzcyB3b3Jk"), "\(file.name)")
        }
    }

    @Test("the page needs no scripts, no network and no inline styles")
    func selfContained() throws {
        let page = try #require(Reporters.files(of: try SampleRun.report()).text("report.html"))
        for forbidden in ["<script", " style=\"", "src=", "href=", "url("] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("latency") || page.contains("Latency-continuation"))
        #expect(page.contains("open &lt;form&gt; &amp; 点検"))
    }
}
