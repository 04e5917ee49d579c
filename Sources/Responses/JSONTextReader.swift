/// Checks a JSON text against the grammar of RFC 8259 and notes where its values stand.
///
/// The containers still open are a list, not recursion: no nesting can overflow the stack. More
/// than ``deepest`` of them is a fault, as in other readers.
struct JSONTextReader {
    static let deepest = 512

    private let bytes: [UInt8]
    private var place = 0
    private var nodes: [JSONText.Node] = []
    /// The nodes of the containers not yet closed.
    private var open: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read() throws(JSONFault) -> [JSONText.Node] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        repeat {
            try readValue()
        } while try moveToNextValue()
        return nodes
    }

    /// Reads one value, or the opening of a container and the name of its first member.
    private mutating func readValue() throws(JSONFault) {
        skipSpace()
        guard let byte = peek() else { throw fault("it ends where a value belongs") }
        switch byte {
        case UInt8(ascii: "{"): try openContainer(.object)
        case UInt8(ascii: "["): try openContainer(.array)
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readWord("true")
        case UInt8(ascii: "f"): try readWord("false")
        case UInt8(ascii: "n"): try readWord("null")
        default: throw fault("no value")
        }
    }

    /// Moves behind commas and closings to where a value must follow; false at the end of the text.
    private mutating func moveToNextValue() throws(JSONFault) -> Bool {
        while true {
            // An empty container is closed by what follows its opening.
            let justOpened = open.last == nodes.count - 1
            skipSpace()
            guard let container = open.last else {
                guard place == bytes.count else { throw fault("text after the end") }
                return false
            }
            let isObject = nodes[container].kind == .object
            let byte = peek()
            if byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                place += 1
                closeContainer(container)
                continue
            }
            if !justOpened {
                guard byte == UInt8(ascii: ",") else { throw fault("a comma or a closing belongs") }
                place += 1
            }
            if isObject { try readName() }
            return true
        }
    }

    private mutating func openContainer(_ kind: JSONText.Node.Kind) throws(JSONFault) {
        guard open.count < Self.deepest else {
            throw fault("nested more than \(Self.deepest) deep")
        }
        open.append(nodes.count)
        add(kind, from: place, to: place)
        place += 1
    }

    private mutating func closeContainer(_ container: Int) {
        nodes[container].end = Int32(place)
        nodes[container].after = Int32(nodes.count)
        open.removeLast()
    }

    private mutating func readName() throws(JSONFault) {
        skipSpace()
        guard peek() == UInt8(ascii: "\"") else { throw fault("a member's name belongs") }
        try readString()
        skipSpace()
        guard peek() == UInt8(ascii: ":") else { throw fault("a colon belongs") }
        place += 1
    }

    private mutating func readString() throws(JSONFault) {
        let start = place
        place += 1
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                add(.string, from: start, to: place)
                return
            case UInt8(ascii: "\\"): try skipEscape()
            case 0..<0x20: throw fault("a control character in a string")
            default: place += 1
            }
        }
        throw fault("a string without its end")
    }

    private mutating func skipEscape() throws(JSONFault) {
        place += 1
        guard let byte = peek() else { throw fault("a string without its end") }
        place += 1
        if byte == UInt8(ascii: "u") {
            for _ in 0..<4 {
                guard let digit = peek(), Self.isHexadecimal(digit) else {
                    throw fault("four hexadecimal digits belong")
                }
                place += 1
            }
        } else if !"\"\\/bfnrt".utf8.contains(byte) {
            throw fault("an unknown escape")
        }
    }

    private mutating func readNumber() throws(JSONFault) {
        let start = place
        if peek() == UInt8(ascii: "-") { place += 1 }
        if peek() == UInt8(ascii: "0") { place += 1 } else { try skipDigits() }
        if peek() == UInt8(ascii: ".") {
            place += 1
            try skipDigits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            place += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { place += 1 }
            try skipDigits()
        }
        add(.other, from: start, to: place)
    }

    private mutating func skipDigits() throws(JSONFault) {
        let start = place
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            place += 1
        }
        guard place > start else { throw fault("a digit belongs") }
    }

    private mutating func readWord(_ word: String) throws(JSONFault) {
        let start = place
        guard bytes[place...].starts(with: word.utf8) else { throw fault("no value") }
        place += word.utf8.count
        add(.other, from: start, to: place)
    }

    private mutating func add(_ kind: JSONText.Node.Kind, from start: Int, to end: Int) {
        nodes.append(
            JSONText.Node(
                kind: kind,
                start: Int32(start),
                end: Int32(end),
                after: Int32(nodes.count + 1)
            )
        )
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    private func peek() -> UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private func fault(_ words: String) -> JSONFault {
        let beginning = quoted(String(decoding: bytes.prefix(1024), as: UTF8.self))
        return JSONFault("not JSON, byte \(place + 1): \(words): \(beginning)")
    }
}
