/// What the machine that made the load was doing in one second, all its programs together.
package struct MachineSecond: Sendable, Hashable, Codable {
    /// The part of its time that the busiest core did not idle, 0 … 1.
    package var busiestCore: Double
    /// The largest part of a core's time that its host gave to other machines, 0 … 1.
    package var steal: Double
    /// Threads running or waiting for a core at the end of the second.
    package var runnable: Int
    /// Memory of this process at the end of the second, in bytes.
    package var resident: Int

    package init(busiestCore: Double, steal: Double, runnable: Int, resident: Int) {
        self.busiestCore = busiestCore
        self.steal = steal
        self.runnable = runnable
        self.resident = resident
    }
}
