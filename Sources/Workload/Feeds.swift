/// The accounts users sign in with: row i belongs to user i alone for the whole run.
package struct AccountFeed: Sendable, Equatable {
    package var path: String
    /// The slot of each column, in column order.
    package var columns: [Slot]
    package var rows: [[String]]
    /// What keeps tenants apart; `nil` = the contract names nothing that stands here.
    package var tenancy: Tenancy?
    package var mix: AccountMix

    package init(
        path: String,
        columns: [Slot],
        rows: [[String]],
        tenancy: Tenancy? = nil,
        mix: AccountMix = .inOrder
    ) {
        self.path = path
        self.columns = columns
        self.rows = rows
        self.tenancy = tenancy
        self.mix = mix
    }
}

/// Rows of data that iterations draw from.
///
/// Which row an iteration gets depends on the seed and the iteration's place in the schedule
/// alone, never on timing, so the same seed sends the same data.
package struct DataFeed: Sendable, Equatable {
    package enum Order: String, Sendable, Equatable, CaseIterable {
        /// Every row at most once in a run; iterations beyond the last row are not played.
        case unique
        /// From the first row again after the last.
        case cycle
        /// Any row, by the seed.
        case random
    }

    package var name: String
    package var path: String
    package var order: Order
    package var columns: [Slot]
    package var rows: [[String]]

    package init(name: String, path: String, order: Order, columns: [Slot], rows: [[String]]) {
        self.name = name
        self.path = path
        self.order = order
        self.columns = columns
        self.rows = rows
    }

    /// The row for the n-th iteration of the run, or `nil` when unique rows have run out.
    ///
    /// - Parameter sequence: closed model: `user + iteration × peak users`; open model: the
    ///   number of the arrival. At least 0.
    package func row(sequence: Int, seed: UInt64) -> [String]? {
        guard !rows.isEmpty else { return nil }
        switch order {
        case .unique: return sequence < rows.count ? rows[sequence] : nil
        case .cycle: return rows[sequence % rows.count]
        case .random:
            var generator = SeededGenerator(
                seed: seed,
                stream: .dataRow,
                UInt64(columns.first?.index ?? 0),
                UInt64(sequence)
            )
            return rows[Int.random(in: 0..<rows.count, using: &generator)]
        }
    }
}

extension DataFeed {
    /// The same rows in memory of their own, for a thread that uses them without others.
    package var unshared: DataFeed {
        var copy = self
        copy.rows = rows.map { row in
            row.map { String(decoding: Array($0.utf8), as: UTF8.self) }
        }
        return copy
    }
}
