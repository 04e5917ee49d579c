extension RunRecord {
    /// The figures of one operation.
    /// - Parameter judgedOnly: only planned starts inside ``MeasuringPlan/judgedSpan``.
    package func totals(operation: Int, judgedOnly: Bool) -> Totals {
        totals(ofOperations: [operation], judgedOnly: judgedOnly, seconds: nil)
    }

    /// The figures of a class; with `judgedOnly` without sign-in and sign-out.
    package func totals(className: String, judgedOnly: Bool) -> Totals {
        totals(
            ofOperations: operations(in: .className(className), judgedOnly: judgedOnly),
            judgedOnly: judgedOnly,
            seconds: nil
        )
    }

    /// The figures of all operations; with `judgedOnly` without sign-in and sign-out.
    package func totals(judgedOnly: Bool) -> Totals {
        totals(
            ofOperations: plan.operations.indices.filter {
                !judgedOnly || plan.operations[$0].isJudged
            },
            judgedOnly: judgedOnly,
            seconds: nil
        )
    }

    /// The figures of some operations in some seconds of planned starts, for windows.
    /// - Parameter seconds: whole seconds since the origin; `nil` = all.
    package func totals(
        ofOperations chosen: [Int],
        judgedOnly: Bool,
        seconds: Range<Int>?
    ) -> Totals {
        var byOperation: [Int: Totals] = [:]
        for operation in chosen {
            var own = Totals()
            own.limits = plan.operations[operation].limits
            own.over = Array(repeating: 0, count: own.limits.count)
            byOperation[operation] = own
        }
        for (key, cell) in cells
        where (key.isJudged || !judgedOnly) && seconds?.contains(key.second) != false {
            byOperation[key.operation]?.add(cell)
        }
        var merged: Totals?
        for operation in chosen {
            guard let own = byOperation.removeValue(forKey: operation) else { continue }
            if merged == nil { merged = own } else { merged?.merge(own) }
        }
        return merged ?? Totals()
    }

    /// How many tenants' users had a judged operation that succeeded; tenants beyond
    /// ``TenantGroups/most`` count as one.
    package var tenantsAtWork: Int {
        Set(tenants.filter { $0.value.succeeded > 0 }.map(\.key.group)).count
    }

    /// The operations of a scope by index; those never judged only when asked for.
    package func operations(in scope: Episode.Scope, judgedOnly: Bool = true) -> [Int] {
        plan.operations.indices.filter { index in
            let operation = plan.operations[index]
            guard operation.isJudged || !judgedOnly else { return false }
            return switch scope {
            case .operation(let wanted): index == wanted
            case .className(let name): operation.className == name
            case .service: operation.className == "online"
            // Its operations are told apart by their users, not by what they are.
            case .tenant: false
            }
        }
    }
}
