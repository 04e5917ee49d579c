/// Finds the value of a plain `<input>` in one pass over a page, without building its tree.
///
/// It answers only what ``MarkupPage/controlValue(name:)`` would answer for certain, and gives up
/// at anything unusual: tags it does not know, tags not ended in order, deep nesting, comments and
/// scripts with room for doubt, attributes written oddly, entities or other than ASCII in a
/// control's name, type or value, and a first control of the name that is not a plain `<input>`.
/// It never answers that there is no control. Where it gives up, libxml2's reading is the truth.
struct FormControlScanner: Sendable {
    private let name: [UInt8]
    private let vocabulary = PageVocabulary()

    /// - Parameter name: of the control, as UTF-8.
    init(name: [UInt8]) {
        self.name = name
    }

    /// The value of the first control of the name.
    ///
    /// - Parameter page: the body as UTF-8; invalid sequences may be in it.
    /// - Returns: `nil` when it cannot be told for certain.
    func value(in page: [UInt8]) -> String? {
        // libxml2 sees another character in the place of a 0.
        guard page.span.firstIndex(of: 0, from: 0) == nil else { return nil }
        var tags = PageTags(page, vocabulary)
        while tags.nextStartTag() {
            guard let control = control(&tags) else { return nil }
            guard let found = control.name, isName(found, page) else { continue }
            guard tags.kind == .input, !isChoice(control, page) else { return nil }
            return control.value.map { String(decoding: page[$0], as: UTF8.self) } ?? ""
        }
        return nil
    }

    /// What a start tag says of a control; of other elements nothing.
    private struct Control {
        var name: Range<Int>?
        var value: Range<Int>?
        var type: Range<Int>?
    }

    private func isName(_ range: Range<Int>, _ page: [UInt8]) -> Bool {
        range.count == name.count
            && name.indices.allSatisfy { name[$0] == page[range.lowerBound + $0] }
    }

    /// Radio buttons and check boxes send a value only when they are checked.
    private func isChoice(_ control: Control, _ page: [UInt8]) -> Bool {
        guard let type = control.type else { return false }
        return ["radio", "checkbox"].contains(
            String(decoding: page[type], as: UTF8.self).lowercased()
        )
    }

    /// Reads to the end of a start tag; `nil` when something is unusual.
    private func control(_ tags: inout PageTags) -> Control? {
        var control = Control()
        while true {
            switch tags.nextPart() {
            case .end: return control
            case .unusual: return nil
            case .attribute where !tags.kind.isControl: continue
            case .attribute(let attribute, let value):
                guard note(attribute, value, tags.page, &control) else { return nil }
            }
        }
    }

    private func note(
        _ attribute: PageVocabulary.Name,
        _ value: Range<Int>?,
        _ page: [UInt8],
        _ control: inout Control
    ) -> Bool {
        switch attribute {
        case vocabulary.name: set(&control.name, value, page)
        case vocabulary.value: set(&control.value, value, page)
        case vocabulary.type: set(&control.type, value, page)
        default: true
        }
    }

    /// False for a second one and one without a plain value.
    private func set(_ part: inout Range<Int>?, _ value: Range<Int>?, _ page: [UInt8]) -> Bool {
        guard let value, part == nil, page[value].allSatisfy(PageTags.isPlain) else { return false }
        part = value
        return true
    }
}
