package import Workload

/// What the reader is told from outside, and checks that other modules do for it.
package struct ReaderOptions {
    /// What is wrong with a gate, and where in its text.
    package struct GateProblem: Sendable {
        /// From 1, in the gate's own text.
        package var column: Int
        package var problem: String
        package var remedy: String

        package init(column: Int, problem: String, remedy: String) {
            self.column = column
            self.problem = problem
            self.remedy = remedy
        }
    }

    /// What is wrong with the lane that was asked for.
    package struct LaneProblem: Sendable {
        package var problem: String
        package var remedy: String

        package init(problem: String, remedy: String) {
            self.problem = problem
            self.remedy = remedy
        }
    }

    /// Settings of the command line and the environment, the strongest last.
    package var overrides = Overrides()
    /// Whether the load may exceed the contract's users (`--beyond-contract`).
    package var beyondContract = false
    /// The values behind `${env:NAME}`.
    package var environment: [String: String] = [:]
    /// What is wrong with a regular expression, or nil.
    package var checkRegex: (String) -> String? = { _ in nil }
    /// What is wrong with a path into JSON, or nil.
    package var checkJSONPath: (String) -> String? = { _ in nil }
    /// What is wrong with an XPath, or nil.
    package var checkXPath: (String) -> String? = { _ in nil }
    /// What is wrong with a gate, or nil; given its text and the names of the judged operations.
    package var checkGate: (String, [String]) -> GateProblem? = { _, _ in nil }
    /// Why the lane that a scenario asks for cannot play it, or nil.
    package var checkLane: (Scenario) -> LaneProblem? = { _ in nil }

    package init() {}
}
