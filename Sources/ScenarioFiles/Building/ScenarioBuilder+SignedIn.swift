import Timekeeping
import Workload

/// Where the service tells how many users are signed in.
extension ScenarioBuilder {
    func buildSignedIn() -> SignedInQuestion? {
        guard let value = root["signed-in"] else { return nil }
        let place = Place.root / "signed-in"
        var request = Request(target: Template("/"), origin: value.position.description)
        if let target = value["get"] {
            request.target = buildTarget(target, place / "get", available: [])
        }
        request.headers = fields(value["headers"], place / "headers", available: []).map {
            Header(name: $0.name, value: $0.value)
        }
        checkHeaders(value["headers"], place / "headers")
        request.basicAuth = buildBasicAuth(value, place / "basic-auth", available: [])
        request.expectations = [.status([200...299])]
        request.timeout = SignedInQuestion.patience
        checkBelongsToNobody(request, value, place)
        guard let source = buildNumber(value, place) else { return nil }
        request.takes = [Take(slot: Slot(index: 0), source: source)]
        return SignedInQuestion(request: request, every: buildAskingDistance(value, place))
    }

    private func buildNumber(_ value: YAMLValue, _ place: Place) -> Take.Source? {
        if let written = value["json"], let path = text(written) {
            checkJSONPath(path, written, place / "json")
            return .json(path: path)
        }
        if let written = value["regex"], let pattern = text(written) {
            checkRegex(pattern, written, place / "regex")
            return .regex(pattern)
        }
        return text(value["header"]).map { .header(name: $0) }
    }

    private func buildAskingDistance(_ value: YAMLValue, _ place: Place) -> Nanoseconds {
        let usual = SignedInQuestion.usualDistance
        guard let written = value["every"] else {
            return defaulted(usual, DurationText.canonical(usual), at: place / "every")
        }
        // A text that is no time, or not above zero, has been reported.
        guard let every = duration(written), every > .zero else { return usual }
        if every < SignedInQuestion.shortestDistance {
            let shortest = DurationText.canonical(SignedInQuestion.shortestDistance)
            fault(
                written,
                place / "every",
                "asks more often than every \(shortest)",
                "write a distance of \(shortest) or more, such as 5s"
            )
        }
        return every
    }

    /// It is asked beside the load, by no user and in no iteration.
    private func checkBelongsToNobody(_ request: Request, _ value: YAMLValue, _ place: Place) {
        let templates =
            [request.target] + request.headers.map(\.value)
            + (request.basicAuth.map { [$0.user, $0.password] } ?? [])
        guard templates.contains(where: { !$0.slots.isEmpty }) else { return }
        fault(
            value,
            place,
            "uses a variable of users or data, but no user asks this",
            "write the value itself, or “${env:NAME}”"
        )
    }
}
