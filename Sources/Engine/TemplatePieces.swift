import Encodings
import Workload

/// Text with variables, ready to be written as bytes: all literals in one buffer, and in between
/// the slots, each with the way its values are encoded.
struct TemplatePieces: Sendable {
    enum Encoding: UInt8, Sendable {
        case asIs
        case component
        case illegalOnly
        case form
        case json
        /// As it is, but refused when it would break out of its line.
        case line
    }

    private enum Piece: Sendable {
        case literal(start: Int32, end: Int32)
        case slot(Int32, Encoding)
    }

    private var literals: [UInt8] = []
    private var pieces: [Piece] = []

    mutating func add(_ literal: some Sequence<UInt8>) {
        let start = literals.count
        literals += literal
        guard literals.count > start else { return }
        if case .literal(let begin, let end) = pieces.last, Int(end) == start {
            pieces[pieces.count - 1] = .literal(start: begin, end: Int32(literals.count))
        } else {
            pieces.append(.literal(start: Int32(start), end: Int32(literals.count)))
        }
    }

    mutating func add(_ template: Template, _ encoding: Encoding) {
        for piece in template.pieces {
            switch piece {
            case .literal(let text): add(text.utf8)
            case .slot(let slot): add(slot, encoding)
            }
        }
    }

    mutating func add(_ slot: Slot, _ encoding: Encoding) {
        pieces.append(.slot(Int32(slot.index), encoding))
    }

    /// Appends everything with the values put in; a missing value is written as nothing.
    ///
    /// - Returns: false when a value that has to stay in its line does not.
    func append(to bytes: inout [UInt8], values: [String?]) -> Bool {
        for piece in pieces {
            switch piece {
            case .literal(let start, let end):
                unsafe literals.withUnsafeBufferPointer { buffer in
                    let range = Int(start)..<Int(end)
                    unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[range]))
                }
            case .slot(let index, let encoding):
                guard let value = values[Int(index)] else { continue }
                guard Self.append(value, encoding, to: &bytes) else { return false }
            }
        }
        return true
    }

    private static func append(
        _ value: String,
        _ encoding: Encoding,
        to bytes: inout [UInt8]
    ) -> Bool {
        switch encoding {
        case .asIs: bytes.append(contentsOf: value.utf8)
        case .component: PercentEncoding.append(value, .component, to: &bytes)
        case .illegalOnly: PercentEncoding.append(value, .illegalOnly, to: &bytes)
        case .form: PercentEncoding.append(value, .form, to: &bytes)
        case .json: JSONString.append(value, to: &bytes)
        case .line:
            guard RequestFault.isPlain(value) else { return false }
            bytes.append(contentsOf: value.utf8)
        }
        return true
    }
}
