import Workload

extension ScenarioBuilder {
    /// The conditions on an answer.
    ///
    /// - Parameter usual: the status that is asked for where none is written.
    func buildExpectations(
        _ value: YAMLValue?,
        _ place: Place,
        available: Set<String>,
        usual: (text: String, range: ClosedRange<Int>) = ("200-399", 200...399)
    ) -> [Expectation] {
        var found: [Expectation] = []
        if let status = value?["status"] {
            let ranges = status.itemsOrSelf.compactMap { text($0).flatMap(ScalarText.status) }
            found.append(.status(ranges))
        } else {
            effective.add(usual.text, at: place / "status")
            found.append(.status([usual.range]))
        }
        guard let value else { return found }
        found += templates(value["text"], place / "text", available).map { .text($0) }
        found += templates(value["not-text"], place / "not-text", available).map { .notText($0) }
        for item in value["regex"]?.itemsOrSelf ?? [] {
            guard let pattern = text(item) else { continue }
            checkRegex(pattern, item, place / "regex")
            found.append(.regex(pattern))
        }
        for pair in pairs(value["json"], place / "json", available) {
            checkJSONPath(pair.name, value["json"] ?? value, place / "json")
            found.append(.json(path: pair.name, equals: pair.value))
        }
        found += pairs(value["header"], place / "header", available).map {
            .header(name: $0.name, contains: $0.value)
        }
        found += (value["cookie"]?.itemsOrSelf ?? []).compactMap { text($0) }
            .map { .cookie(name: $0) }
        if let size = value["size"] { found += buildSize(size, place / "size") }
        return found
    }

    private func templates(
        _ value: YAMLValue?,
        _ place: Place,
        _ available: Set<String>
    ) -> [Template] {
        (value?.itemsOrSelf ?? []).map { item in
            let reported = context.faults.count
            let text = template(item, at: place, available: available)
            if text.pieces.isEmpty, context.faults.count == reported {
                fault(item, place, "the text is empty, which every answer holds", "write a text")
            }
            return text
        }
    }

    /// Names alone, or names with what belongs to them.
    private func pairs(
        _ value: YAMLValue?,
        _ place: Place,
        _ available: Set<String>
    ) -> [(name: String, value: Template?)] {
        guard let value else { return [] }
        if case .mapping(let entries) = value.kind {
            return entries.map { entry in
                (
                    entry.key,
                    template(entry.value, at: place / entry.key, available: available)
                )
            }
        }
        return value.itemsOrSelf.compactMap { text($0) }.map { ($0, nil) }
    }

    private func buildSize(_ value: YAMLValue, _ place: Place) -> [Expectation] {
        if let exact = text(value).flatMap(ScalarText.size) { return [.size(exact...exact)] }
        guard case .mapping(let entries) = value.kind else { return [] }
        let least = text(value["at-least"]).flatMap(ScalarText.size) ?? 0
        let most = text(value["at-most"]).flatMap(ScalarText.size) ?? Int.max
        guard !entries.isEmpty, least <= most else {
            fault(
                value,
                place,
                entries.isEmpty ? "is empty" : "“at-least” exceeds “at-most”",
                "write “{ at-least: 1kB, at-most: 3MB }”"
            )
            return []
        }
        return [.size(least...most)]
    }
}
