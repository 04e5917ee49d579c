import Timekeeping

/// How many requests a fault touched.
struct FaultTally: Hashable, Sendable {
    /// Requests or answers held by a stall.
    var held = 0
    /// Answers delayed.
    var delayed = 0
    /// Requests answered with 500 or 503.
    var failed = 0
    /// Connections reset.
    var reset = 0
    /// Answers that were to show another company's data.
    var leaked = 0
}

/// What the faults now on do to one request.
struct Treatment: Hashable, Sendable {
    enum Ending: Hashable, Sendable {
        case answer
        case error
        case databaseDown
        case reset
    }

    var ending = Ending.answer
    var delay = Nanoseconds.zero
    /// The faults that had a hand in it, as indices into the programme.
    var causes: [Int] = []
}

/// Which faults are on and what they did: the fault programme without clock and sockets.
struct FaultBoard: Sendable {
    let faults: [PlannedFault]
    private(set) var isOn: [Bool]
    private(set) var tallies: [FaultTally]
    /// Requests that reached each fault; decides which of them a share hits.
    private var seen: [Int]

    init(_ programme: FaultProgramme) {
        faults = programme.faults
        isOn = faults.map { _ in false }
        tallies = faults.map { _ in FaultTally() }
        seen = faults.map { _ in 0 }
    }

    mutating func turn(_ index: Int, on: Bool) {
        isOn[index] = on
    }

    /// The stall that is on, if any: the first one written.
    var stall: Int? {
        faults.indices.first { isOn[$0] && faults[$0].kind == .stall }
    }

    mutating func countHeld(by index: Int) {
        tallies[index].held += 1
    }

    /// Decides what happens to the next request and counts it.
    ///
    /// The first fault that ends the request in its way takes it: resets, then errors, then the
    /// database. Each share is exact of the requests that reached its fault.
    mutating func treat(needsDatabase: Bool) -> Treatment {
        var treatment = Treatment()
        let order = faults.indices.filter { isOn[$0] }.sorted { rank($0) < rank($1) }
        for index in order {
            switch faults[index].kind {
            case .stall:
                break
            case .reset(let share):
                guard treatment.ending == .answer, reaches(index, share) else { continue }
                end(&treatment, .reset, by: index)
            case .error(let share):
                guard treatment.ending == .answer, reaches(index, share) else { continue }
                end(&treatment, .error, by: index)
            case .databaseDown:
                guard treatment.ending == .answer, needsDatabase else { continue }
                end(&treatment, .databaseDown, by: index)
            // Decided where it is known who asks for what.
            case .leak: continue
            case .slow(let delay, let share):
                guard treatment.ending != .reset, reaches(index, share) else { continue }
                treatment.delay += delay
                treatment.causes.append(index)
                tallies[index].delayed += 1
            }
        }
        return treatment
    }

    /// Whether a database fault is on; counts the request that asks as failed by it.
    mutating func refuseDatabase() -> Int? {
        guard
            let index = faults.indices.first(where: { isOn[$0] && faults[$0].kind == .databaseDown }
            )
        else { return nil }
        tallies[index].failed += 1
        return index
    }

    /// Whether the next list, form or search shows another company's data; counts it.
    mutating func leak() -> Int? {
        for index in faults.indices where isOn[index] {
            guard case .leak(let share) = faults[index].kind, reaches(index, share) else {
                continue
            }
            tallies[index].leaked += 1
            return index
        }
        return nil
    }

    /// Counts one more request that reached a fault and says whether its share hits it.
    private mutating func reaches(_ index: Int, _ share: Share) -> Bool {
        seen[index] += 1
        return share.hits(seen[index])
    }

    private mutating func end(
        _ treatment: inout Treatment,
        _ ending: Treatment.Ending,
        by index: Int
    ) {
        treatment.ending = ending
        treatment.causes.append(index)
        if ending == .reset { tallies[index].reset += 1 } else { tallies[index].failed += 1 }
    }

    /// Endings before delays: a reset connection waits for nothing.
    private func rank(_ index: Int) -> Int {
        switch faults[index].kind {
        case .reset: 0
        case .error: 1
        case .databaseDown: 2
        case .slow: 3
        case .stall, .leak: 4
        }
    }
}
