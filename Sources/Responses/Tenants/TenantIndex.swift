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
        /// Where its bytes stand in ``texts``.
        var firstByte: Int32
        /// Where its owners stand in ``owners``.
        var firstOwner: Int32
        var ownerCount: Int32
        var isWord: Bool
        /// Whether it could be an ordinary word: a code of letters of ASCII and signs alone.
        var isPlain: Bool
        /// Whether it could be a colour of a style sheet behind a `#`.
        var isHexadecimal: Bool
        /// Whether it is a part of a longer marker.
        var isPart: Bool
    }

    let entries: UnsafeMutableBufferPointer<Entry>
    let owners: UnsafeMutableBufferPointer<Int32>
    /// The markers as the accounts write them, one behind the other.
    let texts: UnsafeMutableBufferPointer<UInt8>
    /// The longest text, in bytes.
    let longest: Int

    package init(_ markers: TenantMarkers) {
        self.markers = markers.markers
        tenants = markers.tenants
        tenantOfRow = markers.tenantOfRow
        let written = markers.markers.map { Array($0.text.utf8) }
        longest = written.map(\.count).max() ?? 0
        automaton = MarkerAutomaton(
            markers.markers.map { Array(TenantMarkers.folded($0.text).utf8) }
        )
        unsafe entries = .allocate(capacity: written.count)
        unsafe owners = .allocate(capacity: markers.markers.reduce(0) { $0 + $1.owners.count })
        unsafe texts = .allocate(capacity: written.reduce(0) { $0 + $1.count })
        var (owner, byte) = (0, 0)
        for (place, marker) in markers.markers.enumerated() {
            unsafe entries.initializeElement(
                at: place,
                to: Entry(marker, written[place], firstByte: byte, firstOwner: owner)
            )
            for tenant in marker.owners {
                unsafe owners.initializeElement(at: owner, to: tenant)
                owner += 1
            }
            for part in written[place] {
                unsafe texts.initializeElement(at: byte, to: part)
                byte += 1
            }
        }
        findParts(written)
    }

    deinit {
        unsafe entries.deallocate()
        unsafe owners.deallocate()
        unsafe texts.deallocate()
    }

    /// Notes which markers are parts of longer ones.
    private func findParts(_ written: [[UInt8]]) {
        guard let reader = MarkerReader(automaton) else { return }
        for text in written {
            var node: Int32 = 0
            for byte in text {
                node = reader.step(from: node, byte)
                var found = node
                while found > 0 {
                    let marker = reader.marker(at: found)
                    if marker >= 0, written[Int(marker)].count < text.count {
                        unsafe entries[Int(marker)].isPart = true
                    }
                    found = reader.next(after: found)
                }
            }
        }
    }

    /// The memory that searching takes, in bytes.
    package var memory: Int {
        unsafe automaton.memory + entries.count * MemoryLayout<Entry>.stride + owners.count * 4
            + texts.count
    }
}

extension TenantIndex.Entry {
    fileprivate init(
        _ marker: TenantMarkers.Marker,
        _ text: [UInt8],
        firstByte: Int,
        firstOwner: Int
    ) {
        length = Int32(text.count)
        self.firstByte = Int32(firstByte)
        self.firstOwner = Int32(firstOwner)
        ownerCount = Int32(marker.owners.count)
        isWord = marker.isWord
        isPlain = marker.isWord && text.allSatisfy { $0 < 0x80 && !(0x30...0x39).contains($0) }
        isHexadecimal =
            marker.isWord && [3, 4, 6, 8].contains(text.count)
            && text.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
            }
        isPart = false
    }
}
