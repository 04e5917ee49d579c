package import Workload

/// A scenario as read from its files: what a run does, and where each setting came from.
package struct LoadedScenario: Sendable {
    /// A gate of the scenario with the place where it is written.
    package struct GateText: Sendable, Equatable {
        package var text: String
        package var position: Position
    }

    /// A setting that is in force.
    package struct Setting: Sendable, Equatable {
        /// "load.users.peak".
        package var path: String
        /// As written; secrets stay `${env:NAME}`.
        package var value: String
        /// The place in a file, the flag that set it, or "default".
        package var origin: Position
    }

    package var scenario: Scenario
    package var gateTexts: [GateText]
    /// Every file that was read, the scenario first.
    package var sources: [String]
    /// What is allowed but probably not meant.
    package var warnings: [Fault]
    /// Everything in force, in the order of the document; defaults where nothing was written.
    package var settings: [Setting]
    /// The same as a scenario file.
    package var effectiveYAML: String
}
