/// Names of files and folders made of names that people gave.
package enum FileName {
    /// In bytes of UTF-8: file systems allow 255, and suffixes, numbers and a time come on top.
    private static let longest = 160

    /// The text with its letters and digits, in any script, and the characters `kept`.
    ///
    /// Everything else becomes `-`; what is too long for a file system is cut off.
    package static func made(of text: String, keeping kept: String) -> String {
        var name = ""
        for character in text {
            let isKept = character.isLetter || character.isNumber || kept.contains(character)
            let next = isKept ? String(character) : "-"
            guard name.utf8.count + next.utf8.count <= longest else { break }
            name += next
        }
        return name
    }
}
