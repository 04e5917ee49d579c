import ScenarioFiles
import Workload

/// Contracts named on the command line.
enum ContractLoading {
    /// - Throws: `ToolFailure` with exit code 65 that names every fault of the file.
    static func contract(_ path: String) throws -> Contract {
        let reading = ScenarioReader(options: ScenarioLoading.readerOptions()).readContract(path)
        guard let contract = reading.value else {
            let faults = reading.faults.map(\.description).joined(separator: "\n")
            throw ToolFailure(
                message: "\(path) cannot be judged by:\n\(faults)",
                exitCode: ExitCodes.faultyInput
            )
        }
        return contract
    }
}
