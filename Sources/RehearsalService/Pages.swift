import NIOHTTP1

/// The frame around every page, and the pages that say no.
enum Pages {
    /// A whole HTML document; `body` is HTML already, `title` is not.
    static func page(
        _ title: String,
        _ body: String,
        status: HTTPResponseStatus = .ok
    ) -> Answer {
        .html(
            """
            <!DOCTYPE html>
            <html lang="ja">
            <head><meta charset="utf-8"><title>\(escaped(title))</title></head>
            <body>
            <h1>\(escaped(title))</h1>
            \(body)
            </body>
            </html>

            """,
            status: status
        )
    }

    /// Who is signed in, as the foot of a page says it.
    static func of(_ session: Session) -> String {
        "<p>会社 \(session.member.companyCode) ユーザー \(session.member.userCode)</p>"
    }

    static let notFound = refusal(.notFound, "ページが見つかりません。")

    /// A page that only says why a request was not carried out.
    static func refusal(
        _ status: HTTPResponseStatus,
        _ reason: String,
        allow: [String] = []
    ) -> Answer {
        var answer = page(
            "\(status.code) \(status.reasonPhrase)",
            "<p>\(escaped(reason))</p>",
            status: status
        )
        if !allow.isEmpty { answer.headers.append(("Allow", allow.joined(separator: ", "))) }
        return answer
    }

    /// Text made safe inside HTML elements and quoted attributes.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        "&<>\"'".utf8.contains(byte)
    }
}
