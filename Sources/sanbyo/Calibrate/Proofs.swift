import Foundation

/// Plants faults in the rehearsal service and looks whether the gates that must break do.
struct Proofs {
    let folder: String

    /// A fault, and the gate that must catch it.
    private struct Planted {
        let what: String
        var fault: String?
        /// `nil`: the run must PASS.
        var gate: String?
        /// The service is ended in the middle of the run.
        var dies = false
    }

    private static let all = [
        Planted(what: "nothing"),
        Planted(
            what: "a stall of 2 s",
            fault: "at 5s for 2s: stall",
            gate: "longest_delay(online) <= 1s"
        ),
        Planted(
            what: "1% of the answers slowed by 1.5 s",
            fault: "at 0s for 1min: slow +1500ms 1%",
            gate: "p99.5(list forms) < 500ms"
        ),
        Planted(what: "a service that dies", gate: "errors < 1%", dies: true),
    ]

    static var count: Int { all.count }

    /// Plants one fault after the other.
    /// - Parameter each: called with what comes next.
    func run(_ each: (String) -> Void) throws -> [Calibration.Proof] {
        try writeInputs()
        return try Self.all.map { planted in
            each(planted.what)
            return try prove(planted)
        }
    }

    private func prove(_ planted: Planted) throws -> Calibration.Proof {
        let run: OwnRun
        if planted.dies {
            let service = try RehearsalProcess(faults: [], logFile: nil)
            defer { service.stop() }
            run = try OwnRun(scenario(service: service.baseURL, fault: nil), in: folder) {
                Thread.sleep(forTimeInterval: 6)
                service.stop()
            }
        } else {
            run = try OwnRun(scenario(service: "rehearsal", fault: planted.fault), in: folder)
        }
        guard let wanted = planted.gate else {
            return Calibration.Proof(
                planted: planted.what,
                expected: "PASS",
                found: run.summary.verdict + reason(run),
                isProven: run.summary.verdict == "PASS" && run.exitCode == 0
            )
        }
        let gate = run.summary.gates.first { $0.text == wanted }
        return Calibration.Proof(
            planted: planted.what,
            expected: "FAIL by \(wanted)",
            found: "\(run.summary.verdict), \(wanted): \(gate?.verdict ?? "not judged")"
                + (run.summary.verdict == "FAIL" ? edges(of: run) : reason(run)),
            isProven: run.summary.verdict == "FAIL" && run.exitCode == 2
                && gate?.verdict == "FAIL"
        )
    }

    private func reason(_ run: OwnRun) -> String {
        run.summary.verdict == "PASS" ? "" : " (\(run.summary.reasons.first ?? ""))"
    }

    /// How far the first period's edges lie from what the service itself wrote down.
    private func edges(of run: OwnRun) -> String {
        guard let episode = run.summary.episodes.first,
            let stall = ServiceStall(log: "\(run.directory)/\(Target.logName)")
        else { return "" }
        func milliseconds(_ seconds: Double) -> String {
            String(format: "%+.0f ms", seconds * 1_000)
        }
        return String(format: "; %.2f s long", episode.durationS)
            + ", begin \(milliseconds(episode.startS - stall.begin)) and end "
            + "\(milliseconds(episode.endS - stall.end)) beside the service's own clock"
    }

    private func scenario(service: String, fault: String?) -> String {
        """
        scenario: calibration
        service: \(service)
        \(fault.map { "rehearsal: { faults: [ \"\($0)\" ] }" } ?? "")
        contract: contract.yaml
        accounts: { from: accounts.csv, each: unique }
        load:
          users: { peak: 30, ramp: 1s, hold: 10s }
        seed: 3
        before-each-user:
          - operation: sign in
            post: /login
            form:
              company_code: ${account.company_code}
              user_code: ${account.user_code}
              password: ${account.password}
            expect: { status: 303, cookie: session }
        flows:
          look:
            think: { uniform: [50ms, 150ms] }
            steps:
              - { operation: list forms, get: /forms, expect: { status: 200 } }
        gates:
          - p99.5(list forms) < 500ms
          - errors < 1%
        """
    }

    /// Times of half a second and windows of as much: faults of seconds are to be seen.
    private func writeInputs() throws {
        let contract = """
            contract: calibration
            response: { online: { within: 500ms, for: 90% } }
            delay: { longest: 1s, window: 500ms }
            dependence: assume-independent
            """
        let accounts = (1...30).map { number in
            let user = String(format: "u%03d", number)
            return "comp\(String(format: "%02d", (number - 1) % 10 + 1)),\(user),pw-\(user)"
        }
        for (name, text) in [
            ("contract.yaml", contract),
            (
                "accounts.csv",
                (["company_code,user_code,password"] + accounts).joined(separator: "\n") + "\n"
            ),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }
}

/// When the rehearsal service stalled, by its own log, in seconds of the run.
private struct ServiceStall {
    let begin: Double
    let end: Double

    private struct Line: Decodable {
        let event: String
        let what: String?
        let monotonicNanoseconds: Int64
        let originMonotonicNanoseconds: Int64?
    }

    init?(log: String) {
        guard let text = try? String(contentsOfFile: log, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        let origin = lines.compactMap(\.originMonotonicNanoseconds).last
        func time(_ event: String) -> Int64? {
            lines.last { $0.event == event && $0.what?.hasSuffix("stall") == true }?
                .monotonicNanoseconds
        }
        guard let origin, let begin = time("fault-begin"), let end = time("fault-end") else {
            return nil
        }
        self.begin = Double(begin - origin) / 1e9
        self.end = Double(end - origin) / 1e9
    }
}
