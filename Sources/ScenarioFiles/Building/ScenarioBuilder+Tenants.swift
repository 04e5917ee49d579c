import Workload

// What keeps tenants apart: the contract's fields, found among the accounts' columns.
extension ScenarioBuilder {
    /// The accounts with what tells their tenants apart; as they are where nothing does.
    func separate(_ accounts: AccountFeed, flows: [Flow], load: LoadModel) -> AccountFeed {
        guard let value = root["accounts"], !accounts.rows.isEmpty else { return accounts }
        let names = accounts.columns.map {
            String(variables.slotNames[$0.index].dropFirst("account.".count))
        }
        let columns = codes(among: names, value) + canaries(among: names, value)
        guard let field = contract.declarations.isolationBy.first else {
            checkUnused(value, flows, "the contract does not say what keeps them apart")
            return accounts
        }
        guard field == columns.first?.name else {
            checkUnused(value, flows, "the accounts have no column “\(field)”")
            return accounts
        }
        var separated = accounts
        let tenancy = Tenancy(columns: columns)
        let markers = TenantMarkers(rows: accounts.rows, tenancy: tenancy)
        guard markers.tenants.count > 1 else {
            warn(
                value,
                .root / "accounts",
                "all accounts belong to one company, so the contract's isolation is not tested and"
                    + " no run can pass",
                "add accounts of other companies"
            )
            checkUnused(value, flows, "there is one company only")
            return accounts
        }
        separated.tenancy = tenancy
        check(markers, tenancy, of: accounts, value)
        check(flows, of: markers, load)
        checkMix(of: separated, load, value)
        return separated
    }

    /// A contract that keeps companies apart, and nobody who could tell.
    func checkUntested() {
        guard let field = contract.declarations.isolationBy.first, let value = root["contract"]
        else { return }
        warn(
            value,
            .root / "contract",
            "it keeps companies apart by “\(field)”, and the scenario has no accounts: answers are"
                + " not searched for other companies' data, so no run can pass",
            "add accounts of several companies with a column “\(field)”"
        )
    }

    // MARK: Columns

    private func codes(among names: [String], _ value: YAMLValue) -> [Tenancy.Column] {
        let fields = contract.declarations.isolationBy
        let missing = fields.filter { !names.contains($0) }
        if !missing.isEmpty, contract.path != nil {
            let which = missing.map { "“\($0)”" }.joined(separator: ", ")
            let isFirst = missing.first == fields.first
            warn(
                value,
                .root / "accounts",
                "the contract keeps companies apart by \(which), and the accounts have no such"
                    + " column: "
                    + (isFirst
                        ? "answers are not searched for other companies' data, so no run can pass"
                        : "answers are not searched for its values"),
                "name the columns of the accounts as the contract does"
            )
        }
        return fields.compactMap { field in
            names.firstIndex(of: field).map {
                Tenancy.Column(name: field, index: $0, kind: .code)
            }
        }
    }

    private func canaries(among names: [String], _ value: YAMLValue) -> [Tenancy.Column] {
        (value["canaries"]?.items ?? []).enumerated().compactMap { number, item in
            guard let name = text(item) else { return nil }
            guard let index = names.firstIndex(of: name) else {
                fault(
                    item,
                    (Place.root / "accounts" / "canaries")[number],
                    "the accounts have no column “\(name)”",
                    Suggestion.remedy(for: name, among: names)
                )
                return nil
            }
            return Tenancy.Column(name: name, index: index, kind: .canary)
        }
    }

    /// What needs companies, where none are told apart.
    private func checkUnused(_ value: YAMLValue, _ flows: [Flow], _ why: String) {
        let remedy =
            "write “isolation: { by: [company_code, …] }” into the contract, with columns of the"
            + " accounts, or remove this"
        for key in ["canaries", "mix"] where value[key] != nil && text(value[key]) != "in-order" {
            guard let written = value[key] else { continue }
            fault(written, .root / "accounts" / key, "needs companies, and \(why)", remedy)
        }
        for flow in flows where !flow.tenants.isEmpty {
            let place = Place.root / "flows" / flow.name / "tenants"
            guard let written = root["flows"]?[flow.name]?["tenants"] else { continue }
            fault(written, place, "needs companies, and \(why)", remedy)
        }
    }

    // MARK: Markers

    private static let mostShown = 20

