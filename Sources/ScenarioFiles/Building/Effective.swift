/// The settings in force: the document with the defaults that were used.
struct Effective {
    private(set) var root: YAMLValue
    /// What is in force without being a value that a file could hold.
    private var notes: [LoadedScenario.Setting] = []

    init(_ root: YAMLValue) {
        self.root = root
    }

    /// Adds a value nobody wrote at a place below the root.
    mutating func add(_ value: String, at place: Place) {
        root = Self.adding(
            YAMLValue(.scalar(value, plain: true), at: .builtIn),
            to: root,
            at: place.parts[...]
        )
    }

    /// Adds a setting for reading only.
    mutating func note(_ text: String, at place: Place) {
        notes.append(
            LoadedScenario.Setting(path: place.description, value: text, origin: .builtIn)
        )
    }

    private static func adding(
        _ value: YAMLValue,
        to node: YAMLValue,
        at path: ArraySlice<Place.Part>
    ) -> YAMLValue {
        guard let first = path.first else { return value }
        var node = node
        switch (first, node.kind) {
        case (.key(let key), .mapping(var entries)):
            if let index = entries.firstIndex(where: { $0.key == key }) {
                entries[index].value = adding(
                    value,
                    to: entries[index].value,
                    at: path.dropFirst()
                )
            } else {
                let empty = YAMLValue(.mapping([]), at: .builtIn)
                entries.append(
                    YAMLValue.Entry(
                        key: key,
                        keyPosition: .builtIn,
                        value: adding(value, to: empty, at: path.dropFirst())
                    )
                )
            }
            node.kind = .mapping(entries)
        case (.item(let index), .list(var items)) where items.indices.contains(index):
            items[index] = adding(value, to: items[index], at: path.dropFirst())
            node.kind = .list(items)
        default: break
        }
        return node
    }

    /// The single values of the document with their paths.
    var settings: [LoadedScenario.Setting] {
        var settings: [LoadedScenario.Setting] = []
        Self.collect(root, path: "", into: &settings)
        return settings + notes
    }

    private static func collect(
        _ value: YAMLValue,
        path: String,
        into settings: inout [LoadedScenario.Setting]
    ) {
        switch value.kind {
        case .scalar(let text, _):
            settings.append(
                LoadedScenario.Setting(path: path, value: text, origin: value.position)
            )
        case .list(let items):
            for (number, item) in items.enumerated() {
                collect(item, path: "\(path)[\(number)]", into: &settings)
            }
        case .mapping(let entries):
            for entry in entries {
                collect(entry.value, path: ShapeChecker.join(path, entry.key), into: &settings)
            }
        }
    }
}
