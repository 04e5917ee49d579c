import Timekeeping
import Workload

/// Requests that are asked again until something is ready.
extension ScenarioBuilder {
    /// How the request is polled; `nil` when it is asked once.
    ///
    /// Both lengths have to be written: a distance nobody chose would be the error of every time
    /// measured with it, and a time nobody chose would call long jobs failed.
    func buildPolling(_ value: YAMLValue, _ place: Place, available: Set<String>) -> Polling? {
        guard let until = value["until"] else {
            checkNothingPolls(value, place)
            return nil
        }
        if until.entries.isEmpty, case .mapping = until.kind {
            fault(
                until,
                place / "until",
                "says nothing of the answer that ends the polling",
                "write for example “until: { json: { state: ready } }”"
            )
        }
        let conditions = buildExpectations(until, place / "until", available: available)
        let every = pollingTime("every", "2s", value, place)
        let atMost = pollingTime("at-most", "10min", value, place)
        guard let every, let atMost else { return nil }
        checkTimes(value, place, every: every, atMost: atMost)
        return Polling(every: every, atMost: atMost, until: conditions)
    }

    /// Requests that go out together end together: none of them is asked again.
    func checkNotPolled(_ value: YAMLValue, _ place: Place) {
        guard let entry = value.entries.first(where: { $0.key == "until" }) else { return }
        context.fault(
            at: entry.keyPosition,
            (place / "until").description,
            "a request under “together” cannot be polled",
            "write the requests under “requests”, one after another"
        )
    }

    private func checkNothingPolls(_ value: YAMLValue, _ place: Place) {
        for entry in value.entries where ["every", "at-most"].contains(entry.key) {
            context.fault(
                at: entry.keyPosition,
                (place / entry.key).description,
                "“\(entry.key)” says how a request is polled, but there is no “until”",
                "add “until: { json: { state: ready } }”, or take “\(entry.key)” out"
            )
        }
    }

    private func pollingTime(
        _ key: String,
        _ example: String,
        _ value: YAMLValue,
        _ place: Place
    ) -> Nanoseconds? {
        guard let written = value[key] else {
            let until = value.entries.first { $0.key == "until" }?.keyPosition ?? value.position
            context.fault(
                at: until,
                (place / "until").description,
                "“until” needs “\(key)” beside it",
                "add “\(key): \(example)”"
            )
            return nil
        }
        // A text that is no time, or not above zero, has been reported.
        return duration(written).flatMap { $0 > .zero ? $0 : nil }
    }

    private func checkTimes(
        _ value: YAMLValue,
        _ place: Place,
        every: Nanoseconds,
        atMost: Nanoseconds
    ) {
        if every < Polling.shortestDistance, let written = value["every"] {
            fault(
                written,
                place / "every",
                "polls more often than every "
                    + DurationText.canonical(Polling.shortestDistance),
                "write a distance of "
                    + "\(DurationText.canonical(Polling.shortestDistance)) or more, such as 2s"
            )
        }
        guard let written = value["at-most"] else { return }
        if atMost < every {
            fault(
                written,
                place / "at-most",
                "is shorter than “every”: there would be no second poll",
                "write a longer time, such as 10min"
            )
        } else if atMost > Polling.longest {
            fault(
                written,
                place / "at-most",
                "is longer than \(DurationText.canonical(Polling.longest))",
                "write a shorter time, such as 10min"
            )
        }
    }
}
