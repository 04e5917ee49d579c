package import Availability
package import Timekeeping
package import Workload

/// A probe as read from its file: what is asked at each tick, and by which terms it is judged.
package struct ProbeFile: Sendable {
    /// One probe of a tick, as a scenario of one operation so that it is asked like any other.
    package struct Target: Sendable {
        package var kind: ProbeKind
        package var scenario: Scenario
        /// From the probe's start to the last byte.
        package var within: Nanoseconds
    }

    /// A command that is told of outages.
    package struct Hook: Sendable, Equatable {
        /// The program and its arguments; at least one entry.
        package var command: [String]
        /// It is ended after this.
        package var within: Nanoseconds
    }

    package var name: String
    package var question: String?
    package var service: Service
    package var rehearsal: RehearsalSettings
    /// In the order web, database, timeout; at least one.
    package var targets: [Target]
    package var contract: Contract
    package var terms: AvailabilityTerms
    /// How long it goes on; `nil` = until it is stopped.
    package var duration: Nanoseconds?
    /// The pause before a second look at a tick that failed; `nil` = the first look decides.
    package var confirm: Nanoseconds?
    package var hook: Hook?
    package var secrets: [String]
    /// Every file that was read, the probe file first.
    package var sources: [String]
    package var warnings: [Fault]
}
