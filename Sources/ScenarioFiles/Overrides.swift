/// Settings given beside the file: they replace values of the scenario before it is checked.
package struct Overrides: Sendable {
    package struct Setting: Sendable, Equatable {
        /// "load.users.peak", "flows.file-report.steps[0].get".
        package var path: String
        package var value: String
        /// Where it came from, for messages: "--set", "--users", "SANBYO_USERS".
        package var origin: String

        package init(path: String, value: String, origin: String) {
            self.path = path
            self.value = value
            self.origin = origin
        }
    }

    /// `--set path=value`, in the order given.
    package var settings: [Setting] = []
    /// `--users`: the peak of a closed load, or the pool of an open one.
    package var users: Setting?
    /// `--duration`: the length of the hold.
    package var duration: Setting?
    /// `--seed`.
    package var seed: Setting?
    /// `--lane`.
    package var lane: Setting?

    package init() {}

    package var isEmpty: Bool {
        settings.isEmpty && users == nil && duration == nil && seed == nil
            && lane == nil
    }
}
