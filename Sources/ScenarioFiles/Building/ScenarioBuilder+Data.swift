import Timekeeping
import Workload

extension ScenarioBuilder {
    func buildAccounts() -> AccountFeed? {
        guard let value = root["accounts"], let path = text(value["from"]) else { return nil }
        let place = Place.root / "accounts"
        if value["each"] == nil { effective.add("unique", at: place / "each") }
        let full = Paths.resolve(path, besides: file)
        let table = DataTable.read(
            full,
            namedAt: value["from"]?.position ?? value.position,
            (place / "from").description,
            context: context
        )
        let slots = variables.addFeed("account", columns: table?.columns)
        addSecrets(of: table)
        accountLines = table?.lines ?? []
        let mix =
            text(value["mix"]).flatMap(AccountMix.init(rawValue:))
            ?? (value["mix"] == nil
                ? defaulted(.inOrder, "in-order", at: place / "mix") : .inOrder)
        return AccountFeed(path: full, columns: slots, rows: table?.rows ?? [], mix: mix)
    }

    func buildData() -> [DataFeed] {
        (root["data"]?.entries ?? []).compactMap { entry in
            let place = Place.root / "data" / entry.key
            if entry.key == "account" || Variables.builtins.contains(entry.key) {
                context.fault(
                    at: entry.keyPosition,
                    place.description,
                    "the name “\(entry.key)” is taken",
                    "give the data another name"
                )
            }
            guard let path = text(entry.value["from"]) else {
                _ = variables.addFeed(entry.key, columns: nil)
                return nil
            }
            let full = Paths.resolve(path, besides: file)
            let table = DataTable.read(
                full,
                namedAt: entry.value["from"]?.position ?? entry.value.position,
                (place / "from").description,
                context: context
            )
            addSecrets(of: table)
            let order =
                text(entry.value["each"]).flatMap(DataFeed.Order.init(rawValue:))
                ?? defaulted(.cycle, "cycle", at: place / "each")
            return DataFeed(
                name: entry.key,
                path: full,
                order: order,
                columns: variables.addFeed(entry.key, columns: table?.columns),
                rows: table?.rows ?? []
            )
        }
    }

    /// Remembers what stands in columns that are named after secrets.
    private func addSecrets(of table: DataTable?) {
        guard let table else { return }
        for (number, column) in table.columns.enumerated() where Self.isSecret(column) {
            for row in table.rows { context.addSecret(row[number]) }
        }
    }

    private static func isSecret(_ column: String) -> Bool {
        let name = column.lowercased()
        let parts = ["password", "passwd", "passphrase", "secret", "token", "パスワード", "暗証"]
        return name == "pin" || parts.contains(where: name.contains)
    }

    /// Compares the rows there are with the users and iterations that need them.
    func checkRows(accounts: AccountFeed?, data: [DataFeed], load: LoadModel) {
        let users = load.peakUsers
        if let accounts, !accounts.rows.isEmpty, accounts.rows.count < users,
            let value = root["accounts"]
        {
            fault(
                value,
                .root / "accounts",
                "\(users) users need as many accounts, “\(accounts.path)” has"
                    + " \(accounts.rows.count)",
                "add accounts, or lower the load: two users never share one"
            )
        }
        for feed in data where feed.order == .unique && !feed.rows.isEmpty {
            guard let value = root["data"]?[feed.name] else { continue }
            var needed = users
            var reason = "\(users) users need a row each"
            if case .arrivals(let arrivals) = load {
                needed = Int(ArrivalSchedule.expectedCount(arrivals.stages).rounded(.down))
                reason = "about \(needed) arrivals need a row each"
            }
            if feed.rows.count < needed {
                fault(
                    value,
                    .root / "data" / feed.name,
                    "\(reason), “\(feed.path)” has \(feed.rows.count)",
                    "add rows, or write “each: cycle”"
                )
            }
        }
    }
}