    private func check(
        _ markers: TenantMarkers,
        _ tenancy: Tenancy,
        of accounts: AccountFeed,
        _ value: YAMLValue
    ) {
        for (number, column) in tenancy.columns.enumerated() {
            let useless = markers.unsearchable.filter { $0.column == number }
            guard let first = useless.first else { continue }
            if column.kind == .canary {
                for one in useless.prefix(Self.mostShown) {
                    faultInAccounts(
                        accounts,
                        row: one.row,
                        "the canary “\(one.text)” in column “\(column.name)” is \(one.reason.words)",
                        "plant a text that stands nowhere else, such as “canary-7f3a91c2”"
                    )
                }
            } else {
                warn(
                    value,
                    .root / "accounts",
                    "“\(first.text)” in column “\(column.name)” is \(first.reason.words)"
                        + (useless.count > 1 ? ", and \(useless.count - 1) more like it" : "")
                        + ": answers are not searched for it, since it stands there by chance too",
                    "plant a longer text for each account and name its column under"
                        + " “canaries:”"
                )
            }
        }
        checkShared(tenancy, of: accounts)
        let unseen = markers.unseenTenants
        guard !unseen.isEmpty else { return }
        let names = unseen.prefix(3).map { "“\(markers.tenants[$0])”" }.joined(separator: ", ")
        warn(
            value,
            .root / "accounts",
            "of \(names)\(unseen.count > 3 ? " and \(unseen.count - 3) more companies" : "")"
                + " nothing can be searched for, so no run can say that their data stay apart",
            "plant a text for each account and name its column under “canaries:”"
        )
    }

    /// A canary that accounts of several companies have tells none of them.
    private func checkShared(_ tenancy: Tenancy, of accounts: AccountFeed) {
        guard let tenantColumn = tenancy.tenantColumn else { return }
        var shown = 0
        for column in tenancy.columns where column.kind == .canary {
            var owner: [String: String] = [:]
            for (row, values) in accounts.rows.enumerated() {
                let (text, tenant) = (values[column.index], values[tenantColumn.index])
                guard let other = owner.updateValue(tenant, forKey: TenantMarkers.folded(text)),
                    other != tenant,
                    shown < Self.mostShown
                else { continue }
                shown += 1
                faultInAccounts(
                    accounts,
                    row: row,
                    "the canary “\(text)” in column “\(column.name)” is of company “\(tenant)” and"
                        + " of “\(other)”",
                    "give each account a text of its own"
                )
            }
        }
    }

    private func faultInAccounts(
        _ accounts: AccountFeed,
        row: Int,
        _ problem: String,
        _ remedy: String
    ) {
        let line = accountLines.indices.contains(row) ? accountLines[row] : 1
        context.fault(
            at: Position(file: accounts.path, line: line, column: 1),
            "accounts.canaries",
            problem,
            remedy
        )
    }

    // MARK: Flows and mix

    private func check(_ flows: [Flow], of markers: TenantMarkers, _ load: LoadModel) {
        let bound = flows.filter { !$0.tenants.isEmpty }
        guard !bound.isEmpty else { return }
        for flow in bound {
            let place = Place.root / "flows" / flow.name / "tenants"
            guard let written = root["flows"]?[flow.name]?["tenants"] else { continue }
            if load.isOpen {
                fault(
                    written,
                    place,
                    "flows cannot be bound to companies under “arrivals”: an arrival goes to any"
                        + " free user",
                    "write the load as “users”"
                )
            }
            for (number, name) in flow.tenants.enumerated()
            where !markers.tenants.contains(name) {
                fault(
                    written,
                    place[number],
                    "no account is of company “\(name)”",
                    Suggestion.remedy(for: name, among: markers.tenants)
                )
            }
        }
        let idle = markers.tenants.first { FlowGroups.flows(of: $0, flows).isEmpty }
        if let idle, let value = root["flows"] {
            fault(
                value,
                .root / "flows",
                "the users of company “\(idle)” have nothing to play: every flow is bound to"
                    + " other companies",
                "add a flow without “tenants:”, or name the company in one"
            )
        }
    }

    private func checkMix(of accounts: AccountFeed, _ load: LoadModel, _ value: YAMLValue) {
        guard let written = value["mix"], accounts.rows.count >= load.peakUsers,
            let short = accounts.shortage(users: load.peakUsers)
        else { return }
        fault(
            written,
            .root / "accounts" / "mix",
            "“\(accounts.mix.rawValue)” gives company “\(short.tenant)” \(short.needed) of"
                + " \(load.peakUsers) users, and it has \(short.has) accounts",
            "add accounts of that company, lower the load, or choose another mix"
        )
    }
}
