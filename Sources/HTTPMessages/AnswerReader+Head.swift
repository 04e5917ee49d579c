// The head, line by line. A line that lies in one buffer is read there; one that is cut is
// gathered behind the kept fields first. Nothing depends on where the cuts are.
extension AnswerReader {
    @inline(__always)
    mutating func readHead(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        while stage.rawValue <= Stage.fields.rawValue, position < bytes.count {
            if memory.head.count > keptCount {
                unsafe try gatherLine(bytes, from: &position)
            } else {
                if stage == .fields {
                    let end = unsafe try readPlainFields(bytes, from: position)
                    headCount &+= end &- position
                    position = end
                }
                if position < bytes.count { unsafe try readLine(bytes, from: &position) }
            }
        }
    }

    /// Reads the fields that take one whole line each, as nearly all do, without much ado.
    ///
    /// - Returns: where the first line begins that needs more care, or is none.
    @inline(__always)
    private mutating func readPlainFields(
        _ bytes: UnsafeRawBufferPointer,
        from first: Int
    ) throws(AnswerFault) -> Int {
        // A kilobyte is enough of a head to search for NUL bytes, and little of a body.
        let window = min(bytes.count, first &+ min(1024, limits.header &- headCount))
        let end = unsafe bytes.part(0, window).firstIndex(of: 0, from: first) ?? window
        let plain = unsafe bytes.part(0, end)
        let keepsAll = keepsField(isCookie: false)
        var start = first
        while let lineFeed = unsafe plain.firstIndex(of: .lineFeed, from: start) {
            let next = lineFeed &+ 1
            guard next < end, lineFeed > start, unsafe !plain[next].isBlank else { break }
            let hasReturn = unsafe plain[lineFeed &- 1] == .carriageReturn
            let content = unsafe plain.part(start, hasReturn ? lineFeed &- 1 : lineFeed)
            guard unsafe !content.isEmpty else { break }
            let isCookie = unsafe try head.readField(content)
            if isCookie, !keepsAll { unsafe keepFields(plain.part(start, next)) }
            start = next
        }
        if keepsAll { unsafe keepFields(plain.part(first, start)) }
        return start
    }

    private mutating func keepFields(_ lines: UnsafeRawBufferPointer) {
        guard !head.isInterim else { return }
        unsafe memory.head.append(contentsOf: lines)
        keptCount = memory.head.count
    }

    /// Reads a line of any kind that begins in this buffer.
    private mutating func readLine(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        let lineFeed = unsafe bytes.firstIndex(of: .lineFeed, from: position)
        let end = lineFeed.map { $0 + 1 } ?? bytes.count
        let line = unsafe bytes.part(position, end)
        let content = unsafe line.withoutLineEnd
        // Whether a field goes on in the next line shows only there.
        if unsafe lineFeed == nil || stage == .fields && !content.isEmpty {
            return unsafe try gather(line, from: &position)
        }
        if stage == .statusLine {
            unsafe try AnswerHead.checkBeginning(line, limit: limits.header - headCount)
        }
        try count(line.count, from: &position)
        guard stage == .statusLine else { return try endHead() }
        guard unsafe line.firstIndex(of: 0, from: 0) == nil else { throw AnswerHead.holdsNUL }
        unsafe try head.readStatusLine(content)
        try beginFields()
    }

    /// Goes on with a line that began in an earlier buffer, or with the field it is part of.
    @inline(never)
    private mutating func gatherLine(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        if memory.head.last == .lineFeed {
            // A field is gathered; a blank continues it (RFC 9112 §5.2, obs-fold).
            guard unsafe bytes[position].isBlank else { return try readGathered() }
            joinLines()
            isUnfolding = true
        }
        while isUnfolding, position < bytes.count {
            isUnfolding = unsafe bytes[position].isBlank
            if isUnfolding { try count(1, from: &position) }
        }
        guard position < bytes.count else { return }
        let lineFeed = unsafe bytes.firstIndex(of: .lineFeed, from: position)
        let end = lineFeed.map { $0 + 1 } ?? bytes.count
        unsafe try gather(bytes.part(position, end), from: &position)
        guard lineFeed != nil else { return }
        if stage == .statusLine {
            try readGathered()
            try beginFields()
        } else if isGatheredEmpty {
            dropLine()
            try endHead()
        }
    }

    /// Adds to the unfinished line.
    @inline(never)
    private mutating func gather(
        _ part: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        unsafe memory.head.append(contentsOf: part)
        if stage == .statusLine {
            let limit = limits.header - headCount + memory.head.count - part.count
            unsafe try memory.head.span.bytes.withUnsafeBytes { (line) throws(AnswerFault) in
                unsafe try AnswerHead.checkBeginning(line, limit: limit)
            }
        }
        try count(part.count, from: &position)
    }

    /// Whether the gathered line is the one that ends the head.
    private var isGatheredEmpty: Bool {
        unsafe memory.head.span.bytes.withUnsafeBytes { bytes in
            unsafe bytes.part(keptCount, bytes.count).withoutLineEnd.isEmpty
        }
    }

    /// Reads the gathered line, and keeps it when it is to be kept.
    private mutating func readGathered() throws(AnswerFault) {
        var head = self.head
        let start = keptCount
        let isStatusLine = stage == .statusLine
        let isCookie = unsafe try memory.head.span.bytes.withUnsafeBytes {
            (bytes) throws(AnswerFault) in
            let line = unsafe bytes.part(start, bytes.count).withoutLineEnd
            guard unsafe line.firstIndex(of: 0, from: 0) == nil else { throw AnswerHead.holdsNUL }
            guard isStatusLine else { return unsafe try head.readField(line) }
            unsafe try head.readStatusLine(line)
            return false
        }
        self.head = head
        if !isStatusLine, keepsField(isCookie: isCookie) {
            keptCount = memory.head.count
        } else {
            dropLine()
        }
    }

    private mutating func dropLine() {
        memory.head.removeLast(memory.head.count - keptCount)
    }

    /// Takes the end and the blanks before it off the gathered field, to go on with one blank.
    private mutating func joinLines() {
        while memory.head.count > keptCount, let last = memory.head.last,
            last.isBlank || last == .lineFeed || last == .carriageReturn
        {
            memory.head.removeLast()
        }
        memory.head.append(0x20)
    }

    /// Moves on over bytes of the head.
    @inline(__always)
    private mutating func count(_ count: Int, from position: inout Int) throws(AnswerFault) {
        position &+= count
        headCount &+= count
        guard headCount <= limits.header else { throw .tooLarge }
    }

    @inline(__always)
    private func keepsField(isCookie: Bool) -> Bool {
        !head.isInterim && (isCookie || head.isRedirect || keeping.contains(.headers))
    }

    private mutating func beginFields() throws(AnswerFault) {
        stage = .fields
        guard head.isInterim else { return }
        interimCount += 1
        guard interimCount <= Self.mostInterim else {
            throw .malformed("there are more than 100 interim answers")
        }
    }

    @inline(__always)
    private mutating func endHead() throws(AnswerFault) {
        guard head.isInterim else { return try beginBody() }
        head.clearForNext()
        stage = .statusLine
    }
}
