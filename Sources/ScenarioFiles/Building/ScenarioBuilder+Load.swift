import Timekeeping
import Workload

extension ScenarioBuilder {
    func buildLoad() -> LoadModel {
        let place = Place.root / "load"
        guard let load = root["load"] else { return .users([]) }
        let model: LoadModel
        if let arrivals = load["arrivals"] {
            model = buildArrivals(arrivals, place / "arrivals")
        } else if let users = load["users"] {
            model = .users(buildUsers(users, place / "users"))
        } else {
            return .users([])
        }
        checkLimits(model, load, place)
        return model
    }

    func buildWarmUp(_ load: LoadModel) -> Nanoseconds {
        let place = Place.root / "load" / "warm-up"
        guard let value = root["load"]?["warm-up"] else { return .zero }
        let warmUp = duration(value) ?? .zero
        let whole = load.judgedSpan()
        if !whole.isEmpty, load.judgedSpan(after: warmUp).isEmpty {
            fault(
                value,
                place,
                "the warm-up leaves nothing of the "
                    + "\(DurationText.canonical(whole.upperBound - whole.lowerBound)) at full load",
                "hold the load longer, or warm up for less"
            )
        }
        return warmUp
    }

    private func checkLimits(_ model: LoadModel, _ load: YAMLValue, _ place: Place) {
        if model.duration > ScalarText.longestDuration {
            fault(load, place, "the stages last longer than 366 days together", "shorten them")
        }
        guard let limit = contract.concurrentUsers, model.peakUsers > limit,
            !context.options.beyondContract
        else { return }
        let value = load["users"]?["peak"] ?? load["arrivals"]?["users"] ?? load
        fault(
            value,
            place,
            "\(model.peakUsers) users are more than the \(limit) of the contract",
            "lower the load, or run with --beyond-contract"
        )
    }

    /// A number of users, where `contract` stands for item 24.
    private func users(_ value: YAMLValue?, _ place: Place) -> Int? {
        guard let value, let text = text(value) else { return nil }
        guard text == "contract" else { return ScalarText.count(text) }
        if let limit = contract.concurrentUsers { return limit }
        if root["contract"] == nil || contract.path != nil {
            fault(
                value,
                place,
                "the contract says nothing of concurrent users",
                root["contract"] == nil
                    ? "name a contract that has “concurrent-users”, or write a number"
                    : "add “concurrent-users” to the contract, or write a number"
            )
        }
        return nil
    }

    private func buildUsers(_ value: YAMLValue, _ place: Place) -> [UserStage] {
        guard case .mapping = value.kind else { return buildUserStages(value, place) }
        let peak = users(value["peak"], place / "peak") ?? 0
        let ramp = duration(value["ramp"]) ?? defaulted(.zero, "0s", at: place / "ramp")
        let hold = duration(value["hold"]) ?? .zero
        let down =
            duration(value["ramp-down"]) ?? defaulted(.zero, "0s", at: place / "ramp-down")
        var stages = [
            UserStage(target: peak, duration: ramp), UserStage(target: peak, duration: hold),
        ]
        if down > .zero { stages.append(UserStage(target: 0, duration: down)) }
        return stages
    }

    private func buildUserStages(_ value: YAMLValue, _ place: Place) -> [UserStage] {
        var stages: [UserStage] = []
        for (number, item) in value.items.enumerated() {
            if let hold = duration(item["hold"]) {
                stages.append(UserStage(target: stages.last?.target ?? 0, duration: hold))
                checkNotIdle(item, place[number], isFirst: stages.count == 1)
            } else if let target = users(item["to"], place[number] / "to") {
                stages.append(
                    UserStage(target: target, duration: over(item, place[number]))
                )
            }
        }
        if !stages.isEmpty, stages.allSatisfy({ $0.target == 0 }) {
            fault(value, place, "no stage has users", "write “to:” with a number above 0")
        } else {
            checkLength(stages.map(\.duration), value, place)
        }
        return stages
    }

    private func buildArrivals(_ value: YAMLValue, _ place: Place) -> LoadModel {
        let law =
            text(value["law"]).flatMap(ArrivalLoad.Law.init(rawValue:))
            ?? defaulted(.poisson, "poisson", at: place / "law")
        var users = users(value["users"], place / "users")
        if value["users"] == nil {
            users = contract.concurrentUsers
            if users == nil, contract.path != nil || root["contract"] == nil {
                fault(
                    value,
                    place,
                    "the number of users is missing",
                    "add “users:” with the most users that may be signed in at one time"
                )
            } else {
                effective.add("contract", at: place / "users")
            }
        }
        let stages =
            value["stages"].map { buildRateStages($0, place / "stages") }
            ?? buildRate(value, place)
        return .arrivals(ArrivalLoad(law: law, stages: stages, users: users ?? 0))
    }

    private func buildRate(_ value: YAMLValue, _ place: Place) -> [RateStage] {
        if value["hold"] == nil {
            fault(
                value,
                place,
                "the key “hold” is missing",
                "add “hold:” with how long the rate stays"
            )
        }
        guard let written = value["rate"], let rate = text(written).flatMap(ScalarText.rate),
            let hold = duration(value["hold"])
        else { return [] }
        if rate == 0 {
            fault(written, place / "rate", "the rate is zero", "write a rate above 0/s")
        }
        let ramp = duration(value["ramp"]) ?? defaulted(.zero, "0s", at: place / "ramp")
        let down =
            duration(value["ramp-down"]) ?? defaulted(.zero, "0s", at: place / "ramp-down")
        var stages = [
            RateStage(target: rate, duration: ramp), RateStage(target: rate, duration: hold),
        ]
        if down > .zero { stages.append(RateStage(target: 0, duration: down)) }
        return stages
    }

    private func buildRateStages(_ value: YAMLValue, _ place: Place) -> [RateStage] {
        var stages: [RateStage] = []
        for (number, item) in value.items.enumerated() {
            if let hold = duration(item["hold"]) {
                stages.append(RateStage(target: stages.last?.target ?? 0, duration: hold))
                checkNotIdle(item, place[number], isFirst: stages.count == 1)
            } else if let target = text(item["to"]).flatMap(ScalarText.rate) {
                stages.append(
                    RateStage(target: target, duration: over(item, place[number]))
                )
            }
        }
        if !stages.isEmpty, stages.allSatisfy({ $0.target == 0 }) {
            fault(value, place, "no stage has arrivals", "write “to:” with a rate above 0/s")
        } else {
            checkLength(stages.map(\.duration), value, place)
        }
        return stages
    }

    private func over(_ item: YAMLValue, _ place: Place) -> Nanoseconds {
        duration(item["over"]) ?? defaulted(.zero, "0s", at: place / "over")
    }

    private func checkNotIdle(_ item: YAMLValue, _ place: Place, isFirst: Bool) {
        guard isFirst else { return }
        fault(item, place, "the first stage holds a load of zero", "begin with “to:”")
    }

    private func checkLength(_ lengths: [Nanoseconds], _ value: YAMLValue, _ place: Place) {
        guard !lengths.isEmpty, lengths.allSatisfy({ $0 == .zero }) else { return }
        fault(value, place, "the load lasts no time", "add “{ hold: 5min }”")
    }
}
