import Foundation
import HTTPLanes
import Reporting
import ScenarioFiles
import Timekeeping
import Workload

extension RunMeta {
    /// What is known of a run before it begins.
    init(
        _ ready: ReadyScenario,
        path: String,
        seed: UInt64,
        shards: Int,
        start: ClockAnchor
    ) {
        var warnings = ready.loaded.warnings.map(\.description)
        if !ready.scenario.transport.verifyTLS {
            warnings.append("certificates were not verified (transport.verify: false)")
        }
        self.init(
            version: Sanbyo.version,
            libraries: ["libcurl": CurlVersion.text],
            host: ProcessInfo.processInfo.hostName,
            system: "\(MachineLimits.kernel), \(MachineLimits.processors) cores",
            shards: shards,
            lane: ready.lane.lane,
            laneReason: ready.lane.reason,
            seed: seed,
            scenarioPath: path,
            service: ready.scenario.service.text,
            scenarioSHA256: ready.fileSHA256,
            start: start,
            duration: .zero,
            effectiveSettings: ready.loaded.effectiveYAML,
            commandLine: CommandLine.arguments,
            warnings: warnings
        )
    }
}
