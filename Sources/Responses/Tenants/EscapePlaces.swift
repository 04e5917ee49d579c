import Glibc

/// The places in a text where an ``Escape`` may begin, in order.
///
/// Each of the three bytes is looked for by itself, and only when the place known of it has been
/// passed, so that a text is gone through three times at most, by the C library's quick search.
@safe
struct EscapePlaces {
    private var percent: Int
    private var ampersand: Int
    private var backslash: Int

    init(_ text: UnsafeRawBufferPointer) {
        percent = unsafe Self.place(of: UInt8(ascii: "%"), from: 0, in: text)
        ampersand = unsafe Self.place(of: UInt8(ascii: "&"), from: 0, in: text)
        backslash = unsafe Self.place(of: UInt8(ascii: "\\"), from: 0, in: text)
    }

    /// The first place at or behind another; `nil` = there is none.
    mutating func next(from start: Int, in text: UnsafeRawBufferPointer) -> Int? {
        if percent < start {
            percent = unsafe Self.place(of: UInt8(ascii: "%"), from: start, in: text)
        }
        if ampersand < start {
            ampersand = unsafe Self.place(of: UInt8(ascii: "&"), from: start, in: text)
        }
        if backslash < start {
            backslash = unsafe Self.place(of: UInt8(ascii: "\\"), from: start, in: text)
        }
        let next = min(percent, ampersand, backslash)
        return next < text.count ? next : nil
    }

    /// The length of the text when there is none.
    private static func place(
        of byte: UInt8,
        from start: Int,
        in text: UnsafeRawBufferPointer
    ) -> Int {
        guard let base = text.baseAddress, start < text.count,
            let hit = unsafe memchr(base + start, Int32(byte), text.count - start)
        else { return text.count }
        return unsafe UnsafeRawPointer(hit) - base
    }
}
