import Timekeeping
import Workload

extension ScenarioBuilder {
    func buildFlows(available: Set<String>, open: Bool) -> [Flow] {
        (root["flows"]?.entries ?? []).map { entry in
            let place = Place.root / "flows" / entry.key
            let value = entry.value
            var known = available
            let steps = buildSteps(
                value["steps"],
                place / "steps",
                part: .flows,
                available: &known
            )
            let pacing = duration(value["pacing"])
            if !open, value["think"] == nil, value["pacing"] == nil {
                context.fault(
                    at: entry.keyPosition,
                    place.description,
                    "says neither “think:” nor “pacing:”",
                    "add “think: { exponential: 8s }”, “pacing: 30s”, or “think: none” for"
                        + " back to back"
                )
            }
            let think =
                value["think"].map { buildThink($0, place / "think") }
                ?? defaulted(.none, "none", at: place / "think")
            let weight =
                text(value["weight"]).flatMap(ScalarText.number)
                ?? (value["weight"] == nil
                    ? defaulted(1, "1", at: place / "weight") : 1)
            let flow = Flow(
                name: entry.key,
                weight: weight,
                steps: steps,
                think: think,
                pacing: pacing,
                tenants: (value["tenants"]?.items ?? []).compactMap(text)
            )
            if let written = value["pacing"] { checkPacing(of: flow, written, place / "pacing") }
            return flow
        }
    }

    /// A pacing that users cannot keep would charge its backlog to the service.
    private func checkPacing(of flow: Flow, _ written: YAMLValue, _ place: Place) {
        guard let pacing = flow.pacing else { return }
        let shortest = Nanoseconds.milliseconds(10)
        let thinking = flow.steps.reduce(Nanoseconds.zero) {
            $0 + (operations[$1.index].think ?? flow.think).mean
        }
        if pacing < shortest {
            fault(
                written,
                place,
                "is shorter than \(DurationText.canonical(shortest))",
                "write a longer pacing, or “think: none” without one for back to back"
            )
        } else if thinking >= pacing {
            fault(
                written,
                place,
                "is no longer than the flow's think times, "
                    + "\(DurationText.readable(thinking)) on average: users would fall behind "
                    + "whatever the service does",
                "write a longer pacing or shorter think times"
            )
        }
    }

    func buildList(
        _ key: String,
        part: Part,
        available: Set<String>
    ) -> (steps: [OperationID], available: Set<String>) {
        var known = available
        let steps = buildSteps(root[key], .root / key, part: part, available: &known)
        return (steps, known)
    }

    private func buildSteps(
        _ list: YAMLValue?,
        _ place: Place,
        part: Part,
        available: inout Set<String>
    ) -> [OperationID] {
        (list?.items ?? []).enumerated().compactMap { number, item in
            guard case .mapping = item.kind else { return nil }
            let operation = buildOperation(item, place[number], available: &available)
            return register(operation, item, place[number], part: part)
        }
    }

    func buildOperation(
        _ value: YAMLValue,
        _ place: Place,
        available: inout Set<String>
    ) -> Operation {
        var requests: [Request] = []
        let before = available
        let together = value["together"] != nil
        if let list = value["together"] ?? value["requests"] {
            let key = together ? "together" : "requests"
            for (number, item) in list.items.enumerated() {
                if together { checkNotPolled(item, (place / key)[number]) }
                let request = buildRequest(
                    item,
                    (place / key)[number],
                    available: together ? before : available
                )
                available.formUnion(request.takes.map { variables.slotNames[$0.slot.index] })
                requests.append(request)
            }
            checkApart(value, place, key)
        } else {
            let request = buildRequest(value, place, available: available)
            available.formUnion(request.takes.map { variables.slotNames[$0.slot.index] })
            requests = [request]
        }
        warnIfNothingIsExpected(value, place)
        if value["class"] == nil { effective.add("online", at: place / "class") }
        return Operation(
            name: text(value["operation"]) ?? "",
            operationClass: text(value["class"]).flatMap(OperationClass.init(rawValue:))
                ?? .online,
            requests: requests,
            together: together,
            think: value["think"].map { buildThink($0, place / "think") }
        )
    }

    /// Some services answer an error with status 200.
    private func warnIfNothingIsExpected(_ value: YAMLValue, _ place: Place) {
        let requests = (value["together"] ?? value["requests"])?.items ?? [value]
        guard requests.allSatisfy({ $0["expect"] == nil && $0["until"] == nil }) else { return }
        warn(
            value,
            place,
            "expects nothing of its answer: an error page with status 200 would count as success",
            "add “expect: { text: … }” with something only the right answer has"
        )
    }

    /// With several requests, what belongs to one request stands inside it.
    private func checkApart(_ value: YAMLValue, _ place: Place, _ key: String) {
        let own = ["operation", "class", "think", "requests", "together"] + RequestShape.methods
        for entry in value.entries
        where !own.contains(entry.key) && RequestShape.keyNames.contains(entry.key) {
            context.fault(
                at: entry.keyPosition,
                (place / entry.key).description,
                "belongs to one request, but the operation has several",
                "move it into a request under “\(key)”"
            )
        }
    }

    /// Operations with one name are one operation; they must be the same.
    private func register(
        _ operation: Operation,
        _ value: YAMLValue,
        _ place: Place,
        part: Part
    ) -> OperationID? {
        guard !operation.name.isEmpty else { return nil }
        guard let index = operations.firstIndex(where: { $0.name == operation.name }) else {
            operations.append(operation)
            operationOrigins.append((value.position, part))
            return OperationID(index: operations.count - 1)
        }
        let first = operationOrigins[index]
        if first.part != part {
            fault(
                value,
                place,
                "“\(operation.name)” also stands at \(first.position), where it is not judged"
                    + " the same way",
                "give one of them another name"
            )
        } else if Self.withoutOrigins(operations[index]) != Self.withoutOrigins(operation) {
            fault(
                value,
                place,
                "“\(operation.name)” differs from the operation of that name at"
                    + " \(first.position)",
                "give it another name, or make both the same"
            )
        }
        return OperationID(index: index)
    }

    private static func withoutOrigins(_ operation: Operation) -> Operation {
        var operation = operation
        for index in operation.requests.indices { operation.requests[index].origin = "" }
        return operation
    }

    private func buildThink(_ value: YAMLValue, _ place: Place) -> ThinkTime {
        if let length = duration(value) { return .fixed(length) }
        if let length = duration(value["fixed"]) { return .fixed(length) }
        if let mean = duration(value["exponential"]) { return .exponential(mean: mean) }
        guard let range = value["uniform"] else { return .none }
        let ends = range.items.map { duration($0) }
        guard ends.count == 2 else {
            if ends.count > 2 {
                fault(
                    range,
                    place / "uniform",
                    "has \(ends.count) lengths of two",
                    "write [shortest, longest]"
                )
            }
            return .none
        }
        guard let least = ends[0], let most = ends[1] else { return .none }
        guard least <= most else {
            fault(
                range,
                place / "uniform",
                "the first length is longer than the second",
                "write [shortest, longest]"
            )
            return .none
        }
        return .uniform(least, most)
    }
}
