import Workload

extension ScenarioBuilder {
    /// Learns every name that `${…}` may use, and checks the constants.
    func collectVariables() {
        for entry in root["variables"]?.entries ?? [] {
            variables.constants[entry.key] = entry.value
            checkFree(entry, .root / "variables" / entry.key)
        }
        collectTakes()
        for entry in root["variables"]?.entries ?? [] {
            let use = Use(
                value: entry.value,
                place: .root / "variables" / entry.key,
                available: variables.taken
            )
            _ = pieces(of: entry.value, use: use, visiting: [entry.key])
        }
    }

    /// Learns what the requests of every operation take.
    private func collectTakes() {
        let flows = (root["flows"]?.entries ?? []).map { entry in
            (entry.value["steps"], Place.root / "flows" / entry.key / "steps")
        }
        let apart = ["before-each-user", "after-each-user"].map { (root[$0], Place.root / $0) }
        let inspected = ["input", "storage"].flatMap { part in
            ["before", "clean-up"].map { (root[part]?[$0], Place.root / part / $0) }
        }
        for (steps, place) in flows + apart + inspected {
            for (number, step) in (steps?.items ?? []).enumerated() {
                collectTakes(ofOperation: step, at: place[number])
            }
        }
        for (part, key) in [("input", "send"), ("input", "read-back"), ("storage", "upload")] {
            guard let operation = root[part]?[key] else { continue }
            collectTakes(ofOperation: operation, at: .root / part / key)
        }
    }

    private func collectTakes(ofOperation step: YAMLValue, at place: Place) {
        collectTakes(of: step, at: place)
        for key in ["requests", "together"] {
            for (index, request) in (step[key]?.items ?? []).enumerated() {
                collectTakes(of: request, at: (place / key)[index])
            }
        }
    }

    private func collectTakes(of request: YAMLValue, at place: Place) {
        for take in request["take"]?.entries ?? [] {
            variables.taken.insert(take.key)
            let there = place / "take" / take.key
            checkFree(take, there)
            if variables.constants[take.key] != nil {
                context.fault(
                    at: take.keyPosition,
                    there.description,
                    "“\(take.key)” stands under “variables” too",
                    "use another name"
                )
            }
        }
    }

    private func checkFree(_ entry: YAMLValue.Entry, _ place: Place) {
        guard Variables.builtins.contains(entry.key) || variables.feeds[entry.key] != nil else {
            return
        }
        context.fault(
            at: entry.keyPosition,
            place.description,
            "the name “\(entry.key)” is taken",
            "use another name"
        )
    }

    /// Where a variable is used, and what is known by then.
    struct Use {
        var value: YAMLValue
        var place: Place
        /// The variables that earlier requests of the same user have taken.
        var available: Set<String>
    }

    /// The template of a single value.
    func template(_ value: YAMLValue, at place: Place, available: Set<String>) -> Template {
        let use = Use(value: value, place: place, available: available)
        return Template(pieces: Self.merged(pieces(of: value, use: use, visiting: [])))
    }

    func pieces(of value: YAMLValue, use: Use, visiting: [String]) -> [Template.Piece] {
        guard let text = value.scalarText else { return [] }
        return TemplateText.pieces(of: text).flatMap { piece -> [Template.Piece] in
            switch piece {
            case .literal(let literal): return [.literal(literal)]
            case .variable(let name): return expand(name, use: use, visiting: visiting)
            case .environment, .file:
                return context.outsideValue(of: piece, at: value.position)
                    .map { [.literal($0)] } ?? []
            case .unclosed: return []
            }
        }
    }

    private func expand(_ name: String, use: Use, visiting: [String]) -> [Template.Piece] {
        if let constant = variables.constants[name] {
            guard !visiting.contains(name) else {
                reportCycle(name, use: use, visiting: visiting)
                return []
            }
            return pieces(of: constant, use: use, visiting: visiting + [name])
        }
        // What a constant lacks is reported where the constant stands, not at each of its uses.
        let isInsideConstant = visiting.count > 1 || (visiting.isEmpty == false && !isConstant(use))
        if variables.taken.contains(name) {
            if use.available.contains(name) { return [.slot(variables.slot(name))] }
            fault(
                use.value,
                use.place,
                "“${\(name)}” is used before any request has taken it",
                "take it in an earlier request of this flow, or in “before-each-user”"
            )
        } else if Variables.builtins.contains(name) || hasColumn(name) {
            return [.slot(variables.slot(name))]
        } else if !isInsideConstant {
            reportUnknown(name, use: use)
        }
        return []
    }

    private func isConstant(_ use: Use) -> Bool { use.place.parts.first == .key("variables") }

    private func reportCycle(_ name: String, use: Use, visiting: [String]) {
        // Each circle once, at the first of its names.
        guard isConstant(use), visiting.first == name, visiting.min() == name else { return }
        let circle = (visiting + [name]).map { "${\($0)}" }.joined(separator: " → ")
        fault(
            use.value,
            use.place,
            "the variables need each other in a circle: \(circle)",
            "write one of them without the others"
        )
    }

    private func hasColumn(_ name: String) -> Bool {
        guard let dot = name.firstIndex(of: "."), let feed = variables.feeds[String(name[..<dot])]
        else { return false }
        return feed?.contains(String(name[name.index(after: dot)...])) ?? false
    }

    private func reportUnknown(_ name: String, use: Use) {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2, let columns = variables.feeds[parts[0]] {
            // A feed whose file could not be read has been reported.
            guard let columns else { return }
            fault(
                use.value,
                use.place,
                "“${\(name)}” names a column that the data of “\(parts[0])” does not have",
                Suggestion.remedy(for: parts[1], among: columns)
            )
        } else if let columns = variables.feeds[name] {
            fault(
                use.value,
                use.place,
                "“${\(name)}” names data without a column",
                columns?.first.map { "write for example “${\(name).\($0)}”" } ?? "name a column"
            )
        } else if parts.first == "account", root["accounts"] == nil {
            fault(
                use.value,
                use.place,
                "“${\(name)}” is used, but the scenario has no accounts",
                "add “accounts: { from: data/accounts.csv, each: unique }”"
            )
        } else {
            fault(
                use.value,
                use.place,
                "there is no variable “${\(name)}”",
                Suggestion.nearest(to: name, among: variables.known)
                    .map { "did you mean “${\($0)}”?" }
                    ?? "take it from an answer, or write “$${” for the characters themselves"
            )
        }
    }

    /// Neighbouring literals joined.
    static func merged(_ pieces: [Template.Piece]) -> [Template.Piece] {
        pieces.reduce(into: []) { result, piece in
            if case .literal(let text) = piece {
                if case .literal(let before) = result.last {
                    result[result.count - 1] = .literal(before + text)
                } else if !text.isEmpty {
                    result.append(piece)
                }
            } else {
                result.append(piece)
            }
        }
    }
}
