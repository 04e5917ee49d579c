/// What the embedded stand-in service is started with.
package struct RehearsalSettings: Sendable, Equatable {
    /// The fault programme, one entry each: "at 20s for 20s: stall".
    package var faults: [String]

    package init(faults: [String] = []) {
        self.faults = faults
    }
}
