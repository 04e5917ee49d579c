/// What a place in a file may hold: the one table behind the reader's checks and the published
/// JSON schemas.
indirect enum Shape: Sendable {
    case scalar(ScalarShape)
    case list(Shape, atLeast: Int)
    case object(ObjectShape)
    /// A mapping whose keys are names the author chooses.
    case map(Shape, atLeast: Int, names: NameRule)
    /// One of several shapes that differ in kind (scalar, list, mapping).
    case either([Shape])
    /// Any value (a JSON body).
    case anything

    /// Which names an author may choose.
    enum NameRule: Sendable {
        case any
        /// Letters, digits, "-" and "_", not first a digit: usable inside `${…}`.
        case variable
    }

    /// "a list", for messages about a value of the wrong kind.
    var inWords: String {
        switch self {
        case .scalar(let shape): shape.inWords
        case .list(let item, _): "a list of which each item is \(item.inWords)"
        case .object(let shape): "a mapping with \(shape.keyNamesInWords)"
        case .map: "a mapping of names"
        case .either(let shapes): shapes.map(\.inWords).joined(separator: ", or ")
        case .anything: "any value"
        }
    }

    static func word(_ words: String...) -> Shape { .scalar(ScalarShape(.word, words: words)) }
    static let text = Shape.scalar(ScalarShape(.text))
    static let template = Shape.scalar(ScalarShape(.template))
    static let path = Shape.scalar(ScalarShape(.text))
    static let duration = Shape.scalar(ScalarShape(.duration))
    static let positiveDuration = Shape.scalar(ScalarShape(.positiveDuration))
    static let share = Shape.scalar(ScalarShape(.share))
    static let size = Shape.scalar(ScalarShape(.size))
    static let boolean = Shape.scalar(ScalarShape(.boolean))
    static let count = Shape.scalar(ScalarShape(.count))
}

/// A mapping with known keys.
struct ObjectShape: Sendable {
    /// Names the definition in the schema.
    let name: String
    let keys: [KeyShape]
    /// Of each group exactly one key must be there.
    var exactlyOne: [[String]] = []
    /// Of each group at most one key may be there.
    var atMostOne: [[String]] = []

    init(
        _ name: String,
        _ keys: [KeyShape],
        exactlyOne: [[String]] = [],
        atMostOne: [[String]] = []
    ) {
        self.name = name
        self.keys = keys
        self.exactlyOne = exactlyOne
        self.atMostOne = atMostOne
    }

    var keyNamesInWords: String {
        let required = keys.filter(\.required).map(\.name)
        if required.isEmpty, let choice = exactlyOne.first {
            return choice.map { "“\($0)”" }.joined(separator: " or ")
        }
        let shown = required.isEmpty ? Array(keys.map(\.name).prefix(6)) : required
        return shown.map { "“\($0)”" }.joined(separator: ", ")
    }
}

/// A key of an object.
struct KeyShape: Sendable {
    let name: String
    let shape: Shape
    let required: Bool
    /// Shown by editors that use the schema.
    let summary: String

    init(_ name: String, _ shape: Shape, required: Bool = false, _ summary: String) {
        self.name = name
        self.shape = shape
        self.required = required
        self.summary = summary
    }
}
