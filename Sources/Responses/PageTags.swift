/// Reads the tags of a page one after the other, as long as nothing is unusual.
///
/// "Unusual" is whatever readers of HTML might see differently. Once something was, nothing more
/// may be read.
struct PageTags {
    typealias Name = PageVocabulary.Name
    typealias Kind = PageVocabulary.Kind

    enum Part {
        /// `nil` for an attribute without a value.
        case attribute(Name, value: Range<Int>?)
        case end
        case unusual
    }

    let page: [UInt8]
    /// What the newest start tag is.
    private(set) var kind = Kind.unknown
    private let vocabulary: PageVocabulary
    private var place = 0
    private var tag: Name = 0
    /// Readers stop at 256 levels and may add a few of their own.
    private static let deepest = 64
    /// The elements begun and not ended.
    private var open: [Name] = []
    private var singles: UInt16 = 0
    private var bodyHasEnded = false

    /// - Parameter page: must not hold the byte 0.
    init(_ page: [UInt8], _ vocabulary: PageVocabulary) {
        self.page = page
        self.vocabulary = vocabulary
        open.reserveCapacity(16)
    }

    /// Goes behind the name of the next start tag.
    ///
    /// - Returns: false at the end of the page and at anything unusual.
    mutating func nextStartTag() -> Bool {
        while let next = page.span.firstIndex(of: UInt8(ascii: "<"), from: place) {
            place = next + 1
            switch byte {
            case UInt8(ascii: "!"):
                guard next == 0 && skip("!doctype html>") || skipComment() else { return false }
            case UInt8(ascii: "/"):
                guard endElement() else { return false }
            default:
                return beginElement()
            }
        }
        return false
    }

    /// Goes behind the next attribute of the start tag, or behind the tag.
    mutating func nextPart() -> Part {
        let isParted = skipBlanks()
        switch byte {
        case UInt8(ascii: ">"):
            place += 1
            return enter() ? .end : .unusual
        case UInt8(ascii: "/"):
            return kind.isVoid && skip("/>") ? .end : .unusual
        default:
            let start = place
            let name = self.name()
            guard isParted, place > start else { return .unusual }
            guard byte == UInt8(ascii: "=") else { return .attribute(name, value: nil) }
            place += 1
            return value().map { .attribute(name, value: $0) } ?? .unusual
        }
    }

    /// Whether text of this byte is the same for every reader: visible ASCII and the space, without
    /// the beginning of an entity.
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "&")
    }

    // MARK: Elements

    private mutating func beginElement() -> Bool {
        tag = name()
        kind = vocabulary.kind(of: tag)
        guard kind != .unknown, !bodyHasEnded else { return false }
        guard kind.isSingle else { return true }
        let mark = UInt16(1) << UInt16(kind.rawValue)
        defer { singles |= mark }
        return singles & mark == 0
    }

    /// Goes into the element whose start tag ended, or past it when there is no way in.
    private mutating func enter() -> Bool {
        switch kind {
        case .void, .input: return true
        case .raw: return skipRawText()
        case .text, .textarea: return skipText() && endRaw()
        default:
            open.append(tag)
            return open.count <= Self.deepest
        }
    }

    /// At the slash of an end tag, which must be that of the newest open element.
    private mutating func endElement() -> Bool {
        place += 1
        let name = name()
        skipBlanks()
        guard open.popLast() == name, byte == UInt8(ascii: ">") else { return false }
        place += 1
        let ended = vocabulary.kind(of: name)
        if ended == .body || ended == .html { bodyHasEnded = true }
        return true
    }

    // MARK: What holds no tags

    /// At the exclamation mark of a comment without two dashes in it.
    private mutating func skipComment() -> Bool {
        guard skip("!--"), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "-") else {
            return false
        }
        while let dash = page.span.firstIndex(of: UInt8(ascii: "-"), from: place) {
            place = dash + 1
            if byte == UInt8(ascii: "-") { return skip("->") }
        }
        return false
    }

    /// The content and end tag of an element whose text may hold "<", but no comment.
    private mutating func skipRawText() -> Bool {
        while skipText() {
            if byte == UInt8(ascii: "/") { return endRaw() }
            if byte == UInt8(ascii: "!") { return false }
        }
        return false
    }

    private mutating func skipText() -> Bool {
        guard let next = page.span.firstIndex(of: UInt8(ascii: "<"), from: place) else {
            return false
        }
        place = next + 1
        return true
    }

    /// At the slash of the end tag of the newest start tag.
    private mutating func endRaw() -> Bool {
        guard byte == UInt8(ascii: "/") else { return false }
        place += 1
        guard name() == tag else { return false }
        skipBlanks()
        return skip(">")
    }

    // MARK: Characters

    /// The byte at the place; 0, which stands nowhere in the page, behind its end.
    private var byte: UInt8 { place < page.count ? page[place] : 0 }

    private var isBlank: Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = place
        while isBlank { place += 1 }
        return place > start
    }

    /// Goes behind a word, whatever its case, if it is what follows.
    private mutating func skip(_ word: StaticString) -> Bool {
        guard page.span.holds(word, at: place) else { return false }
        place += word.utf8CodeUnitCount
        return true
    }

    /// A name of letters, digits, "-" and "_" that begins with a letter; 0 when there is none or
    /// it has more than eight.
    private mutating func name() -> Name {
        let start = place
        let (name, end) = nameHere
        place = end
        return end - start > 8 ? 0 : name
    }

    private var nameHere: (name: Name, end: Int) {
        let bytes = page.span
        var end = place
        var name: Name = 0
        guard Self.isLetter(byte) else { return (name, end) }
        while end < bytes.count, case let letter = vocabulary.letter(bytes[end]), letter != 0 {
            name = name << 8 | Name(letter)
            end += 1
        }
        return (name, end)
    }

    /// Behind the equals sign of an attribute.
    private mutating func value() -> Range<Int>? {
        let quote = byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let start = place
            while vocabulary.letter(byte) != 0 || byte == UInt8(ascii: ".") { place += 1 }
            // Readers differ about a slash here.
            guard isBlank || byte == UInt8(ascii: ">") else { return nil }
            return place > start ? start..<place : nil
        }
        let start = place + 1
        guard let end = page.span.firstIndex(of: quote, from: start) else { return nil }
        place = end + 1
        return start..<end
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
