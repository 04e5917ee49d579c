extension Masker {
    /// A part of a text on one line, secrets masked before it is cut, so that none is shown in
    /// part.
    ///
    /// - Parameters:
    ///   - place: the part that matters, as offsets in UTF-8.
    ///   - reach: how many characters are shown before and behind it.
    package func excerpt(of text: String, around place: Range<Int>, reach: Int) -> String {
        let bytes = Array(text.utf8)
        let hidden = hidden(in: bytes)
        func shown(_ part: Range<Int>) -> String {
            var result: [UInt8] = []
            var kept = part.lowerBound
            for secret in hidden where secret.overlaps(part) {
                result += bytes[kept..<max(kept, min(part.upperBound, secret.lowerBound))]
                // One that goes on beyond the part is masked here and not again there.
                if secret.lowerBound >= part.lowerBound { result += Self.mask.utf8 }
                kept = max(kept, min(part.upperBound, secret.upperBound))
            }
            result += bytes[kept..<part.upperBound]
            return String(decoding: result, as: UTF8.self)
        }
        let before = Self.onOneLine(shown(0..<place.lowerBound))
        let after = Self.onOneLine(shown(place.upperBound..<bytes.count))
        return (before.count > reach ? "…" : "") + before.suffix(reach)
            + Self.onOneLine(shown(place))
            + after.prefix(reach) + (after.count > reach ? "…" : "")
    }

    /// Runs of white space as one space, and nothing that steers a terminal.
    private static func onOneLine(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator:
                if result.last != " " { result.append(" ") }
            case .format, .surrogate, .unassigned, .privateUse: result.append("·")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
