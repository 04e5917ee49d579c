/// What the first bytes of a body say that it is.
enum BodyMagic {
    case zip, packed, media, none

    /// xlsx, docx and jar too; the second is an archive without members.
    private static let zipSigns: [[UInt8]] = [
        [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06],
    ]

    private static let packedSigns: [[UInt8]] = [
        // PDF, gzip, files of older office programs
        [0x25, 0x50, 0x44, 0x46, 0x2D], [0x1F, 0x8B], [0xD0, 0xCF, 0x11, 0xE0],
        // 7z, RAR, bzip2, xz, zstd
        [0x37, 0x7A, 0xBC, 0xAF], [0x52, 0x61, 0x72, 0x21, 0x1A], [0x42, 0x5A, 0x68],
        [0xFD, 0x37, 0x7A, 0x58], [0x28, 0xB5, 0x2F, 0xFD],
    ]

    private static let mediaSigns: [[UInt8]] = [
        // PNG, JPEG, GIF, icons
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x47, 0x49, 0x46, 0x38, 0x37, 0x61],
        [0x47, 0x49, 0x46, 0x38, 0x39, 0x61], [0x00, 0x00, 0x01, 0x00],
        // WOFF, WOFF2, OpenType, TrueType
        [0x77, 0x4F, 0x46, 0x46], [0x77, 0x4F, 0x46, 0x32], [0x4F, 0x54, 0x54, 0x4F],
        [0x00, 0x01, 0x00, 0x00],
    ]

    init(_ body: [UInt8]) {
        let bytes = body.span
        guard let first = body.first, Self.begins[Int(first)] else {
            self = .none
            return
        }
        func begins(with magic: [UInt8]) -> Bool {
            guard bytes.count >= magic.count else { return false }
            for place in magic.indices where bytes[place] != magic[place] { return false }
            return true
        }
        if Self.zipSigns.contains(where: begins) {
            self = .zip
        } else if Self.packedSigns.contains(where: begins) {
            self = .packed
        } else if Self.mediaSigns.contains(where: begins) || Self.isWebP(bytes) {
            self = .media
        } else {
            self = .none
        }
    }

    /// Whether anything known begins with a byte: pages and JSON are none at the first look.
    private static let begins: [Bool] = {
        var begins = Array(repeating: false, count: 256)
        for sign in zipSigns + packedSigns + mediaSigns { begins[Int(sign[0])] = true }
        begins[Int(UInt8(ascii: "R"))] = true
        return begins
    }()

    private static func isWebP(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 12 && bytes.holds("riff", at: 0) && bytes.holds("webp", at: 8)
    }

    static func hasMark(_ body: [UInt8]) -> Bool {
        body.count >= 2
            && (body[0] == 0xFF && body[1] == 0xFE || body[0] == 0xFE && body[1] == 0xFF)
    }

    /// Whether a body is no text.
    ///
    /// More than one in 64 of its first bytes is then a control character that texts do not have;
    /// what is packed or encrypted has one in nine.
    static func isBinary(_ body: [UInt8]) -> Bool {
        let bytes = body.span.extracting(first: 4_096)
        let raw = unsafe bytes.bytes
        var controls = 0
        var place = 0
        while place < bytes.count {
            if place + 8 <= bytes.count {
                // Eight at a time: most hold none, which the borrows of a subtraction tell.
                let eight = unsafe raw.unsafeLoadUnaligned(
                    fromByteOffset: place,
                    as: UInt64.self
                )
                let isClear =
                    (eight &- 0x2020_2020_2020_2020) & ~eight & 0x8080_8080_8080_8080 == 0
                if isClear {
                    place += 8
                    continue
                }
            }
            let end = min(place + 8, bytes.count)
            while place < end {
                if isControl(bytes[place]) { controls += 1 }
                place += 1
            }
        }
        return controls * 64 > bytes.count
    }

    /// Tabs, ends of lines and pages, and the escape of ISO-2022-JP stand in texts.
    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && !(0x09...0x0D).contains(byte) && byte != 0x1B
    }
}
