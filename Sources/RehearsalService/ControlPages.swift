import NIOHTTP1

import Timekeeping

/// What the tool that started the service asks; no fault touches these.
enum ControlPages {
    /// Starts the fault programme.
    ///
    /// The form field `origin` (nanoseconds of `CLOCK_MONOTONIC`, at most an hour from now) sets
    /// what the offsets count from; without it, it is now.
    @Sendable static func start(_ request: Request, _ service: Service) -> Answer {
        let now = MonotonicInstant.now
        var origin = now
        let fields = (try? request.formFields()) ?? FormFields()
        if fields.fields.contains(where: { $0.name == "origin" }) {
            guard let given = Int64(fields["origin"]),
                (now - .seconds(3600)...now + .seconds(3600)).contains(
                    MonotonicInstant(nanoseconds: given)
                )
            else {
                return .text(
                    "origin is not a CLOCK_MONOTONIC reading within an hour of now\n",
                    status: .badRequest
                )
            }
            origin = MonotonicInstant(nanoseconds: given)
        }
        service.faults.start(at: origin)
        return .json(.object(["originMonotonicNanoseconds": .number(origin.nanoseconds)]))
    }

    @Sendable static func log(_ request: Request, _ service: Service) -> Answer {
        .typed(
            "application/x-ndjson",
            service.log.lines.map { $0 + "\n" }.joined()
        )
    }

    @Sendable static func counts(_ request: Request, _ service: Service) -> Answer {
        .json(service.ledger.json)
    }
}
