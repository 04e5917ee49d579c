package import Measuring
package import Timekeeping
package import Verdicts
package import Workload

/// A judged run with all that is written about it.
package struct RunReport: Sendable {
    package var facts: RunFacts
    package var judgement: Judgement
    package var meta: RunMeta
    /// Examples of failures in words, in the order they were met.
    package var failures: [FailureExample]
    /// Texts that must never be shown; see ``masked``.
    package var secrets: [String]

    package init(
        facts: RunFacts,
        judgement: Judgement,
        meta: RunMeta,
        failures: [FailureExample] = [],
        secrets: [String] = []
    ) {
        self.facts = facts
        self.judgement = judgement
        self.meta = meta
        self.failures = failures
        self.secrets = secrets
    }
}

/// Where, when and with what a run was made.
package struct RunMeta: Sendable, Equatable, Codable {
    /// The tool's version, and those of what it is built on, by name.
    package var version: String
    package var libraries: [String: String]
    package var host: String
    /// For example "Linux 6.1.0, 2 cores".
    package var system: String
    package var shards: Int
    /// The way the requests took, and why that one, in words.
    package var lane: Lane
    package var laneReason: String
    package var seed: UInt64
    package var scenarioPath: String
    /// The address of the service, or "rehearsal"; `nil` where an older run does not tell.
    package var service: String?
    /// Lower-case hexadecimal digits.
    package var scenarioSHA256: String
    package var start: ClockAnchor
    /// From the run's origin to the end of the drain.
    package var duration: Nanoseconds
    /// Every setting with its value and origin, as YAML.
    package var effectiveSettings: String
    package var commandLine: [String]
    /// What the user should know beside the verdict ("certificates were not verified").
    package var warnings: [String]

    package init(
        version: String,
        libraries: [String: String] = [:],
        host: String,
        system: String,
        shards: Int,
        lane: Lane,
        laneReason: String,
        seed: UInt64,
        scenarioPath: String,
        service: String? = nil,
        scenarioSHA256: String,
        start: ClockAnchor,
        duration: Nanoseconds,
        effectiveSettings: String,
        commandLine: [String],
        warnings: [String] = []
    ) {
        self.version = version
        self.libraries = libraries
        self.host = host
        self.system = system
        self.shards = shards
        self.lane = lane
        self.laneReason = laneReason
        self.seed = seed
        self.scenarioPath = scenarioPath
        self.service = service
        self.scenarioSHA256 = scenarioSHA256
        self.start = start
        self.duration = duration
        self.effectiveSettings = effectiveSettings
        self.commandLine = commandLine
        self.warnings = warnings
    }

    /// "curl (asked for)".
    var laneText: String { "\(lane.rawValue) (\(laneReason))" }
}
