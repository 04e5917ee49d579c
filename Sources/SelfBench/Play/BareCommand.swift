import ArgumentParser
import CBareCurl

/// The measured process of libcurl's own path.
struct BareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare",
        abstract: "Lets libcurl alone send requests (a part of the benchmark).",
        shouldDisplay: false
    )

    @Option var url: String
    @Option var users: Int
    @Option var authorities: String

    func run() throws {
        _ = Machine.raiseDescriptorLimit()
        var counts = bare_curl_counts()
        guard unsafe bare_curl_play(url, authorities, Int32(users), &counts) == 0 else {
            throw BenchFailure("libcurl has no memory or descriptors")
        }
        let figures = FigureLine([
            ("answers", Double(counts.answers)), ("failures", Double(counts.failures)),
        ])
        print(figures.text)
    }
}
