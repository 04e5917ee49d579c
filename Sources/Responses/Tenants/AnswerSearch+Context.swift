import Workload

extension AnswerSearch {
    /// What stands around a marker, as text; only for evidence, so it may take memory.
    package struct Context: Sendable, Equatable {
        /// UTF-8; damaged characters are replaced.
        package let text: String
        /// Where the marker stands in the UTF-8 of ``text``.
        package let place: Range<Int>

        package init(text: String, place: Range<Int>) {
            self.text = text
            self.place = place
        }
    }

    /// How many bytes before and behind are looked at: room for any secret that is cut by the
    /// excerpt which is made of it.
    private static let reach = 1_024

    package func context(of find: Find, in text: UnsafeRawBufferPointer) -> Context {
        let length = index.markers[find.marker].text.utf8.count
        let start = max(0, find.end - Self.reach - (find.isEscaped ? 6 * length : length))
        var head = unsafe Array(text[start..<find.end])
        var tail = unsafe Array(text[find.end..<min(text.count, find.end + Self.reach)])
        if find.isEscaped {
            head = Self.withoutEscapes(head)
            tail = Self.withoutEscapes(tail)
        }
        // A marker whose last character ends in the middle of an escape is not at the end then.
        let before = String(decoding: head.dropLast(length), as: UTF8.self)
        let marker = String(decoding: head.suffix(length), as: UTF8.self)
        let from = before.utf8.count
        return Context(
            text: before + marker + String(decoding: tail, as: UTF8.self),
            place: from..<(from + marker.utf8.count)
        )
    }

    static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        unsafe bytes.withUnsafeBytes { text in
            var place = 0
            while place < text.count {
                if let escape = unsafe Escape(text, at: place) {
                    for number in 0..<escape.length {
                        result.append(escape[number])
                    }
                    place += escape.written
                } else {
                    result.append(unsafe text[place])
                    place += 1
                }
            }
        }
        return result
    }
}
