/// What the embedded stand-in service is started with.
package struct RehearsalSettings: Sendable, Equatable {
    /// The fault programme, one entry each: "at 20s for 20s: stall".
    package var faults: [String]
    /// Bytes of photos that one user may store; `nil` = no limit.
    package var storage: Int?

    package init(faults: [String] = [], storage: Int? = nil) {
        self.faults = faults
        self.storage = storage
    }
}
