import Workload

/// The text of an expectation, ready to be held against answers.
struct CompiledText: Sendable {
    private enum Piece: Sendable {
        case literal([UInt8])
        case slot(Int)
    }

    private enum Form: Sendable {
        /// Without variables: made once.
        case fixed(SearchedText)
        case pieces([Piece])
    }

    private let form: Form

    init(_ template: Template) {
        let pieces = template.pieces.map { piece -> Piece in
            switch piece {
            case .literal(let text): .literal(Array(text.utf8))
            case .slot(let slot): .slot(slot.index)
            }
        }
        form =
            template.slots.isEmpty
            ? .fixed(SearchedText(pieces.flatMap(Self.literalBytes))) : .pieces(pieces)
    }

    private static func literalBytes(_ piece: Piece) -> [UInt8] {
        if case .literal(let bytes) = piece { bytes } else { [] }
    }

    /// The text with every variable replaced, or `nil` when one has no value.
    func rendered(with values: [String?]) -> SearchedText? {
        switch form {
        case .fixed(let text): return text
        case .pieces(let pieces):
            var bytes: [UInt8] = []
            for piece in pieces {
                switch piece {
                case .literal(let literal): bytes += literal
                case .slot(let slot):
                    guard let value = values[slot] else { return nil }
                    bytes += value.utf8
                }
            }
            return SearchedText(bytes)
        }
    }
}

/// The same text in memory of its own.
///
/// Checks are compiled once for each shard; a text they shared would have one reference count, and
/// its cache line would travel between the shards' cores with every request.
func unshared(_ text: String) -> String {
    String(decoding: Array(text.utf8), as: UTF8.self)
}
