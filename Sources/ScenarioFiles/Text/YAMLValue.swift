/// A value of a YAML document with the place where it was written.
package struct YAMLValue: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// `plain` is false for quoted and block texts, which are never numbers or null.
        case scalar(String, plain: Bool)
        case list([YAMLValue])
        case mapping([Entry])
    }

    /// A key with its value.
    package struct Entry: Sendable, Hashable {
        package var key: String
        package var keyPosition: Position
        package var value: YAMLValue
    }

    package var kind: Kind
    package var position: Position

    init(_ kind: Kind, at position: Position) {
        self.kind = kind
        self.position = position
    }

    /// The value of a key; nil when this is no mapping or has no such key.
    subscript(key: String) -> YAMLValue? { entries.first { $0.key == key }?.value }

    /// The entries of a mapping; empty for everything else.
    var entries: [Entry] {
        guard case .mapping(let entries) = kind else { return [] }
        return entries
    }

    /// The items of a list; empty for everything else.
    var items: [YAMLValue] {
        guard case .list(let items) = kind else { return [] }
        return items
    }

    /// The items of a list, or the value alone.
    var itemsOrSelf: [YAMLValue] {
        if case .list(let items) = kind { items } else { [self] }
    }

    /// The text of a scalar as written.
    var scalarText: String? {
        guard case .scalar(let text, _) = kind else { return nil }
        return text
    }

    /// Whether nothing was written: `key:`, `key: ~`, `key: null`.
    var isNull: Bool {
        guard case .scalar(let text, plain: true) = kind else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// "a mapping", for messages.
    var kindInWords: String {
        switch kind {
        case .scalar: isNull ? "nothing" : "a single value"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
