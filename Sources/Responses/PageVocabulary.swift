/// The names that ``FormControlScanner`` knows.
///
/// Made once for each take: a table that shards shared would have one reference count.
struct PageVocabulary: Sendable {
    enum Kind: UInt8, Sendable {
        /// Not known: the scanner gives up.
        case unknown
        case plain
        case html, head, body
        /// Has no content and no end tag.
        case void
        /// Its content is raw text.
        case raw
        /// Its content is text without tags.
        case text
        case input
        case textarea
        /// A control of another kind.
        case control

        var isControl: Bool { self == .input || self == .textarea || self == .control }
        var isVoid: Bool { self == .void || self == .input }
        /// Whether a second one in a page means something else.
        var isSingle: Bool { self == .html || self == .head || self == .body }
    }

    /// The letters of a name of at most eight, lower case; 0 = a longer name.
    typealias Name = UInt64

    private var names = [Name](repeating: 0, count: 256)
    private var kinds = [Kind](repeating: .unknown, count: 256)
    private let letters = (UInt8.min...UInt8.max).map { byte -> UInt8 in
        switch byte.lowercase {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            byte.lowercase
        default: 0
        }
    }
    let name = Self.packed("name")
    let value = Self.packed("value")
    let type = Self.packed("type")

    init() {
        let known: [(Kind, String)] = [
            (.html, "html"), (.head, "head"), (.body, "body"),
            (.void, "meta link br hr img"),
            (.raw, "script style"),
            (.text, "title"),
            (.input, "input"),
            (.textarea, "textarea"),
            (.control, "button select"),
            (
                .plain,
                """
                form div span p a ul ol li dl dt dd table thead tbody tfoot tr td th caption \
                h1 h2 h3 h4 h5 h6 b i u em strong small code label fieldset legend option \
                header footer nav main section article aside
                """
            ),
        ]
        for (kind, words) in known {
            for word in words.split(separator: " ") { add(Self.packed(word), kind) }
        }
    }

    /// A byte that a name may hold, in lower case; 0 for any other.
    func letter(_ byte: UInt8) -> UInt8 { letters[Int(byte)] }

    func kind(of name: Name) -> Kind {
        var place = Self.place(of: name)
        while names[place] != 0 {
            if names[place] == name { return kinds[place] }
            place = (place + 1) & 255
        }
        return .unknown
    }

    private mutating func add(_ name: Name, _ kind: Kind) {
        var place = Self.place(of: name)
        while names[place] != 0 { place = (place + 1) & 255 }
        names[place] = name
        kinds[place] = kind
    }

    private static func place(of name: Name) -> Int {
        // Fibonacci hashing: the top bits of a product with 2^64 divided by the golden ratio.
        Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 56)
    }

    private static func packed(_ word: some StringProtocol) -> Name {
        word.utf8.reduce(0) { $0 << 8 | Name($1) }
    }
}
