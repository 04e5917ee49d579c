package import Workload

/// The markers of all tenants, ready to be searched for; made once for a run and only read.
@safe
package final class TenantIndex: @unchecked Sendable {
    package let markers: [TenantMarkers.Marker]
    package let tenants: [String]
    /// By row of the accounts.
    package let tenantOfRow: [Int32]
    let automaton: MarkerAutomaton

    /// What deciding takes of each marker, in memory that no count of references guards.
    struct Entry {
        var length: Int32
        var isWord: Bool
        /// Where its owners stand in ``owners``.
        var firstOwner: Int32
        var ownerCount: Int32
    }

    let entries: UnsafeMutableBufferPointer<Entry>
    let owners: UnsafeMutableBufferPointer<Int32>
    /// The longest text, in bytes.
    let longest: Int

    package init(_ markers: TenantMarkers) {
        self.markers = markers.markers
        tenants = markers.tenants
        tenantOfRow = markers.tenantOfRow
        longest = markers.markers.map(\.text.utf8.count).max() ?? 0
        automaton = MarkerAutomaton(markers.markers.map { Array($0.text.utf8) })
        unsafe entries = .allocate(capacity: markers.markers.count)
        unsafe owners = .allocate(
            capacity: markers.markers.reduce(0) { $0 + $1.owners.count }
        )
        var owner = 0
        for (place, marker) in markers.markers.enumerated() {
            unsafe entries.initializeElement(
                at: place,
                to: Entry(
                    length: Int32(marker.text.utf8.count),
                    isWord: marker.isWord,
                    firstOwner: Int32(owner),
                    ownerCount: Int32(marker.owners.count)
                )
            )
            for tenant in marker.owners {
                unsafe owners.initializeElement(at: owner, to: tenant)
                owner += 1
            }
        }
    }

    deinit {
        unsafe entries.deallocate()
        unsafe owners.deallocate()
    }

    /// The memory that searching takes, in bytes; the texts themselves come on top.
    package var memory: Int {
        unsafe automaton.memory + entries.count * MemoryLayout<Entry>.stride + owners.count * 4
    }
}
