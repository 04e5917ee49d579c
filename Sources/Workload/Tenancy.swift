/// Which columns of the accounts tell tenants apart, and which hold texts that give them away
/// (checklist items 34 and 44).
package struct Tenancy: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// As the heading of the accounts has it.
        package var name: String
        /// Its place in each row.
        package var index: Int
        package var kind: Kind

        package init(name: String, index: Int, kind: Kind) {
            self.name = name
            self.index = index
            self.kind = kind
        }
    }

    package enum Kind: String, Sendable, Equatable, Codable {
        /// A word of its own: beside it stand neither letters of ASCII nor digits.
        case code
        /// A text planted for this very purpose: told wherever it stands.
        case canary
    }

    /// The first tells the tenant (the company).
    package var columns: [Column]

    /// - Parameter columns: at least one.
    package init(columns: [Column]) {
        self.columns = columns
    }

    /// The column whose values are the tenants.
    package var tenantColumn: Column? { columns.first }

    /// The column that names one account within its tenant, if there is one.
    package var memberColumn: Column? {
        columns.dropFirst().first { $0.kind == .code }
    }
}

/// How the accounts that users sign in with are spread over the tenants.
package enum AccountMix: String, Sendable, Equatable, CaseIterable {
    /// Row i belongs to user i.
    case inOrder = "in-order"
    /// Each tenant has the same number of users, give or take one.
    case even
    /// The tenants' shares are as 1, 1/2, 1/3, …
    case zipf
}
