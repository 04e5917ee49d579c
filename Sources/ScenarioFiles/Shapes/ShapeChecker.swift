/// Compares a document with its shape and reports every difference.
struct ShapeChecker {
    let context: ReadingContext
    /// Whether `${env:…}` and `${file:…}` may be used.
    var allowsReferences = true

    /// Reports every place where the value is not of the shape.
    func check(_ value: YAMLValue, _ shape: Shape, at path: String) {
        switch (shape, value.kind) {
        case (.anything, _):
            checkReferences(value, at: path)
        case (.scalar(let scalar), .scalar(let text, _)):
            check(value, text, scalar, at: path)
        case (.list(let item, let least), .list(let items)):
            if items.count < least {
                context.fault(
                    at: value.position,
                    path,
                    "has \(items.count) of at least \(least) items",
                    "add \(item.inWords)"
                )
            }
            for (number, element) in items.enumerated() {
                check(element, item, at: "\(path)[\(number)]")
            }
        case (.object(let object), .mapping(let entries)):
            check(value, entries, object, at: path)
        case (.map(let inner, let least, let rule), .mapping(let entries)):
            if entries.count < least {
                context.fault(at: value.position, path, "is empty", "add at least one entry")
            }
            for entry in entries {
                check(name: entry, rule, at: path)
                check(entry.value, inner, at: Self.join(path, entry.key))
            }
        case (.either(let shapes), _):
            if let fitting = shapes.first(where: { Self.sameKind($0, value) }) {
                check(value, fitting, at: path)
            } else {
                wrongKind(value, shape, at: path)
            }
        default:
            wrongKind(value, shape, at: path)
        }
    }

    static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    private static func sameKind(_ shape: Shape, _ value: YAMLValue) -> Bool {
        switch (shape, value.kind) {
        case (.scalar, .scalar), (.list, .list), (.object, .mapping), (.map, .mapping),
            (.anything, _):
            true
        case (.either(let shapes), _): shapes.contains { sameKind($0, value) }
        default: false
        }
    }

    private func wrongKind(_ value: YAMLValue, _ shape: Shape, at path: String) {
        context.fault(
            at: value.position,
            path,
            "is \(value.kindInWords)",
            "write \(shape.inWords)"
        )
    }

    private func check(
        _ value: YAMLValue,
        _ written: String,
        _ shape: ScalarShape,
        at path: String
    ) {
        let reported = context.faults.count
        references(written, value, secret: shape.kind != .address, at: path)
        guard context.faults.count == reported,
            let text = allowsReferences
                ? context.resolved(written, at: value.position) : written
        else { return }
        if value.isNull, shape.kind != .template || written.isEmpty {
            context.fault(at: value.position, path, "has no value", "write \(shape.inWords)")
        } else if !shape.accepts(text) {
            // What came from outside may be a secret and is not repeated.
            let shown = text == written ? "“\(Self.shortened(written))” is" : "its value is"
            let guess = Suggestion.nearest(to: text, among: shape.words)
            context.fault(
                at: value.position,
                path,
                "\(shown) not \(shape.noun)",
                guess.map { "did you mean “\($0)”?" }
                    ?? Self.remedy(for: text, shape) ?? "write \(shape.inWords)"
            )
        }
    }

    /// A remedy that repairs what was written, where that can be guessed.
    private static func remedy(for text: String, _ shape: ScalarShape) -> String? {
        guard let number = ScalarText.number(text) else { return nil }
        switch shape.kind {
        case .duration, .positiveDuration:
            return number == 0 ? nil : "write its unit: “\(text)s” or “\(text)ms”"
        case .share: return "write “\(number <= 1 ? "\(number * 100)" : text)%”"
        case .size: return "write its unit: “\(text)B” or “\(text)MB”"
        case .rate: return "write its unit: “\(text)/s” or “\(text)/min”"
        default: return nil
        }
    }

    private static func shortened(_ text: String) -> String {
        text.count > 60 ? text.prefix(57) + "…" : text
    }

    private func references(_ text: String, _ value: YAMLValue, secret: Bool, at path: String) {
        if allowsReferences {
            context.checkReferences(in: text, at: value.position, path: path, secret: secret)
        } else if text.contains("${") {
            context.fault(
                at: value.position,
                path,
                "a contract holds no variables",
                "write the value itself"
            )
        }
    }

    private func checkReferences(_ value: YAMLValue, at path: String) {
        switch value.kind {
        case .scalar(let text, _): references(text, value, secret: true, at: path)
        case .list(let items):
            for (number, item) in items.enumerated() {
                checkReferences(item, at: "\(path)[\(number)]")
            }
        case .mapping(let entries):
            for entry in entries {
                checkReferences(entry.value, at: Self.join(path, entry.key))
            }
        }
    }
}

extension ShapeChecker {
    private func check(
        _ value: YAMLValue,
        _ entries: [YAMLValue.Entry],
        _ object: ObjectShape,
        at path: String
    ) {
        let known = object.keys.map(\.name)
        var meant: Set<String> = []
        for entry in entries {
            if let key = object.keys.first(where: { $0.name == entry.key }) {
                check(entry.value, key.shape, at: Self.join(path, key.name))
            } else {
                let unused = known.filter { name in !entries.contains { $0.key == name } }
                let guess =
                    Suggestion.nearest(to: entry.key, among: unused)
                    ?? Suggestion.nearest(to: entry.key, among: known)
                if let guess { meant.insert(guess) }
                context.fault(
                    at: entry.keyPosition,
                    Self.join(path, entry.key),
                    "the key “\(entry.key)” is unknown here",
                    guess.map { "did you mean “\($0)”?" }
                        ?? Suggestion.remedy(for: entry.key, among: unused)
                )
            }
        }
        let present = Set(entries.map(\.key)).union(meant)
        for key in object.keys where key.required && !present.contains(key.name) {
            context.fault(
                at: value.position,
                path,
                "the key “\(key.name)” is missing",
                "add “\(key.name):” with \(key.shape.inWords)"
            )
        }
        checkGroups(value, entries, object, present: present, at: path)
    }

    private func checkGroups(
        _ value: YAMLValue,
        _ entries: [YAMLValue.Entry],
        _ object: ObjectShape,
        present: Set<String>,
        at path: String
    ) {
        for group in object.exactlyOne where present.isDisjoint(with: group) {
            context.fault(
                at: value.position,
                path,
                "one of the keys \(Self.listed(group)) is missing",
                "add one of them"
            )
        }
        for group in object.exactlyOne + object.atMostOne {
            let used = entries.filter { group.contains($0.key) }
            if used.count > 1, let second = used.dropFirst().first {
                context.fault(
                    at: second.keyPosition,
                    path,
                    "the keys \(Self.listed(used.map(\.key))) exclude each other",
                    "keep one of them"
                )
            }
        }
    }

    private static func listed(_ names: [String]) -> String {
        names.map { "“\($0)”" }.joined(separator: ", ")
    }

    private func check(name entry: YAMLValue.Entry, _ rule: Shape.NameRule, at path: String) {
        switch rule {
        case .any where entry.key.isEmpty:
            context.fault(at: entry.keyPosition, path, "a name is empty", "write a name")
        case .variable where entry.key.wholeMatch(of: /[\p{L}_][\p{L}\p{N}_-]*/) == nil:
            context.fault(
                at: entry.keyPosition,
                Self.join(path, entry.key),
                "“\(entry.key)” cannot be the name of a variable",
                "use letters, digits, “-” and “_”, with a letter first"
            )
        case .any, .variable: break
        }
    }
}
