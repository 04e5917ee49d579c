import Engine
import Timekeeping
import Workload

/// The service a scenario is played against: given by address, or started for the run.
struct Target {
    /// The rehearsal service's own log in a run's folder: what it did wrong, and when.
    static let logName = "rehearsal-log.jsonl"

    let baseURL: String
    private let rehearsal: RehearsalProcess?

    /// - Parameter logFile: where the rehearsal service keeps its own log.
    init(_ scenario: Scenario, logFile: String?) throws {
        switch scenario.service {
        case .url(let address):
            baseURL = address
            rehearsal = nil
        case .rehearsal:
            let process = try RehearsalProcess(
                faults: scenario.rehearsal.faults,
                logFile: logFile,
                extraArguments: scenario.rehearsal.storage.map { ["--storage-limit", "\($0)"] }
                    ?? []
            )
            baseURL = process.baseURL
            rehearsal = process
        }
    }

    /// Tells the rehearsal service from when its fault programme counts.
    func announce(origin: MonotonicInstant, through worker: any Worker) {
        guard rehearsal != nil else { return }
        let request = try? OutgoingRequest(
            method: "POST",
            url: baseURL + "/rehearsal/start",
            headers: [
                .init(name: "Content-Type", value: "application/x-www-form-urlencoded")
            ],
            body: Array("origin=\(origin.nanoseconds)".utf8),
            timeout: .seconds(5)
        )
        guard let request else { return }
        Task(executorPreference: worker.executor) {
            let client = worker.makeClient(user: -1)
            _ = await client.perform(request)
            client.close()
        }
    }

    func stop() { rehearsal?.stop() }
}
