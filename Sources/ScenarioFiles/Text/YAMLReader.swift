import Foundation
import Yams

/// Reads one YAML document into values with positions, and says everything that is wrong with it.
///
/// The document is composed to nodes by Yams. Limits keep hostile files harmless: size, depth,
/// and the number of values after aliases are expanded.
struct YAMLReader {
    static let largestFile = 4 << 20
    static let deepestNesting = 64
    static let mostValues = 200_000

    let file: String
    private(set) var faults: [Fault] = []
    private var values = 0
    /// The names of keys that were marked as repeated, by the mark that stands in their place.
    private var repeated: [Character: String] = [:]

    init(file: String) {
        self.file = file
    }

    /// The document, or nil when it could not be read; ``faults`` says why.
    mutating func read(_ bytes: [UInt8]) -> YAMLValue? {
        guard bytes.count <= Self.largestFile else {
            return fail(1, 1, "is larger than 4 MiB", "keep data in CSV files")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return fail(
                Self.firstInvalidLine(of: bytes),
                1,
                "is not UTF-8 text",
                "save the file as UTF-8"
            )
        }
        return read(text: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    }

    /// Reads a document that is text already.
    mutating func read(text: String) -> YAMLValue? {
        guard !reportUnprintable(text), !reportExplosiveAliases(text) else { return nil }
        guard let node = compose(text) else { return nil }
        let value = convert(node, depth: 0)
        if values > Self.mostValues {
            return fail(
                1,
                1,
                "holds more than \(Self.mostValues) values once aliases are expanded",
                "use fewer aliases"
            )
        }
        return value
    }

    mutating func add(_ fault: Fault) { faults.append(fault) }

    private mutating func fail(
        _ line: Int,
        _ column: Int,
        _ problem: String,
        _ remedy: String
    ) -> YAMLValue? {
        faults.append(
            Fault(
                position: Position(file: file, line: line, column: column),
                problem: problem,
                remedy: remedy
            )
        )
        return nil
    }

    // MARK: - Composing

    private mutating func compose(_ text: String) -> Node? {
        var text = text
        for _ in 0..<50 {
            do {
                guard
                    let node = try Yams.compose(
                        yaml: text,
                        .default,
                        .default,
                        .utf8
                    )
                else {
                    _ = fail(1, 1, "is empty", "write a document, for a start “scenario: name”")
                    return nil
                }
                return node
            } catch let error as YamlError {
                if case .duplicatedKeysInMapping(let names, let context) = error,
                    let marked = markKey(names.first ?? "", at: context.mark, in: text)
                {
                    text = marked
                    continue
                }
                report(error, in: text)
                return nil
            } catch {
                _ = fail(1, 1, "cannot be read as YAML", "check its syntax")
                return nil
            }
        }
        _ = fail(1, 1, "has more than 50 keys that are written twice", "keep one of each")
        return nil
    }

    /// Replaces the first letter of a repeated key by a mark, so that the rest of the document
    /// can be composed and every repetition reported with its own position.
    ///
    /// Yams stops at the first mapping with a repeated key and says where its first use stands.
    /// One scalar is replaced by one scalar, so no position moves.
    private mutating func markKey(_ name: String, at mark: Mark, in text: String) -> String? {
        guard let sign = UnicodeScalar(0xE000 + UInt32(repeated.count)) else { return nil }
        var scalars = text.unicodeScalars
        var index = scalars.startIndex
        for _ in 1..<mark.line {
            guard let end = scalars[index...].firstIndex(of: "\n") else { return nil }
            index = scalars.index(after: end)
        }
        guard
            var place = scalars.index(
                index,
                offsetBy: mark.column - 1,
                limitedBy: scalars.endIndex
            ),
            place < scalars.endIndex
        else { return nil }
        if scalars[place] == "\"" || scalars[place] == "'" {
            place = scalars.index(after: place)
        }
        guard place < scalars.endIndex, !["\"", "'", "\n"].contains(scalars[place]),
            !(0xE000...0xE0FF).contains(scalars[place].value)
        else { return nil }
        scalars.replaceSubrange(place...place, with: [sign])
        repeated[Character(sign)] = name
        return String(scalars)
    }

    // MARK: - Converting

    private mutating func convert(_ node: Node, depth: Int) -> YAMLValue? {
        let position = Position(
            file: file,
            line: node.mark?.line ?? 1,
            column: node.mark?.column ?? 1
        )
        values += 1
        guard values <= Self.mostValues else { return nil }
        guard depth <= Self.deepestNesting else {
            return fail(
                position.line,
                position.column,
                "is nested more than \(Self.deepestNesting) levels deep",
                "make it flatter"
            )
        }
        switch node {
        case .scalar(let scalar):
            return YAMLValue(
                .scalar(scalar.string, plain: scalar.style == .plain || scalar.style == .any),
                at: position
            )
        case .sequence(let sequence):
            return YAMLValue(
                .list(sequence.compactMap { convert($0, depth: depth + 1) }),
                at: position
            )
        case .mapping(let mapping):
            return YAMLValue(.mapping(entries(of: mapping, depth: depth)), at: position)
        case .alias:
            return fail(position.line, position.column, "is an unknown alias", "write it out")
        }
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) -> [YAMLValue.Entry] {
        var entries: [YAMLValue.Entry] = []
        var merged: [YAMLValue] = []
        for (keyNode, valueNode) in mapping {
            let line = keyNode.mark?.line ?? 1
            let column = keyNode.mark?.column ?? 1
            guard case .scalar(let scalar) = keyNode else {
                _ = fail(line, column, "a key is not a text", "write “key: value”")
                continue
            }
            let key = scalar.string.first.flatMap { repeated[$0] } ?? scalar.string
            guard let value = convert(valueNode, depth: depth + 1) else { continue }
            if key == "<<" {
                merged += value.itemsOrSelf
            } else if let first = entries.first(where: { $0.key == key }) {
                _ = fail(
                    line,
                    column,
                    "the key “\(key)” is written twice, first in line \(first.keyPosition.line)",
                    "keep one of them"
                )
            } else {
                let position = Position(file: file, line: line, column: column)
                entries.append(YAMLValue.Entry(key: key, keyPosition: position, value: value))
            }
        }
        for entry in merged.flatMap(\.entries)
        where !entries.contains(where: { $0.key == entry.key }) {
            entries.append(entry)
        }
        return entries
    }
}
