import Glibc
import Workload

/// Whoever sends requests: a lane of the tool, or what it is held against.
enum Client: Hashable {
    /// Scenario operations played by the whole engine.
    case lane(Lane)
    case bareCurl
    case wrk
    case h2load

    var name: String {
        switch self {
        case .lane(let lane): "Sanbyo, \(lane.rawValue)"
        case .bareCurl: "bare libcurl"
        case .wrk: "wrk"
        case .h2load: "h2load"
        }
    }

    /// The program that must be there.
    var program: Program? {
        switch self {
        case .lane, .bareCurl: nil
        case .wrk: .wrk
        case .h2load: .h2load
        }
    }

    /// The command that plays a load until it is told to end.
    func command(for load: BenchLoad) -> [String] {
        let endless = "3600"
        return switch self {
        case .lane(let lane):
            [ChildProcess.own, "play", "--lane", lane.rawValue] + load.arguments
        case .bareCurl:
            [
                ChildProcess.own, "bare", "--url", "\(load.baseURL)/bare", "--users",
                "\(load.users)", "--authorities", load.authorities,
            ]
        case .wrk:
            [
                "wrk", "-t1", "-c\(load.users)", "-d\(endless)s", "--timeout", "60s",
                "\(load.baseURL)/bare",
            ]
        case .h2load:
            [
                "h2load", "--h1", "-t1", "-c\(load.users)", "-D", endless,
                "\(load.baseURL)/bare",
            ]
        }
    }

    /// What ends it; ours end when their standard input does.
    var stopSignal: Int32? {
        switch self {
        case .lane, .bareCurl: nil
        case .wrk: SIGINT
        case .h2load: SIGTERM
        }
    }

    /// All requests by the client's own account at its end; `nil` where it tells none.
    ///
    /// Every operation of the benchmark's journeys is one request.
    func requestsTold(in end: ChildProcess.End) -> Int? {
        guard case .lane = self else { return nil }
        return FigureLine(end.output)?["operations"].map { Int($0) }
    }

    /// What went wrong by the client's own account at its end; `nil` when nothing did.
    ///
    /// h2load ends without a word; for it there are the server's counters only.
    func fault(in end: ChildProcess.End) -> String? {
        switch self {
        case .lane, .bareCurl:
            guard end.succeeded, let failures = FigureLine(end.output)?["failures"] else {
                return "ended without figures"
            }
            return failures == 0 ? nil : "\(Int(failures)) requests failed"
        case .wrk:
            let lines = end.output.split(separator: "\n")
            return lines.first { $0.contains("Non-2xx") || $0.contains("Socket errors") }
                .map(String.init)
        case .h2load: return nil
        }
    }
}
