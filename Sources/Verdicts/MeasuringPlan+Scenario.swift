package import Measuring
import Timekeeping
package import Workload

extension MeasuringPlan {
    /// What a recorder has to count for a scenario and its gates.
    ///
    /// Every operation counts against its class's target and against each time that a gate on
    /// it names, so that no percentile gate is ever read out of a histogram bucket.
    package init(scenario: Scenario, gates: [Gate]) {
        let judged = Set(scenario.judgedOperations)
        let operations = scenario.operations.indices.map { index in
            Self.operation(
                scenario.operations[index],
                isJudged: judged.contains(OperationID(index: index)),
                of: scenario.contract,
                gates: gates
            )
        }
        let requests = scenario.operations.enumerated().flatMap { index, operation in
            operation.requests.map { request in
                Request(name: Self.name(of: request, slots: scenario.slotNames), operation: index)
            }
        }
        self.init(
            operations: operations,
            requests: requests,
            judgedSpan: scenario.judgedSpan,
            tenants: Self.groups(of: scenario)
        )
    }

    private static func groups(of scenario: Scenario) -> TenantGroups? {
        scenario.tenantMarkers.map { markers in
            TenantGroups(
                tenants: markers.tenants,
                tenantOfUser: Array(markers.tenantOfRow.prefix(scenario.load.peakUsers))
            )
        }
    }

    private static func operation(
        _ operation: Workload.Operation,
        isJudged: Bool,
        of contract: Contract,
        gates: [Gate]
    ) -> Operation {
        let className = operation.operationClass.rawValue
        let target = contract.response[operation.operationClass]?.within
        let covering = gates.filter { gate in
            // "all" and classes speak of judged operations; sign-in is meant only by its name.
            let isNamed = gate.subject == .operation(operation.name)
            return isNamed
                || isJudged
                    && gate.covers(
                        operation: operation.name,
                        className: className
                    )
        }
        let limits = Set(covering.compactMap(\.countedLimit) + [target].compactMap(\.self))
        return Operation(
            name: operation.name,
            className: className,
            isJudged: isJudged,
            target: target,
            limits: limits.sorted()
        )
    }

    /// "GET /forms/${readings.form}": the request as the scenario writes it.
    private static func name(of request: Workload.Request, slots: [String]) -> String {
        let target = request.target.pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .slot(let slot):
                slots.indices.contains(slot.index) ? "${\(slots[slot.index])}" : "${?}"
            }
        }
        return "\(request.method) \(target.joined())"
    }
}
