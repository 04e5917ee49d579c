/// Text made safe for XML and HTML.
package enum Markup {
    /// Escapes `& < > " '` and drops the characters that XML 1.0 does not allow.
    ///
    /// XML 1.0 §2.2 allows tab, line feed, carriage return, U+20–U+D7FF, U+E000–U+FFFD and
    /// U+10000–U+10FFFF. Works for element text and for attribute values in either quotes.
    package static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}",
                "\u{10000}"..."\u{10FFFF}":
                result.unicodeScalars.append(scalar)
            default: break
            }
        }
        return result
    }
}

/// An element of XML, HTML or SVG; text and attribute values are escaped when written.
package indirect enum Node: Sendable {
    case text(String)
    case element(String, [(String, String)], [Node])
    /// Written as it stands: style sheets and preambles of our own only, never outside text.
    case verbatim(String)

    /// Elements that HTML writes without an end tag.
    private static let voids: Set<String> = ["meta", "br", "hr", "img", "link"]

    package func write(to text: inout String) {
        switch self {
        case .text(let content): text += Markup.escaped(content)
        case .verbatim(let content): text += content
        case .element(let name, let attributes, let children):
            text += "<" + name
            for (key, value) in attributes { text += " \(key)=\"\(Markup.escaped(value))\"" }
            text += ">"
            if Self.voids.contains(name) { return }
            for child in children { child.write(to: &text) }
            text += "</\(name)>"
            if Self.endsLine.contains(name) { text += "\n" }
        }
    }

    private static let endsLine: Set<String> = [
        "tr", "p", "h1", "h2", "h3", "svg", "section", "header", "table", "style", "title", "head",
        "li", "ul", "g", "rect", "polyline", "div", "footer", "details", "pre", "path",
    ]
}

/// An element with attributes and children.
package func element(
    _ name: String,
    _ attributes: [(String, String)] = [],
    _ children: [Node] = []
) -> Node {
    .element(name, attributes, children)
}

/// An element with text only.
package func element(
    _ name: String,
    _ attributes: [(String, String)] = [],
    text: String
) -> Node {
    .element(name, attributes, [.text(text)])
}
