import CLibXML2
import Glibc

/// Looks for byte strings in byte strings.
enum ByteSearch {
    /// Whether `part` stands somewhere in `whole`; an empty part always does.
    ///
    /// The rarest byte of the part is looked for first, which is several bytes a step. When it
    /// turns up often, glibc's `memmem` goes on: the two-way algorithm, whose time is linear
    /// whatever the bytes are.
    static func contains(_ part: SearchedText, in whole: [UInt8]) -> Bool {
        let length = part.bytes.count
        guard length > 0 else { return true }
        guard length <= whole.count else { return false }
        return unsafe whole.withUnsafeBytes { whole in
            unsafe part.bytes.withUnsafeBytes { bytes in
                guard let start = whole.baseAddress, let wanted = bytes.baseAddress else {
                    return false
                }
                // Where the part may begin: place ... last.
                let last = whole.count - length
                var place = 0
                for _ in 0..<32 {
                    let from = unsafe start + place + part.rarest
                    let byte = unsafe Int32(bytes[part.rarest])
                    guard let hit = unsafe memchr(from, byte, last - place + 1) else {
                        return false
                    }
                    let found = unsafe UnsafeRawPointer(hit) - part.rarest
                    if unsafe memcmp(found, wanted, length) == 0 { return true }
                    place = unsafe found - start + 1
                    if place > last { return false }
                }
                return unsafe memmem(start + place, whole.count - place, wanted, length) != nil
            }
        }
    }
}

/// Bytes to look for, with what makes looking quick.
struct SearchedText: Sendable {
    let bytes: [UInt8]
    /// The place of the byte that texts hold least often.
    fileprivate let rarest: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        rarest = bytes.indices.min { Self.frequency(bytes[$0]) < Self.frequency(bytes[$1]) } ?? 0
    }

    /// For words to a person.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How common a byte is in pages, roughly; only speed depends on it.
    private static func frequency(_ byte: UInt8) -> Int {
        let common = " etaionsrhldcmupfgw<>/=\"-.ybvkxjqz\n".utf8
        let place = common.enumerated().first { $0.element == byte }?.offset
        return place.map { common.count - $0 } ?? 0
    }
}
