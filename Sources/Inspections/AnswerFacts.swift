package import Measuring
import Wording

/// What came back for one request of a try.
package struct AnswerFacts: Sendable, Equatable {
    package var outcome: Outcome
    /// 0 without an answer.
    package var status: Int
    /// Why it is not as expected; empty when it is.
    package var words: String
    package var body: String

    package init(outcome: Outcome, status: Int = 0, words: String = "", body: String = "") {
        self.outcome = outcome
        self.status = status
        self.words = words
        self.body = body
    }

    var isAsExpected: Bool { outcome == .succeeded }

    /// "status 422", or why there is none.
    var shown: Bilingual {
        status > 0
            ? Bilingual(ja: "ステータス\(status)", en: "status \(status)")
            : Bilingual(words.isEmpty ? outcome.name : words)
    }

    /// What is shown of it for evidence.
    var evidence: [Bilingual] { [shown, Bilingual(excerpt)].filter { !$0.isEmpty } }

    /// The beginning of the body in one line.
    var excerpt: String {
        let line = body.prefix(160).map { $0.isNewline ? " " : $0 }
        return String(line) + (body.count > 160 ? " …" : "")
    }

    /// What makes the answer none that a person should see; `nil` when it is clean.
    var unclean: (fault: String, words: Bilingual)? {
        if status >= 500 {
            let words = Bilingual(
                ja: "正しい拒否でなくステータス\(status)で応答",
                en: "answered with status \(status) instead of a clean refusal"
            )
            return ("server-error", words)
        }
        return StackTrace.sign(in: body).map {
            (
                "stack-trace",
                Bilingual(
                    ja: "応答がサービスの内部を見せている(“\($0)”)",
                    en: "the answer shows the inside of the service (“\($0)”)"
                )
            )
        }
    }
}

/// Signs of an error page that was made for programmers.
enum StackTrace {
    private static let signs = [
        "Traceback (most recent call last)", "Exception in thread ", "Stack trace:",
        "Stack Trace:", "Fatal error: Uncaught", "SQLSTATE[", "You have an error in your SQL",
        "java.lang.", "System.NullReferenceException", "Microsoft OLE DB", "unterminated quoted",
        "Unclosed quotation mark", "goroutine 1 [", "ActionView::Template::Error",
        "Whitelabel Error Page", "Server Error in '/' Application",
    ]

    /// The first sign found, or `nil`.
    static func sign(in text: String) -> String? {
        signs.first { text.contains($0) } ?? oracleNumber(in: text)
    }

    /// "ORA-" with five digits.
    private static func oracleNumber(in text: String) -> String? {
        var rest = text[...]
        while let start = rest.firstRange(of: "ORA-") {
            let digits = rest[start.upperBound...].prefix(5)
            if digits.count == 5, digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
                return "ORA-" + digits
            }
            rest = rest[start.upperBound...]
        }
        return nil
    }
}
