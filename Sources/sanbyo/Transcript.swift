import Engine
import Measuring
import Reporting
import Timekeeping
import Workload

/// Shows exchanges as they come: what was sent, what came back, what was made of it.
struct Transcript: Sendable {
    private static let excerptLength = 300
    private static let longestRead = 4096
    /// The headers that explain most answers; `--verbose` shows all.
    private static let tellingHeaders: Set<String> = [
        "location", "content-type", "set-cookie", "retry-after", "www-authenticate",
    ]

    let plan: RunPlan
    let masker: Masker
    let isVerbose: Bool
    let console: Console

    func show(_ report: ExchangeReport) {
        let operation = plan.operations[report.operation].operation
        let sent = report.sent
        let exchange = report.exchange
        var lines = [""]
        let hop = report.hop > 0 ? ", redirect \(report.hop)" : ""
        lines.append("\(operation.name) (\(operation.operationClass.rawValue)\(hop))")
        lines.append("  > \(sent.method) \(sent.url)")
        for header in sent.headers where isVerbose {
            lines.append("    \(header.name): \(header.value)")
        }
        if !sent.body.isEmpty { lines.append("    \(excerpt(Array(sent.body)))") }
        lines.append("  < \(answerLine(exchange))")
        for header in exchange.headers
        where isVerbose || Self.tellingHeaders.contains(header.name.lowercased()) {
            lines.append("    \(header.name): \(header.value)")
        }
        if isVerbose || report.outcome != .succeeded {
            let body = excerpt(exchange.body)
            if !body.isEmpty { lines.append("    \(body)") }
        }
        for take in report.taken {
            lines.append("    took \(take.name) = \(take.value ?? "nothing")")
        }
        if report.outcome == .succeeded, !report.words.isEmpty {
            lines.append("  not ready yet: \(report.words)")
        }
        if report.outcome != .succeeded {
            lines.append("  FAILED \(report.outcome.name): \(report.words)")
        }
        show(lines.joined(separator: "\n") + "\n")
    }

    /// A request that was never sent.
    func showUnsent(_ failure: FailureExample) {
        let name = plan.operations[failure.operation].operation.name
        let text = "\n\(name)\n  FAILED \(failure.outcome.name): \(failure.words)\n"
        let told: [Outcome] = [.notPlayable, .hostNotAllowed, .tooManyRedirects, .notReady]
        guard told.contains(failure.outcome) else { return }
        show(text)
    }

    private func answerLine(_ exchange: Exchange) -> String {
        let time = DurationText.readable(exchange.done - exchange.dispatched)
        guard exchange.status > 0 else { return "no answer after \(time): \(exchange.detail)" }
        var line = "HTTP/\(exchange.httpVersion) \(exchange.status) in \(time), "
        line += "\(exchange.body.count) bytes"
        if let connection = exchange.connection {
            line += ", new connection in \(DurationText.readable(connection.connect))"
            if connection.tls > .zero {
                line += " + \(exchange.tlsVersion) in \(DurationText.readable(connection.tls))"
            }
        }
        return line
    }

    private func show(_ text: String) {
        console.output(Self.printable(masker.masked(text)))
    }

    /// What a service sends must not steer the terminal it is shown on.
    private static func printable(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            shown.unicodeScalars.append(
                isControl && scalar != "\n" && scalar != "\t" ? "·" : scalar
            )
        }
        return shown
    }

    private func excerpt(_ bytes: [UInt8]) -> String {
        let read = isVerbose ? bytes[...] : bytes.prefix(Self.longestRead)
        // Masked before it is cut: half a secret would not be known as one.
        let text = masker.masked(String(decoding: read, as: UTF8.self))
        guard !isVerbose else { return text }
        let line = String(text.prefix(Self.excerptLength).map { $0.isNewline ? " " : $0 })
        return text.count > Self.excerptLength ? line + " … (\(bytes.count) bytes)" : line
    }
}
