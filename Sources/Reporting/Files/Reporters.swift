import Measuring
import Verdicts
import Workload

/// Every file that is written about a run.
///
/// A new format is one line in ``all``; the law suite of the tests walks the list.
package enum Reporters {
    /// One format: its file names and bytes for a run whose secrets are masked.
    package struct Reporter: Sendable {
        /// What the files are for, one line.
        package let purpose: String
        let files: @Sendable (ReportModel) -> [ReportFile]
    }

    package static let all: [Reporter] = [
        one("summary.json", "the verdict and all figures, for programs") {
            SummaryJson.document($0).text
        },
        one("summary.md", "the verdict and the tables, for pull requests") {
            SummaryMarkdown.text($0)
        },
        one("junit.xml", "one test case per gate and episode, for build servers") {
            JUnitReport.text($0)
        },
        one("report.html", "the page to look at") { HtmlPage.text($0) },
        one("operations.csv", "windows of ten seconds, for spreadsheets") {
            OperationsCsv.text($0)
        },
        one("episodes.json", "the latency-continuation periods, for programs") {
            EpisodesJson.document($0).text
        },
        Reporter(purpose: "answers that held another company's data, for programs") {
            $0.terms.isolation == nil
                ? [] : [ReportFile(name: "leaks.json", text: LeaksJson.document($0).text)]
        },
        one("effective.yaml", "every setting with its origin") { $0.meta.effectiveSettings },
        Reporter(purpose: "response and service times by second, for HdrHistogram's tools") {
            Distributions.intervals($0)
        },
        Reporter(
            purpose:
                "the distributions of each operation's response and service times, for plotting"
        ) {
            Distributions.percentiles($0)
        },
    ]

    /// All files of a run, secrets masked; names are unique.
    package static func files(of report: RunReport) -> [ReportFile] {
        let model = ReportModel(report.masked)
        return all.flatMap { $0.files(model) }
    }

    private static func one(
        _ name: String,
        _ purpose: String,
        _ text: @escaping @Sendable (ReportModel) -> String
    ) -> Reporter {
        Reporter(purpose: purpose) { [ReportFile(name: name, text: text($0))] }
    }
}

/// A file of a run directory.
package struct ReportFile: Sendable, Equatable {
    /// Without a folder, safe for every file system.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }
}
