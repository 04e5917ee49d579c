import Encodings
import Foundation
import Journaling
import ScenarioFiles
import Timekeeping
import Workload

/// A probe as it will be run: read, with what the command line changes.
struct ReadyProbe {
    var file: ProbeFile
    /// Of the contract's file; `nil` without one.
    var contractSHA256: String?
    /// The folder that its record is kept in.
    var folder: String
}

/// Reads probe files with everything that is checked about them.
enum ProbeLoading {
    /// - Parameter duration: the flag's; it comes before `SANBYO_DURATION`, that before the file.
    /// - Throws: `ToolFailure` with exit code 65 and every fault in its message.
    static func load(_ arguments: ProbeArguments, duration: String?) throws -> ReadyProbe {
        let environment = ProcessInfo.processInfo.environment
        var overrides = Overrides()
        overrides.settings = try ScenarioLoading.settings(arguments.settings)
        if let every = arguments.every {
            overrides.settings.append(.init(path: "every", value: every, origin: "--every"))
        }
        if let duration {
            overrides.settings.append(
                .init(path: "duration", value: duration, origin: "--duration")
            )
        } else if let duration = environment["SANBYO_DURATION"] {
            overrides.settings.append(
                .init(path: "duration", value: duration, origin: "SANBYO_DURATION")
            )
        }
        return try load(arguments.file, overrides: overrides, results: arguments.results)
    }

    static func load(
        _ path: String,
        overrides: Overrides,
        results: String?
    ) throws -> ReadyProbe {
        var options = ScenarioLoading.readerOptions()
        options.overrides = overrides
        let reading = ScenarioReader(options: options).readProbe(path)
        guard let file = reading.value else {
            let faults = reading.faults.map(\.description).joined(separator: "\n")
            let count = reading.faults.count == 1 ? "1 fault" : "\(reading.faults.count) faults"
            throw ToolFailure(
                message: "\(path) cannot be probed: \(count)\n\(faults)",
                exitCode: ExitCodes.faultyInput
            )
        }
        return ReadyProbe(
            file: file,
            contractSHA256: file.contract.path.flatMap(sha256),
            folder: try ResultsDirectory.parent(results) + "/" + ProbeFolder.name(of: file.name)
        )
    }

    static func sha256(_ path: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path)))
            .map { hexadecimal(SHA256.hash(Array($0))) }
    }
}
