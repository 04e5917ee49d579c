import Engine

/// Collects the header lines of an answer from the lines libcurl hands out, one at a time.
///
/// Interim answers (1xx) come before with a status line of their own; trailers come after the
/// body. Only the last header block before the body is the answer's.
struct HeaderCollector {
    private enum Part { case start, headers, done }

    /// More interim answers than this are no answer.
    private static let mostInterim = 100

    /// Whether HTTP/2 may be spoken; a status line that claims it elsewhere is a lie.
    let mayBeHTTP2: Bool
    private var part = Part.start
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var status = HeaderRules.Status()
    private var interimCount = 0

    /// What has come, interim answers and trailers too, in bytes; lets the caller stop an endless
    /// header.
    private(set) var size = 0
    /// Whether a whole header block has come that is not an interim answer's.
    private(set) var isComplete = false
    /// Why the answer cannot be relied on, in words.
    private(set) var fault: String?
    /// Whether the service has begun to speak another protocol.
    var isSwitch: Bool { status.code == 101 }
    /// The length of the body that the header promises.
    private(set) var promisedLength: Int?
    private var isInterim: Bool { 100..<200 ~= status.code && status.code != 101 }

    init(mayBeHTTP2: Bool) {
        self.mayBeHTTP2 = mayBeHTTP2
    }

    mutating func reset() {
        part = .start
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        status = HeaderRules.Status()
        interimCount = 0
        size = 0
        isComplete = false
        fault = nil
        promisedLength = nil
    }

    mutating func add(_ line: UnsafeRawBufferPointer) {
        size += line.count
        guard part != .done else { return }
        if unsafe part == .start || Self.isStatusLine(line) {
            begin(unsafe HeaderRules.Status(line))
        } else if unsafe Self.isBlank(line) {
            if isInterim { part = .start } else { end() }
        } else {
            unsafe bytes.append(contentsOf: line)
            ends.append(bytes.count)
        }
    }

    /// The field lines as they came.
    var lines: [UInt8] { bytes }

    /// The header fields in the order received, names as received.
    func fields() -> [OutgoingRequest.Header] {
        guard !isInterim else { return [] }
        var fields: [OutgoingRequest.Header] = []
        fields.reserveCapacity(ends.count)
        var start = 0
        for end in ends {
            let line = bytes[start..<end]
            start = end
            if let first = line.first, Self.isSpace(first) {
                // An obsolete folded line continues the value before it.
                guard !fields.isEmpty else { continue }
                fields[fields.count - 1].value += " " + Self.text(line)
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                fields.append(
                    OutgoingRequest.Header(
                        name: Self.text(line[..<colon]),
                        value: Self.text(line[(colon + 1)...])
                    )
                )
            }
        }
        return fields
    }

    /// Whether the answer says that its body is compressed.
    var hasCoding: Bool {
        fields().contains {
            $0.name.lowercased() == "content-encoding" && $0.value.lowercased() != "identity"
        }
    }

    private mutating func begin(_ status: HeaderRules.Status) {
        part = .headers
        self.status = status
        if !status.isSound || status.isHTTP2 && !mayBeHTTP2 {
            fault = "the status line is not one of HTTP/1.0 or HTTP/1.1"
        }
        if isInterim { interimCount += 1 }
        if interimCount > Self.mostInterim {
            fault = "there are more than \(Self.mostInterim) interim answers"
        }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    private mutating func end() {
        part = .done
        isComplete = true
        switch HeaderRules.judge(bytes, ends: ends, status: status) {
        case .sound(let framing): promisedLength = framing.length
        case .malformed(let words): fault = words
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var trimmed = bytes
        while let last = trimmed.last, isSpace(last) { trimmed.removeLast() }
        while let first = trimmed.first, isSpace(first) { trimmed.removeFirst() }
        return String(decoding: trimmed, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }

    private static func isStatusLine(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe line.starts(with: "HTTP/".utf8)
    }

    private static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
    }
}
