/// Splits a text into literals and what stands in `${…}`; `$${` is a literal `${`.
enum TemplateText {
    enum Piece: Hashable {
        case literal(String)
        /// `${name}`.
        case variable(String)
        /// `${env:NAME}`.
        case environment(String)
        /// `${file:path}`.
        case file(String)
        /// `${` without `}`.
        case unclosed
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var literal = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            literal += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                literal += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                guard let end = rest.firstIndex(of: "}") else { return pieces + [.unclosed] }
                pieces.append(reference(rest[rest.index(dollar, offsetBy: 2)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                literal += "$"
                rest = rest.dropFirst()
            }
        }
        literal += rest
        return literal.isEmpty ? pieces : pieces + [.literal(literal)]
    }

    private static func reference(_ inside: Substring) -> Piece {
        if inside.hasPrefix("env:") { return .environment(String(inside.dropFirst(4))) }
        if inside.hasPrefix("file:") { return .file(String(inside.dropFirst(5))) }
        return .variable(String(inside))
    }
}
