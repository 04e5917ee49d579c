import CLibXML2

/// Looks for byte strings in byte strings.
enum ByteSearch {
    /// Whether `part` stands somewhere in `whole`; an empty part always does.
    ///
    /// glibc's `memmem` uses the two-way algorithm: linear time, whatever the bytes are.
    static func contains(_ part: [UInt8], in whole: [UInt8]) -> Bool {
        guard !part.isEmpty else { return true }
        return unsafe whole.withUnsafeBytes { whole in
            unsafe part.withUnsafeBytes { part in
                guard let wholeStart = whole.baseAddress, let partStart = part.baseAddress else {
                    return false
                }
                return unsafe memmem(wholeStart, whole.count, partStart, part.count) != nil
            }
        }
    }
}
