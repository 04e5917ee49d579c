// What an answer said. Meaningful once its head is complete, and until the next begins.
extension AnswerReader {
    /// The status of the final answer, 200...999, 0 before there is one.
    package var status: Int { head.isInterim ? 0 : Int(head.status) }

    /// The second number of the version: 0 or 1.
    package var minorVersion: Int { Int(head.minorVersion) }

    /// How the body is compressed.
    package var contentCoding: ContentCoding { head.contentCoding }

    /// Whether the whole header of the final answer has been read.
    package var hasHead: Bool { isHeadComplete }

    /// Whether any byte of the answer was seen.
    package var hasBegun: Bool { bytesReceived > 0 }

    /// Whether the connection may carry another request.
    ///
    /// Only when the answer is complete, its end was known from its framing, both sides stay, and
    /// not a byte too many has come.
    package var allowsReuse: Bool { stage == .done && !isSpent && head.isPersistent }

    /// The fields that were kept, in the order received, names as received.
    ///
    /// A folded value is joined with single spaces. Only the final answer's: neither those of
    /// interim answers nor trailers. All of them when ``Keeping/headers`` was asked for or the status is 3xx; otherwise only
    /// `Set-Cookie`.
    package func fields() -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        unsafe forEachField { name, value in
            unsafe fields.append((Self.text(name), Self.text(value)))
        }
        return fields
    }

    /// Whether ``forEachSetCookie(_:)`` may have something to hand out.
    package var hasSetCookie: Bool { keptCount > 0 }

    /// Hands out the values of all `Set-Cookie` fields, without the blanks around them.
    ///
    /// The memory is valid only within the call.
    package func forEachSetCookie(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard keptCount > 0 else { return }
        unsafe forEachField { name, value in
            if unsafe name.matches("Set-Cookie") { unsafe body(value) }
        }
    }

    private func forEachField(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void) {
        unsafe memory.head.withUnsafeBytes { bytes in
            var start = 0
            while start < keptCount,
                let lineFeed = unsafe bytes.firstIndex(of: .lineFeed, from: start)
            {
                let line = unsafe bytes.part(start, lineFeed + 1).withoutLineEnd
                start = lineFeed + 1
                guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":"), from: 0) else {
                    continue
                }
                let value = unsafe line.part(colon + 1, line.count).trimmed
                unsafe body(line.part(0, colon), value)
            }
        }
    }

    /// A carriage return alone counts as a space (RFC 9112 §2.2).
    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        if unsafe bytes.firstIndex(of: .carriageReturn, from: 0) == nil {
            return unsafe String(decoding: bytes, as: UTF8.self)
        }
        return unsafe String(
            decoding: bytes.map { $0 == .carriageReturn ? 0x20 : $0 },
            as: UTF8.self
        )
    }

    /// Appends the field lines that were kept as they are, and what came of an unfinished line.
    package func appendLines(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: memory.head)
    }

    // MARK: Memory

    /// The body that was kept, as sent; its memory goes with it.
    package mutating func takeBody() -> [UInt8] {
        var body: [UInt8] = []
        swap(&body, &memory.body)
        return body
    }

    /// Whether it has memory for what is kept.
    package var holdsMemory: Bool { !memory.isNone }

    /// Takes memory to use for what is kept, unless the reader has some already.
    ///
    /// Lend it before each piece of an answer is read and take it back when the answer has been
    /// used: then idle connections hold none, and answers allocate none.
    package mutating func borrow(_ lent: inout AnswerMemory) {
        guard memory.isNone else { return }
        swap(&memory, &lent)
        memory.clear()
    }

    /// Hands the memory over, and with it what was kept; to be called between answers.
    package mutating func giveBack(to owner: inout AnswerMemory) {
        guard stage == .done || stage == .failed else { return }
        keptCount = 0
        if owner.isNone { swap(&memory, &owner) } else { memory = AnswerMemory() }
    }
}
