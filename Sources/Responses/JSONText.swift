/// A JSON text (RFC 8259), checked as a whole and kept as places in its bytes.
///
/// Values are not converted: a number prints as the service wrote it (1 stays "1", 1.50 stays
/// "1.50", 9007199254740993 keeps its last digit).
struct JSONText {
    /// Where one value, or one member's name, stands.
    struct Node {
        enum Kind: UInt8 {
            case object, array, string, other
        }

        var kind: Kind
        var start: Int32
        /// One beyond the last byte.
        var end: Int32
        /// The index of the first node behind this one and all within it.
        var after: Int32
    }

    fileprivate let bytes: [UInt8]
    /// Depth first; an object's members are name, value, name, value.
    fileprivate let nodes: [Node]

    /// Checks a text; the fault names the byte where it breaks the grammar.
    static func reading(_ bytes: [UInt8]) -> Result<JSONText, JSONFault> {
        guard bytes.count <= AnswerReading.largestDocument else {
            return .failure(
                JSONFault("the body is over \(AnswerReading.largestDocument >> 20) MiB")
            )
        }
        var reader = JSONTextReader(bytes)
        do throws(JSONFault) {
            return .success(JSONText(bytes: bytes, nodes: try reader.read()))
        } catch {
            return .failure(error)
        }
    }

    /// A value of the text.
    struct Value {
        fileprivate let whole: JSONText
        fileprivate let node: Node

        var isNull: Bool {
            // No other value but the word itself begins with an n.
            node.kind == .other && whole.bytes[Int(node.start)] == UInt8(ascii: "n")
        }

        /// A string's characters; anything else as it is written.
        var text: String {
            let range = Int(node.start)..<Int(node.end)
            return node.kind == .string
                ? JSONStringText.decoded(
                    whole.bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
                )
                : String(decoding: whole.bytes[range], as: UTF8.self)
        }
    }

    /// The value at a path, or where the path leaves the text.
    ///
    /// Of members with the same name the last one counts, as in browsers.
    func value(at path: JSONPath) -> Result<Value, JSONFault> {
        var place = 0
        for step in path.steps {
            let next: Int?
            switch step {
            case .name(let name): next = member(name, of: place)
            case .position(let position): next = element(position, of: place)
            }
            guard let next else {
                let found = Value(whole: self, node: nodes[place]).text
                let wanted =
                    switch step {
                    case .name(let name): "no member \(quoted(name))"
                    case .position(let position): "no element \(position)"
                    }
                return .failure(JSONFault("\(wanted) in \(excerpt(found))"))
            }
            place = next
        }
        return .success(Value(whole: self, node: nodes[place]))
    }

    private func member(_ name: String, of object: Int) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        var found: Int?
        var place = object + 1
        while place < nodes[object].after {
            let written = Value(whole: self, node: nodes[place]).text
            if written.utf8.elementsEqual(name.utf8) { found = place + 1 }
            place = Int(nodes[place + 1].after)
        }
        return found
    }

    private func element(_ position: Int, of array: Int) -> Int? {
        guard nodes[array].kind == .array else { return nil }
        var place = array + 1
        var left = position
        while place < nodes[array].after {
            if left == 0 { return place }
            left -= 1
            place = Int(nodes[place].after)
        }
        return nil
    }
}
