// The head, line by line. A line that lies in one buffer is read there; one that is cut is
// gathered behind the kept fields first. Nothing depends on where the cuts are.
extension AnswerReader {
    @inline(__always)
    mutating func readHead(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        while stage.rawValue <= Stage.fields.rawValue, position < bytes.count {
            if memory.head.count == keptCount {
                unsafe try readLines(bytes, from: &position)
            } else {
                unsafe try gatherLine(bytes, from: &position)
            }
        }
    }

    /// Reads lines that lie in this buffer, up to the head's end or a line that is cut.
    @inline(__always)
    private mutating func readLines(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        var nulls = NULScout()
        while stage.rawValue <= Stage.fields.rawValue {
            let start = position
            guard let lineFeed = unsafe bytes.firstIndex(of: .lineFeed, from: start) else {
                guard start < bytes.count else { return }
                return unsafe try gather(bytes.part(start, bytes.count), from: &position)
            }
            let end = lineFeed &+ 1
            let line = unsafe bytes.part(start, end)
            let content = unsafe line.withoutLineEnd
            if stage == .fields, unsafe !content.isEmpty,
                unsafe end == bytes.count || bytes[end].isBlank
            {
                // Whether the field goes on in the next line shows only there.
                return unsafe try gather(line, from: &position)
            }
            if stage == .statusLine {
                unsafe try AnswerHead.checkBeginning(line, limit: limits.header &- headCount)
            }
            try count(end &- start, from: &position)
            if unsafe nulls.finds(in: bytes, from: start, before: end) { throw AnswerHead.holdsNUL }
            if stage == .statusLine {
                unsafe try head.readStatusLine(content)
                try beginFields()
            } else if unsafe content.isEmpty {
                try endHead()
            } else {
                let isCookie = unsafe try head.readField(content)
                if keepsField(isCookie: isCookie) {
                    unsafe memory.head.append(contentsOf: line)
                    keptCount = memory.head.count
                }
            }
        }
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

/// Looks for NUL bytes some way ahead, so that a head takes one search and not one for each line.
private struct NULScout {
    private var searched = 0
    private var found = Int.max

    @unsafe @inline(__always)
    mutating func finds(
        in bytes: UnsafeRawBufferPointer,
        from start: Int,
        before end: Int
    ) -> Bool {
        if found == .max, end > searched {
            let first = max(start, searched)
            searched = min(bytes.count, end &+ 512)
            found = unsafe bytes.part(0, searched).firstIndex(of: 0, from: first) ?? .max
        }
        return found < end
    }
}
