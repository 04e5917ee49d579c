/// The texts by which an answer gives away whose data it holds, worked out from the accounts.
///
/// Used once before a run; what finds the texts is made of it.
package struct TenantMarkers: Sendable, Equatable {
    /// A text that belongs to some tenants and not to all; texts that differ in the case of ASCII
    /// letters only are one.
    package struct Marker: Sendable, Equatable {
        package var text: String
        /// Whether only a word of its own counts (``Tenancy/Kind/code``).
        package var isWord: Bool
        /// Index into ``Tenancy/columns`` of the column where it stands first.
        package var column: Int
        /// The tenants that have it, ascending; an answer to anyone else must not hold it.
        package var owners: [Int32]
        /// The first account that has it.
        package var row: Int
    }

    /// A value that cannot be searched for.
    package struct Unsearchable: Sendable, Equatable {
        package enum Reason: Sendable, Equatable {
            case tooShort, digitsOnly, tooLong, empty
        }

        package var text: String
        package var column: Int
        package var row: Int
        package var reason: Reason
    }

    /// The companies by first appearance.
    package private(set) var tenants: [String] = []
    /// By row of the accounts: the index of its tenant.
    package private(set) var tenantOfRow: [Int32] = []
    package private(set) var markers: [Marker] = []
    /// Each text once.
    package private(set) var unsearchable: [Unsearchable] = []

    /// Shorter texts stand in too many answers by chance.
    package static let leastLength = 4
    /// Digits alone are as likely a number of something else: a record, a year, an amount.
    package static let leastDigits = 6
    /// Longer ones, in bytes, would make searching needlessly heavy.
    package static let mostBytes = 200

    package init(rows: [[String]], tenancy: Tenancy) {
        guard let tenantColumn = tenancy.tenantColumn else { return }
        var known: [String: Int32] = [:]
        for row in rows {
            let name = row[tenantColumn.index]
            let tenant = known[name] ?? Int32(tenants.count)
            if known.updateValue(tenant, forKey: name) == nil { tenants.append(name) }
            tenantOfRow.append(tenant)
        }
        var places: [String: Int] = [:]
        var refused: Set<String> = []
        for (number, column) in tenancy.columns.enumerated() {
            for (row, values) in rows.enumerated() {
                let text = values[column.index]
                if let place = places[Self.folded(text)] {
                    markers[place].add(owner: tenantOfRow[row])
                    if column.kind == .canary { markers[place].isWord = false }
                } else if let reason = Self.refusal(of: text, column.kind) {
                    guard refused.insert(text).inserted else { continue }
                    unsearchable.append(
                        Unsearchable(text: text, column: number, row: row, reason: reason)
                    )
                } else {
                    places[Self.folded(text)] = markers.count
                    markers.append(
                        Marker(
                            text: text,
                            isWord: column.kind == .code,
                            column: number,
                            owners: [tenantOfRow[row]],
                            row: row
                        )
                    )
                }
            }
        }
        // What everybody has gives nobody away.
        markers.removeAll { $0.owners.count == tenants.count }
        for place in markers.indices { markers[place].owners.sort() }
    }

    /// A text as it is compared: the letters of ASCII in lower case.
    package static func folded(_ text: String) -> String {
        String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }

    /// Why a text cannot be searched for; `nil` when it can.
    package static func refusal(of text: String, _ kind: Tenancy.Kind) -> Unsearchable.Reason? {
        if text.isEmpty { return .empty }
        if text.count < leastLength { return .tooShort }
        if text.utf8.count > mostBytes { return .tooLong }
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber && text.utf8.count < leastDigits ? .digitsOnly : nil
    }

    /// The tenants without a single marker of their own: what leaks of theirs cannot be seen.
    package var unseenTenants: [Int] {
        var isSeen = Array(repeating: false, count: tenants.count)
        for marker in markers { for owner in marker.owners { isSeen[Int(owner)] = true } }
        return tenants.indices.filter { !isSeen[$0] }
    }
}

extension TenantMarkers.Marker {
    fileprivate mutating func add(owner: Int32) {
        // Accounts of a company mostly stand together or alternate in a fixed order.
        if owners.last != owner, !owners.contains(owner) { owners.append(owner) }
    }
}

extension TenantMarkers.Unsearchable.Reason {
    /// What is the matter, after "is".
    package var words: String {
        switch self {
        case .tooShort: "shorter than \(TenantMarkers.leastLength) characters"
        case .digitsOnly: "a number of fewer than \(TenantMarkers.leastDigits) digits"
        case .tooLong: "longer than \(TenantMarkers.mostBytes) bytes"
        case .empty: "empty"
        }
    }
}
