/// What can be seen of TLS records without their keys (RFC 5246 §6.2, RFC 8446 §5).
package enum TLSRecords {
    private static let headerSize = 5
    private static let alert: UInt8 = 21
    private static let applicationData: UInt8 = 23
    /// A sealed alert: its two bytes, its type, and the tag of 16 bytes.
    ///
    /// Tickets and key updates are longer; two bytes of data would be as long, and are no answer
    /// either.
    private static let sealedAlertSize = 19

    /// Whether records that came between two answers leave the connection of no use: alerts, and
    /// data that nobody asked for.
    ///
    /// - Parameter typesAreSealed: from TLS 1.3 on every record looks like data, tickets too.
    package static func endUse(
        _ bytes: some RandomAccessCollection<UInt8>,
        typesAreSealed: Bool
    ) -> Bool {
        var rest = bytes[...]
        while rest.count >= headerSize {
            let header = Array(rest.prefix(headerSize))
            let size = Int(header[3]) << 8 | Int(header[4])
            if header[0] == alert { return true }
            if header[0] == applicationData, !typesAreSealed || size == sealedAlertSize {
                return true
            }
            guard rest.count >= headerSize + size else { return false }
            rest = rest.dropFirst(headerSize + size)
        }
        return false
    }
}
