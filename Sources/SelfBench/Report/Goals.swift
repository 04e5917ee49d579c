import Reporting
import Workload

/// The figures the tool is to reach, beside those it reached in this run.
struct Goals {
    private(set) var rows: [[String]] = []

    /// Adds a goal of the form "at most"; figures that were not taken are left out.
    mutating func add(_ lane: Lane, _ name: String, _ reached: Double?, atMost goal: Double) {
        guard let reached, reached.isFinite else { return }
        rows.append([
            lane.rawValue, name, "≤ " + figure(goal, decimals: goal < 10 ? 2 : 0),
            figure(reached), reached <= goal ? "yes" : "no",
        ])
    }

    mutating func add(_ lane: Lane, _ requests: RequestFigures) {
        typealias Row = RequestBench.Row
        func ratio(_ users: Int, _ isEncrypted: Bool, to other: Client) -> Double? {
            let row = Row(users: users, isEncrypted: isEncrypted)
            return requests.ratio(.lane(lane), to: other, row)?.median
        }
        let few = Row(users: 100, isEncrypted: false)
        for users in [5_000, 10_000] {
            let many = Row(users: users, isEncrypted: false)
            let reached = requests.ratio(.lane(lane), many, to: .lane(lane), few)?.median
            let goal = lane == .curl ? 1.6 : 2
            add(lane, "CPU per request at \(users) users ÷ at 100, plain", reached, atMost: goal)
        }
        guard lane == .direct else {
            let reached = ratio(100, false, to: .bareCurl)
            add(lane, "CPU per request ÷ bare libcurl, 100 users, plain", reached, atMost: 1.25)
            return
        }
        for users in [100, 5_000, 10_000] {
            let reached = ratio(users, false, to: .wrk)
            add(lane, "CPU per request ÷ wrk, \(users) users, plain", reached, atMost: 0.9)
        }
        for users in [100, 1_000] {
            let reached = ratio(users, true, to: .wrk)
            add(lane, "CPU per request ÷ wrk, \(users) users, TLS 1.3", reached, atMost: 1)
        }
        for (isEncrypted, goal) in [(false, 6.0), (true, 55)] {
            let row = Row(users: 10_000, isEncrypted: isEncrypted)
            let reached = requests.median(.lane(lane), row, \.kilobytesPerUser)
            let kind = isEncrypted ? "TLS 1.3" : "plain"
            add(lane, "KB per user, 10000 users, \(kind)", reached, atMost: goal)
        }
    }

    var section: Section {
        Section(
            title: "Goals",
            notes: [],
            table: TextTable(
                [
                    .init("lane"), .init("what"), .init("goal", right: true),
                    .init("here", right: true), .init("reached"),
                ],
                rows: rows
            ),
            raw: .null
        )
    }
}
