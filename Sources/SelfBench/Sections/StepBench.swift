import Reporting
import Timekeeping
import Workload

/// What a request of a whole scenario costs beside a bare GET.
struct StepBench {
    let meter: Meter
    let rounds: Int
    static let users = 100

    struct Step {
        let journey: Journey
        let measurement: Measurement
    }

    func run(_ lane: Lane, progress: (String) -> Void) -> [Step] {
        var steps: [Step] = []
        for round in 0..<rounds {
            let journeys: [Journey] = [.bareGet, .formPost, .wholeForm]
            let order = round % 2 == 0 ? journeys : journeys.reversed()
            for (place, journey) in order.enumerated() {
                progress("scenario steps, round \(round + 1): \(journey.rawValue)")
                let load = BenchLoad(
                    users: Self.users,
                    baseURL: meter.server.url(isEncrypted: false, address: round * 3 + place),
                    authorities: meter.server.certificate,
                    journey: journey
                )
                do {
                    let measured = try meter.measure(.lane(lane), load: load, round: round)
                    steps.append(Step(journey: journey, measurement: measured))
                } catch {
                    StandardError.write("not measured: \(error)")
                }
            }
        }
        return steps
    }

    /// CPU per request of a journey ÷ that of the bare GET of the same round.
    static func ratio(_ journey: Journey, in steps: [Step]) -> Spread? {
        Spread(
            steps.filter { $0.journey == journey && $0.measurement.isSound }.compactMap { step in
                let bare = steps.first {
                    $0.journey == .bareGet && $0.measurement.round == step.measurement.round
                        && $0.measurement.isSound
                }
                return bare.map { step.measurement.cost / $0.measurement.cost }
            }
        )
    }

    static func section(_ results: [(lane: Lane, steps: [Step])]) -> Section {
        var table = TextTable([
            .init("lane"), .init("step"), .init("CPU µs/request", right: true),
            .init("÷ bare GET", right: true),
        ])
        for (lane, steps) in results {
            for (journey, name) in names {
                let costs = steps.filter { $0.journey == journey && $0.measurement.isSound }
                    .map(\.measurement.cost)
                table.rows.append([
                    lane.rawValue, name, figure(Spread(costs)?.median),
                    ratio(journey, in: steps)?.text ?? "–",
                ])
            }
        }
        return Section(
            title: "A whole scenario step beside a bare GET, \(users) users, plain",
            notes: results.flatMap(\.steps).filter { !$0.measurement.isSound }.map {
                "Left out: \($0.journey.rawValue), round \($0.measurement.round + 1): "
                    + $0.measurement.faults.joined(separator: "; ")
            },
            table: table,
            raw: .array(
                results.flatMap(\.steps).map {
                    ["journey": .string($0.journey.rawValue), "measured": $0.measurement.json]
                }
            )
        )
    }

    private static let names: [(Journey, String)] = [
        (.bareGet, "bare GET"),
        (.formPost, "form POST with a taken token, the cookie and an expected text"),
        (.wholeForm, "form opened, token taken, form posted as above: each of the 2 requests"),
    ]
}
