package import Timekeeping

/// What a recorder has to know before the first sample; fixed for the run.
package struct MeasuringPlan: Sendable, Equatable, Codable {
    /// What is measured under one name.
    package struct Operation: Sendable, Equatable, Codable {
        package var name: String
        /// "online", "heavy" or "batch".
        package var className: String
        /// False for sign-in and sign-out: recorded, shown, not judged.
        package var isJudged: Bool
        /// R above this is late; `nil` when the class promises nothing.
        package var target: Nanoseconds?
        /// Limits whose exceedings are counted exactly, ascending; the target is among them.
        ///
        /// The others are those of gates such as `p95(save) < 2s`.
        package var limits: [Nanoseconds]

        package init(
            name: String,
            className: String,
            isJudged: Bool,
            target: Nanoseconds?,
            limits: [Nanoseconds]
        ) {
            self.name = name
            self.className = className
            self.isJudged = isJudged
            self.target = target
            self.limits = limits
        }
    }

    package struct Request: Sendable, Equatable, Codable {
        /// For example "GET /forms/${readings.form}".
        package var name: String
        /// Index of the operation it belongs to.
        package var operation: Int

        package init(name: String, operation: Int) {
            self.name = name
            self.operation = operation
        }
    }

    package var operations: [Operation]
    package var requests: [Request]
    /// The part of the run judged for compliance, as offsets of planned starts from the origin.
    package var judgedSpan: Range<Nanoseconds>
    /// The tenants whose times are told apart; `nil` when the scenario does not keep any apart.
    package var tenants: TenantGroups?

    package init(
        operations: [Operation],
        requests: [Request],
        judgedSpan: Range<Nanoseconds>,
        tenants: TenantGroups? = nil
    ) {
        self.operations = operations
        self.requests = requests
        self.judgedSpan = judgedSpan
        self.tenants = tenants
    }

    /// The classes of the judged operations, each once, in the order of their names.
    package var classNames: [String] {
        Set(operations.filter(\.isJudged).map(\.className)).sorted()
    }

    /// The same plan with other names for operations and requests.
    package func renamed(_ newName: (String) -> String) -> MeasuringPlan {
        var plan = self
        for index in operations.indices {
            plan.operations[index].name = newName(operations[index].name)
        }
        for index in requests.indices {
            plan.requests[index].name = newName(requests[index].name)
        }
        plan.tenants?.names = tenants?.names.map(newName) ?? []
        return plan
    }
}
