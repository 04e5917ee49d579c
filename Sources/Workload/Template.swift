/// The place of a variable in a user's values.
package struct Slot: Hashable, Sendable {
    package let index: Int

    package init(index: Int) {
        self.index = index
    }
}

/// Text with `${…}` already resolved to literals and variable slots.
package struct Template: Sendable, Hashable {
    package enum Piece: Sendable, Hashable {
        case literal(String)
        case slot(Slot)
    }

    package var pieces: [Piece]

    package init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// A template without variables.
    package init(_ literal: String) {
        self.pieces = literal.isEmpty ? [] : [.literal(literal)]
    }

    /// The variables this template needs.
    package var slots: [Slot] {
        pieces.compactMap { piece in
            guard case .slot(let slot) = piece else { return nil }
            return slot
        }
    }

    /// The text with every variable replaced, each value passed through `encode`.
    ///
    /// - Returns: the text, or the first slot that has no value yet.
    package func rendered(
        with values: [String?],
        encode: (String) -> String = { $0 }
    ) -> Result<String, MissingValue> {
        var text = ""
        for piece in pieces {
            switch piece {
            case .literal(let literal):
                text += literal
            case .slot(let slot):
                guard let value = values[slot.index] else {
                    return .failure(MissingValue(slot: slot))
                }
                text += encode(value)
            }
        }
        return .success(text)
    }
}

/// A variable was used before anything gave it a value.
package struct MissingValue: Error, Equatable {
    package let slot: Slot

    package init(slot: Slot) {
        self.slot = slot
    }
}
