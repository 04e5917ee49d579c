import Foundation
import Testing
import Timekeeping

extension Accuracy {
    /// Outages planted in the rehearsal service, found by a probe, beside the service's own log.
    @Suite("Accuracy of probes", .timeLimit(.minutes(2)))
    struct ProbeAccuracyTests {
        /// What `sanbyo probe` wrote of an outage.
        private struct Summary: Decodable {
            struct Outage: Decodable {
                let firstFailedTick: String
                let ticks: Int
                let measuredSeconds: Double
                let leastSeconds: Double
                let greatestSeconds: Double?
                let causes: [String: String]
            }
            struct Repair: Decodable {
                let meanSeconds: Double?
            }
            let verdict: String
            let outages: [Outage]
            let repair: Repair
            let ticks: [String: Int?]
        }

        private struct Tick: Decodable {
            struct Result: Decodable {
                let ok: Bool?
            }
            let tick: String
            let started: String
            let web: Result?
            let database: Result?

            var isDown: Bool { web?.ok == false || database?.ok == false }
            var begin: UTCInstant? {
                guard case .instant(let instant) = WrittenTime(started) else { return nil }
                return instant
            }
        }

        /// Probes a service every second for 20 s.
        private func probe(_ url: String, in sandbox: Sandbox) async throws -> (Summary, [Tick]) {
            let file = sandbox.file("probe.yaml")
            let text = """
                probe: planted
                service: \(url)
                contract: \(Sandbox.repository("Scenarios/contracts/probe-minute.yaml"))
                every: 1s
                duration: 20s
                probes:
                  web: { get: /health/web, expect: { status: 200, text: ok }, within: 400ms }
                  database: { get: /health/database, expect: { status: 200, text: ok }, within: 400ms }

                """
            try Data(text.utf8).write(to: file)
            let process = Process()
            process.executableURL = try Sandbox.program("sanbyo")
            process.arguments = ["probe", file.path, "--quiet", "--results", sandbox.url.path]
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try await withCheckedThrowingContinuation {
                (done: CheckedContinuation<Void, any Error>) in
                process.terminationHandler = { _ in done.resume() }
                do { try process.run() } catch {
                    process.terminationHandler = nil
                    done.resume(throwing: error)
                }
            }
            let folder = sandbox.file("probe-planted")
            let decoder = JSONDecoder()
            let summary = try decoder.decode(
                Summary.self,
                from: Data(contentsOf: folder.appendingPathComponent("probe.json"))
            )
            let ticks = try Data(contentsOf: folder.appendingPathComponent("ticks.jsonl"))
                .split(separator: UInt8(ascii: "\n"))
                .compactMap { try? decoder.decode(Tick.self, from: $0) }
            return (summary, ticks)
        }

        @Test(
            "an outage is found in exactly the ticks that fell into it, and timed within a distance",
            arguments: [("database down", "database"), ("stall", "web")]
        )
        func planted(fault: String, kind: String) async throws {
            let sandbox = try Sandbox()
            defer { sandbox.remove() }
            let service = try Rehearsal(faults: ["at 6s for 7s: \(fault)"], in: sandbox)
            let (summary, ticks) = try await probe(service.url, in: sandbox)
            let log = try service.end().log
            let begin = try #require(log.first("fault-begin")?.unixNanoseconds)
            let end = try #require(log.first("fault-end")?.unixNanoseconds)
            // A tick in the hundred milliseconds around an edge may fall on either side of it; one
            // that began before the end of a stall but for less than it may take is answered.
            let edge: Int64 = 100_000_000
            let patience: Int64 = fault == "stall" ? 400_000_000 : 0
            #expect((18...20).contains(ticks.count))
            for tick in ticks {
                let started = try #require(tick.begin?.unixNanoseconds)
                if started > begin + edge, started < end - edge - patience {
                    #expect(tick.isDown, "\(tick.tick)")
                } else if started < begin - edge - patience || started > end + edge {
                    #expect(!tick.isDown, "\(tick.tick)")
                }
            }
            try #require(summary.outages.count == 1)
            let outage = summary.outages[0]
            // As long as a probe that begins in it fails.
            let truth = Double(end - begin - patience) / 1e9
            figure("\(fault): true length, measured", "\(truth) s, \(outage.measuredSeconds) s")
            #expect(outage.ticks == ticks.filter(\.isDown).count)
            #expect(outage.leastSeconds < truth && truth < outage.greatestSeconds ?? 0)
            #expect(abs(outage.measuredSeconds - truth) <= 1)
            #expect(summary.repair.meanSeconds == outage.measuredSeconds)
            #expect(outage.causes.keys.contains(kind), "\(outage.causes)")
            if fault != "stall" { #expect(outage.causes.count == 1) }
            #expect(summary.ticks["notProbed"] == 0)
            // 90 % of a minute leave 6 s.
            #expect(summary.verdict == (outage.ticks > 6 ? "FAIL" : "INCONCLUSIVE"))
        }
    }
}
