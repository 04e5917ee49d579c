/// Reads one HTTP/1 answer after the other from the bytes of a connection (RFC 9112).
///
/// It is strict where leniency could take bytes of one answer for another's: an answer whose end
/// is in doubt is refused. Bytes are read where they lie; only an unfinished line and what is to
/// be kept are copied. With memory lent to it (``swapMemory(with:)``) it allocates nothing.
package struct AnswerReader: ~Copyable {
    /// How large an answer may be, in bytes as sent.
    package struct Limits: Equatable, Sendable {
        /// Status lines, fields, trailers and chunk extensions, each kind by itself; interim
        /// answers count with the final one.
        package var header: Int
        /// The body without the framing of chunks, before it is decoded.
        package var body: Int

        package init(header: Int = 256 << 10, body: Int) {
            self.header = header
            self.body = body
        }
    }

    /// What is kept of an answer for later; everything else is counted and dropped.
    package struct Keeping: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// All fields; those of a 3xx answer and all `Set-Cookie` are kept in any case.
        package static let headers = Keeping(rawValue: 1)
        package static let body = Keeping(rawValue: 2)
        /// The body when it is compressed in a way that ``ContentDecoder`` can check.
        package static let compressedBody = Keeping(rawValue: 4)
    }

    /// How far the answer is.
    package enum Progress: Equatable, Sendable {
        /// More bytes are needed.
        case more
        /// The answer is complete; the number of bytes of this buffer that belong to it. More
        /// bytes than that are not an answer to anything: ``AnswerReader/allowsReuse`` is false.
        case done(used: Int)
        case failed(AnswerFault)
    }

    enum Stage: UInt8 {
        case statusLine, fields, length, chunks, untilClose, done, failed
    }

    /// How many interim answers (1xx) may come before the final one.
    static let mostInterim: UInt8 = 100

    let limits: Limits
    var stage = Stage.done
    var keeping: Keeping = []
    var isToHead = false
    var isUnfolding = false
    var isHeadComplete = false
    /// Whether the connection has ended, or bytes came that answer nothing.
    var isSpent = false
    var interimCount: UInt8 = 0
    var head = AnswerHead()
    var headCount = 0
    /// The kept fields, without folds, and behind them an unfinished line.
    var memory = AnswerMemory()
    /// How much of `memory.head` holds kept fields.
    var keptCount = 0
    /// The data of the body still to come when its length is known.
    private var remaining = 0
    private var chunks = ChunkedFraming()
    private var fault: AnswerFault?
    /// The data of the body so far, in bytes as sent, without the framing of chunks.
    package private(set) var bodyCount = 0
    /// What was read of this answer: interim answers, header, and body with its framing, in bytes.
    package private(set) var bytesReceived = 0

    package init(limits: Limits) { self.limits = limits }

    /// Prepares for the answer to a request.
    ///
    /// - Parameter toHead: whether the request's method is HEAD, whose answers have no body.
    package mutating func begin(toHead: Bool, keeping: Keeping) {
        stage = .statusLine
        self.keeping = keeping
        isToHead = toHead
        isUnfolding = false
        isHeadComplete = false
        isSpent = false
        interimCount = 0
        head = AnswerHead()
        headCount = 0
        keptCount = 0
        bodyCount = 0
        bytesReceived = 0
        fault = nil
        memory.clear()
    }

    /// Reads the next bytes of the connection.
    ///
    /// The result does not depend on how the bytes are cut into buffers. Behind the answer's end
    /// nothing is read: after `done`, more bytes are surplus; after `failed` it fails again.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) -> Progress {
        var position = 0
        do throws(AnswerFault) {
            while stage.rawValue < Stage.done.rawValue, position < bytes.count {
                if stage.rawValue <= Stage.fields.rawValue {
                    unsafe try readHead(bytes, from: &position)
                } else {
                    unsafe try readBody(bytes, from: &position)
                }
            }
        } catch {
            if stage.rawValue <= Stage.fields.rawValue { keptCount = 0 }
            position = bytes.count
            stage = .failed
            fault = error
        }
        bytesReceived += position
        switch stage {
        case .done:
            if position < bytes.count { isSpent = true }
            return .done(used: position)
        case .failed: return .failed(fault ?? .tooLarge)
        default: return .more
        }
    }

    /// Tells that the service has closed its side.
    ///
    /// This completes a body that lasts until then; any other unfinished answer is cut off.
    package mutating func connectionEnded() -> Progress {
        switch stage {
        case .done: return .done(used: 0)
        case .failed: return .failed(fault ?? .tooLarge)
        case .untilClose:
            stage = .done
            isSpent = true
            return .done(used: 0)
        case .statusLine, .fields:
            return fail(
                .cutOff(
                    hasBegun
                        ? "the connection was closed within the header"
                        : "the connection was closed before an answer came"
                )
            )
        case .length, .chunks:
            return fail(.cutOff("the connection was closed within the body"))
        }
    }

    private mutating func fail(_ fault: AnswerFault) -> Progress {
        stage = .failed
        self.fault = fault
        return .failed(fault)
    }

    // MARK: Body

    /// Goes on to the body once the head is complete.
    mutating func beginBody() throws(AnswerFault) {
        isHeadComplete = true
        if keeping.contains(.compressedBody), head.contentCoding.isKnown { keeping.insert(.body) }
        switch try head.framing(toHead: isToHead) {
        case .nothing, .length(0): stage = .done
        case .length(let count):
            guard count <= limits.body else { throw .tooLarge }
            remaining = count
            stage = .length
        case .chunks:
            chunks = ChunkedFraming()
            stage = .chunks
        case .untilClose: stage = .untilClose
        }
    }

    private mutating func readBody(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        let left = bytes.count - position
        switch stage {
        case .length:
            let count = min(remaining, left)
            unsafe keep(bytes.part(position, position + count))
            position += count
            remaining -= count
            if remaining == 0 { stage = .done }
        case .chunks: unsafe try readChunks(bytes, from: &position)
        default:
            guard left <= limits.body - bodyCount else { throw .tooLarge }
            unsafe keep(bytes.part(position, bytes.count))
            position = bytes.count
        }
    }

    private mutating func readChunks(
        _ bytes: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(AnswerFault) {
        while position < bytes.count {
            if chunks.data > 0 {
                let count = min(chunks.data, bytes.count - position)
                unsafe keep(bytes.part(position, position + count))
                position += count
                chunks.took(data: count)
                continue
            }
            let size = unsafe try chunks.read(bytes[position])
            position += 1
            if let size, size > limits.body - bodyCount { throw .tooLarge }
            guard chunks.overhead <= limits.header else { throw .tooLarge }
            if chunks.isDone {
                stage = .done
                return
            }
        }
    }

    private mutating func keep(_ data: UnsafeRawBufferPointer) {
        bodyCount += data.count
        if keeping.contains(.body) { unsafe memory.body.append(contentsOf: data) }
    }
}
