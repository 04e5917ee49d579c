/// The beginning of a text in one line, at most 80 characters, safe to print on a terminal.
///
/// Runs of white space become one space; control and formatting characters, with which a service
/// could steer the terminal or hide text, become "·".
func excerpt(_ text: String) -> String {
    let longest = 80
    var result = ""
    var length = 0
    var spacePending = false
    for character in text {
        if character.isWhitespace {
            spacePending = length > 0
            continue
        }
        guard length + (spacePending ? 2 : 1) <= longest else { return result + "…" }
        if spacePending {
            result += " "
            length += 1
            spacePending = false
        }
        // A character may hold any number of combining marks; a few are enough to be readable.
        for scalar in character.unicodeScalars.prefix(8) {
            result.unicodeScalars.append(isPrintable(scalar) ? scalar : "·")
        }
        length += 1
    }
    return result
}

/// The excerpt of a text between quotation marks.
func quoted(_ text: String) -> String { "\"\(excerpt(text))\"" }

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
}
