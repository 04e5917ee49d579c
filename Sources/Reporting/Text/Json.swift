import Encodings
import Timekeeping

/// A JSON document that always writes the same bytes for the same value.
///
/// Keys keep the order they are given in. Numbers that JSON cannot hold become `null`.
package enum Json: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case number(Double)
    case string(String)
    case array([Json])
    case object([Member])

    package struct Member: Sendable, Equatable {
        package let key: String
        package let value: Json
    }

    /// The document as UTF-8 text, indented by two blanks, with a final line feed.
    package var text: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .int(let int): text += String(int)
        case .number(let number): text += Self.text(of: number)
        case .string(let string): text += Self.quoted(string)
        case .array(let items):
            Self.writeList(items, to: &text, indent: indent, open: "[", close: "]") {
                $0.write(to: &$1, indent: indent + 1)
            }
        case .object(let members):
            Self.writeList(members, to: &text, indent: indent, open: "{", close: "}") {
                $1 += Self.quoted($0.key) + ": "
                $0.value.write(to: &$1, indent: indent + 1)
            }
        }
    }

    private static func writeList<Item>(
        _ items: [Item],
        to text: inout String,
        indent: Int,
        open: String,
        close: String,
        each: (Item, inout String) -> Void
    ) {
        guard !items.isEmpty else {
            text += open + close
            return
        }
        let margin = String(repeating: "  ", count: indent)
        text += open
        for (index, item) in items.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + margin + "  "
            each(item, &text)
        }
        text += "\n" + margin + close
    }

    /// The shortest text that reads back as the same double, without a needless fraction.
    private static func text(of number: Double) -> String {
        guard number.isFinite else { return "null" }
        let isWhole = number == number.rounded() && abs(number) < 1e15
        return isWhole ? String(Int64(number)) : "\(number)"
    }

    private static func quoted(_ string: String) -> String {
        "\"" + JSONString.escaped(string) + "\""
    }
}

extension Json: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: Json...) { self = .array(elements) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(dictionaryLiteral elements: (String, Json)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }

    /// A string, or `null`.
    static func optional(_ string: String?) -> Json { string.map(Json.string) ?? .null }

    /// A length of time in milliseconds, or `null`.
    static func milliseconds(_ time: Nanoseconds?) -> Json {
        time.map { .number(($0.milliseconds * 1e6).rounded() / 1e6) } ?? .null
    }

    /// A length of time in seconds, or `null`.
    static func seconds(_ time: Nanoseconds?) -> Json {
        time.map { .number($0.seconds) } ?? .null
    }
}
