/// A place in a document: the steps from its root.
struct Place: Hashable, CustomStringConvertible {
    enum Part: Hashable {
        case key(String)
        case item(Int)
    }

    private(set) var parts: [Part] = []

    static let root = Place()

    static func / (place: Place, key: String) -> Place {
        var inner = place
        inner.parts.append(.key(key))
        return inner
    }

    subscript(item: Int) -> Place {
        var inner = self
        inner.parts.append(.item(item))
        return inner
    }

    /// "flows.file-report.steps[0].get".
    var description: String {
        parts.reduce("") { text, part in
            switch part {
            case .key(let key): ShapeChecker.join(text, key)
            case .item(let number): "\(text)[\(number)]"
            }
        }
    }
}
