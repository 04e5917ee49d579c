/// Puts the settings of the command line into a document.
struct OverrideApplier {
    let context: ReadingContext

    /// The document with every override in place, the strongest last.
    func apply(_ overrides: Overrides, to root: YAMLValue) -> YAMLValue {
        var result = root
        for setting in overrides.settings {
            var named = setting
            named.origin = "\(setting.origin) \(setting.path)"
            if let steps = Self.steps(setting.path, in: result) {
                result = set(named, at: steps[...], in: result, whole: setting.path)
            } else {
                context.fault(
                    at: Position(file: named.origin),
                    setting.path,
                    "is no path to a setting",
                    "write it as “load.users.peak” or “flows.name.steps[0].get”"
                )
            }
        }
        let isOpen = result["load"]?["arrivals"] != nil
        if let users = overrides.users {
            result = apply(users, isOpen ? ["arrivals", "users"] : ["users", "peak"], to: result)
        }
        if let length = overrides.duration {
            result = apply(length, [isOpen ? "arrivals" : "users", "hold"], to: result)
        }
        if let seed = overrides.seed {
            result = set(seed, at: [.key("seed")], in: result, whole: "seed")
        }
        if let lane = overrides.lane {
            let steps: [Place.Part] = [.key("transport"), .key("lane")]
            result = set(lane, at: steps[...], in: result, whole: lane.path)
        }
        return result
    }

    private func apply(
        _ setting: Overrides.Setting,
        _ keys: [String],
        to root: YAMLValue
    ) -> YAMLValue {
        let load = root["load"]?[keys[0]]
        if case .list = load?.kind {
            return refuse(setting, keys, root)
        }
        if keys[1] == "hold", load?["stages"] != nil { return refuse(setting, keys, root) }
        let steps = [Place.Part.key("load")] + keys.map { .key($0) }
        return set(setting, at: steps[...], in: root, whole: setting.path)
    }

    private func refuse(
        _ setting: Overrides.Setting,
        _ keys: [String],
        _ root: YAMLValue
    ) -> YAMLValue {
        context.fault(
            at: Position(file: setting.origin),
            "load.\(keys[0])",
            "the load is a list of stages, which one number cannot replace",
            "change a stage: --set 'load.\(keys[0])[0].to=…'"
        )
        return root
    }

    private func set(
        _ setting: Overrides.Setting,
        at steps: ArraySlice<Place.Part>,
        in node: YAMLValue,
        whole: String
    ) -> YAMLValue {
        let origin = Position(file: setting.origin)
        guard let first = steps.first else { return Self.value(setting) }
        var node = node
        switch (first, node.kind) {
        case (.key(let key), .mapping(var entries))
        where steps.count == 1 && takesAway(setting, whole):
            let index = entries.firstIndex { $0.key == key }
            guard let index else {
                context.fault(
                    at: origin,
                    whole,
                    "is not there to be taken away",
                    "name a key that the scenario has"
                )
                return node
            }
            entries.remove(at: index)
            node.kind = .mapping(entries)
        case (.key(let key), .mapping(var entries)):
            let empty = YAMLValue(.mapping([]), at: origin)
            if let index = entries.firstIndex(where: { $0.key == key }) {
                let inner = entries[index].value
                let base = inner.isNull && steps.count > 1 ? empty : inner
                entries[index].value = set(
                    setting,
                    at: steps.dropFirst(),
                    in: base,
                    whole: whole
                )
            } else {
                let value = set(setting, at: steps.dropFirst(), in: empty, whole: whole)
                entries.append(YAMLValue.Entry(key: key, keyPosition: origin, value: value))
            }
            node.kind = .mapping(entries)
        case (.item(let number), .list(var items)) where items.indices.contains(number):
            items[number] = set(setting, at: steps.dropFirst(), in: items[number], whole: whole)
            node.kind = .list(items)
        default:
            context.fault(
                at: origin,
                whole,
                "leads to \(node.kindInWords) on its way",
                "name a place that the scenario has"
            )
        }
        return node
    }

    /// Whether a setting takes its key out of the document: it is nothing (`null`, `~`), and not the
    /// JSON null of a body that is sent.
    private func takesAway(_ setting: Overrides.Setting, _ path: String) -> Bool {
        !path.contains(".json.") && Self.value(setting).isNull && setting.value != ""
    }

    /// The value of a setting, read as YAML where it is YAML.
    private static func value(_ setting: Overrides.Setting) -> YAMLValue {
        var reader = YAMLReader(file: setting.origin)
        let read = reader.read(text: setting.value)
        let origin = Position(file: setting.origin)
        let text = YAMLValue(.scalar(setting.value, plain: false), at: origin)
        guard let read, reader.faults.isEmpty else { return text }
        // "a #b" is meant whole, and not as a value with a comment.
        if case .scalar(let value, plain: true) = read.kind, value != setting.value { return text }
        // "at 5s for 5s: stall" is meant as a text; a mapping on one line has its braces.
        if case .mapping = read.kind, !setting.value.hasPrefix("{") { return text }
        return moved(read, to: origin)
    }

    private static func moved(_ value: YAMLValue, to origin: Position) -> YAMLValue {
        var value = value
        value.position = origin
        switch value.kind {
        case .scalar: break
        case .list(let items): value.kind = .list(items.map { moved($0, to: origin) })
        case .mapping(let entries):
            value.kind = .mapping(
                entries.map {
                    YAMLValue.Entry(
                        key: $0.key,
                        keyPosition: origin,
                        value: moved($0.value, to: origin)
                    )
                }
            )
        }
        return value
    }

    /// The steps of "flows.a.b.steps[0].get"; keys of the document that hold dots are known.
    static func steps(_ path: String, in root: YAMLValue) -> [Place.Part]? {
        var steps: [Place.Part] = []
        var rest = path[...]
        var node: YAMLValue? = root
        while !rest.isEmpty {
            if rest.hasPrefix("[") {
                guard let end = rest.firstIndex(of: "]"),
                    let number = ScalarText.count(String(rest.dropFirst().prefix(upTo: end)))
                else { return nil }
                steps.append(.item(number))
                node = node.flatMap { $0.items.indices.contains(number) ? $0.items[number] : nil }
                rest = rest[rest.index(after: end)...]
            } else {
                let known = (node?.entries.map(\.key) ?? []).filter { key in
                    rest.hasPrefix(key) && !key.isEmpty
                        && [nil, ".", "["].contains(rest.dropFirst(key.count).first)
                }
                let key =
                    known.max { $0.count < $1.count }
                    ?? String(rest.prefix { $0 != "." && $0 != "[" })
                guard !key.isEmpty else { return nil }
                steps.append(.key(key))
                node = node?[key]
                rest = rest.dropFirst(key.count)
            }
            if rest.hasPrefix(".") {
                rest = rest.dropFirst()
                if rest.isEmpty { return nil }
            } else if !rest.isEmpty, !rest.hasPrefix("[") {
                return nil
            }
        }
        return steps.isEmpty ? nil : steps
    }
}
