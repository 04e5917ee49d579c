import Engine

/// Collects the header lines of an answer from the lines libcurl hands out, one at a time.
///
/// Interim answers (1xx) come before with a status line of their own; trailers come after the
/// body. Only the last header block before the body is the answer's.
struct HeaderCollector {
    private enum Part { case start, headers, done }

    private var part = Part.start
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// What has been collected, in bytes; lets the caller stop an endless header.
    var size: Int { bytes.count }
    /// Whether a whole header block has come that is not an interim answer's.
    private(set) var isComplete = false
    private var isInterim = false

    mutating func reset() {
        part = .start
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isComplete = false
        isInterim = false
    }

    mutating func add(_ line: UnsafeRawBufferPointer) {
        guard part != .done else { return }
        if unsafe part == .start || Self.isStatusLine(line) {
            begin(interim: unsafe Self.isInterim(line))
        } else if unsafe Self.isBlank(line) {
            part = isInterim ? .start : .done
            isComplete = !isInterim
        } else {
            unsafe bytes.append(contentsOf: line)
            ends.append(bytes.count)
        }
    }

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

    private mutating func begin(interim: Bool) {
        part = .headers
        isInterim = interim
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
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

    /// Whether a status line ("HTTP/1.1 103 …") announces an interim answer; 101 ends the exchange.
    private static func isInterim(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let space = unsafe line.firstIndex(of: 0x20) else { return false }
        let status = unsafe line[(space + 1)...].prefix(3)
        return unsafe status.first == UInt8(ascii: "1") && !status.elementsEqual("101".utf8)
    }

    private static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        unsafe line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
    }
}
