/// How many columns of a terminal a text takes.
package enum DisplayWidth {
    /// The columns of a text: two for East Asian wide and fullwidth characters, none for marks.
    ///
    /// Ranges after Unicode Standard Annex 11, classes W and F; emoji count as wide.
    package static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    package static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.properties.generalCategory == .nonspacingMark || first.value == 0x200B {
            return 0
        }
        if first.value < 0x20 || first.value == 0x7F { return 0 }
        let isWide = wide.contains { $0.contains(first.value) }
        return isWide || character.unicodeScalars.contains("\u{FE0F}") ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
        0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF,
        0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]

    /// The text cut to at most `columns`, with "…" where something was cut off.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var result = ""
        var used = 0
        for character in text {
            let width = of(character)
            if used + width > columns - 1 { break }
            used += width
            result.append(character)
        }
        return result + "…"
    }

    /// The text with blanks up to `columns`, at its end or, for figures, before it.
    package static func padded(_ text: String, to columns: Int, right: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, columns - of(text)))
        return right ? blanks + text : text + blanks
    }

    /// The text in lines of at most `columns`, broken at blanks and within long Japanese words.
    package static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ").map(String.init) {
            // Short words stay whole; Japanese has no blanks, so its words are sentences.
            let pieces = of(word) * 4 > columns ? pieces(of: word) : [word]
            for (index, piece) in pieces.enumerated() {
                let joined = line.isEmpty || index > 0 ? line + piece : line + " " + piece
                if of(joined) <= columns {
                    line = joined
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                line = piece
                while of(line) > columns, columns > 1 {
                    let head = fitting(line, columns)
                    lines.append(head)
                    line = String(line.dropFirst(head.count))
                }
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// A word in parts between which a line may end: around wide characters, but neither before a
    /// mark that closes nor after one that opens (kinsoku).
    private static func pieces(of word: String) -> [String] {
        var pieces: [String] = []
        var last: Character?
        for character in word {
            let breaks = last.map { last in
                (of(last) == 2 || of(character) == 2) && !opening.contains(last)
                    && !closing.contains(character)
            }
            if breaks ?? true {
                pieces.append(String(character))
            } else {
                pieces[pieces.count - 1].append(character)
            }
            last = character
        }
        return pieces
    }

    private static let opening: Set<Character> = ["(", "「", "『", "“", "(", "["]
    private static let closing: Set<Character> = [
        "、", "。", ",", ".", ")", "」", "』", "”", ")", "]", ":", ";", ":", ";", "・", "ー", "~", "%",
        "%", "ァ", "ィ", "ゥ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ", "っ", "ゃ", "ゅ", "ょ", "秒", "件", "人",
    ]

    private static func fitting(_ text: String, _ columns: Int) -> String {
        var used = 0
        let head = text.prefix { character in
            used += of(character)
            return used <= columns
        }
        return head.isEmpty ? String(text.prefix(1)) : String(head)
    }
}
