import Measuring
import Reporting
import Timekeeping
import Verdicts
import Workload

// What a run can be. A journal that says otherwise was damaged or made by hand: without these
// bounds its figures could overflow, or ask for memory without end.

extension JournalHeader {
    /// Whether the parts fit each other, so that no index leads astray.
    var isConsistent: Bool {
        let instants = 0...Int64.max / 2
        return (1...1024).contains(shards)
            && instants.contains(origin.nanoseconds)
            && instants.contains(meta.start.monotonic.nanoseconds)
            && instants.contains(meta.start.unixNanoseconds)
            && terms.operations.count == plan.operations.count
            && plan.isPossible && terms.isPossible && machine.isPossible
    }
}

extension MeasuringPlan {
    fileprivate var isPossible: Bool {
        requests.allSatisfy { operations.indices.contains($0.operation) }
            && operations.allSatisfy { operation in
                let times = operation.limits + [operation.target].compactMap(\.self)
                return times.allSatisfy(\.isWithinARun)
                    && zip(operation.limits, operation.limits.dropFirst()).allSatisfy { $0 < $1 }
            }
            && judgedSpan.lowerBound.isWithinARun && judgedSpan.upperBound.isWithinARun
    }
}

extension RunTerms {
    fileprivate var isPossible: Bool {
        let window = contract.delay?.window ?? DelayTerms.usualWindow
        let times =
            contract.response.values.map(\.within)
            + [contract.delay?.longest, contract.delay?.worstResponse].compactMap(\.self)
        return window >= CellSlice.length && (times + [window, warmUp]).allSatisfy(\.isWithinARun)
            && flows.allSatisfy { flow in
                flow.steps.allSatisfy { operations.indices.contains($0.operation) }
            }
            && load.isPossible
    }
}

extension LoadModel {
    fileprivate var isPossible: Bool {
        let (users, lengths): ([Int], [Nanoseconds]) =
            switch self {
            case .users(let stages): (stages.map(\.target), stages.map(\.duration))
            case .arrivals(let load): ([load.users], [load.leadIn] + load.stages.map(\.duration))
            }
        var rest = RunRecord.longest
        for length in lengths {
            guard length >= .zero, length <= rest else { return false }
            rest = rest - length
        }
        return users.allSatisfy(LoadFacts.counts.contains)
    }
}

extension LoadFacts {
    /// Such as add up without overflow.
    fileprivate static let counts = 0...(1 << 40)

    fileprivate var isPossible: Bool {
        [
            plannedPeakUsers, achievedPeakUsers, usersStarted, usersReady, usersUndecided,
            plannedArrivals, arrivalsLostByGenerator, signedIn?.highest ?? 0, signedIn?.median ?? 0,
            signedIn?.told ?? 0, signedIn?.failed ?? 0,
        ].allSatisfy(Self.counts.contains)
    }
}

extension MachineFacts {
    fileprivate var isPossible: Bool {
        let noise = noiseFloor ?? .zero
        return noise >= .zero && noise <= .seconds(10)
    }
}

extension JournalTick.State {
    var isPossible: Bool {
        load.isPossible && machine.allSatisfy { RunRecord.possibleSeconds.contains($0.second) }
    }
}

extension JournalEnd {
    var isPossible: Bool {
        let look =
            look.map { $0.number >= 1 && $0.most >= $0.number && $0.end.isWithinARun } ?? true
        return load.isPossible && machine.isPossible && look && duration.isWithinARun
            && (stopped ?? .zero).isWithinARun
    }
}

extension Nanoseconds {
    fileprivate var isWithinARun: Bool { self >= .zero && self <= RunRecord.longest }
}
