import Timekeeping

/// What the service does wrong on purpose while a fault is on.
enum FaultKind: Hashable, Sendable {
    /// Requests that arrive and answers that fall due are held until the end, as if the process
    /// were stopped.
    case stall
    /// The answers to this share of the requests that arrive meanwhile are delayed.
    case slow(by: Nanoseconds, Share)
    /// This share of requests is answered with status 500.
    case error(Share)
    /// Whatever needs the database is answered with status 503.
    case databaseDown
    /// This share of requests is answered by a connection reset.
    case reset(Share)
    /// This share of lists, forms and searches shows another company's data.
    case leak(Share)
}

/// One fault and when it is on, counted from the programme's origin.
struct PlannedFault: Hashable, Sendable {
    let begin: Nanoseconds
    let length: Nanoseconds
    let kind: FaultKind

    var end: Nanoseconds { begin + length }
}

/// All faults of one run of the service, in the order they were written.
///
/// Grammar, where `TIME` is a number with its unit ("30s", "2min") and `PERCENT` is above 0 %:
///
///     programme = entry *( ";" entry )
///     entry     = "at" TIME "for" TIME ":" fault
///     fault     = "stall" | "slow" "+" TIME [ PERCENT ] | "error" PERCENT | "database down" | "reset" [ PERCENT ]
///                 | "leak" PERCENT
///
/// Faults may overlap: delays add up, and for the rest the first one on takes the request.
struct FaultProgramme: Hashable, Sendable {
    var faults: [PlannedFault] = []
}

extension FaultKind: CustomStringConvertible {
    var description: String {
        switch self {
        case .stall: "stall"
        case .slow(let delay, let share):
            "slow +\(DurationText.canonical(delay))" + (share == .all ? "" : " \(share)")
        case .error(let share): "error \(share)"
        case .databaseDown: "database down"
        case .reset(let share): share == .all ? "reset" : "reset \(share)"
        case .leak(let share): "leak \(share)"
        }
    }
}

extension PlannedFault: CustomStringConvertible {
    /// The entry as it would be written; parsing it gives the same fault.
    var description: String {
        "at \(DurationText.canonical(begin)) for \(DurationText.canonical(length)): \(kind)"
    }
}
