/// Finds regular expressions that repeat a repetition, the usual cause of exponential matching.
///
/// `(a+)+` can divide a run of n letters in 2ⁿ ways and tries them all when the match fails behind
/// them. The shape refused: a group repeated without limit, of which an alternative is one
/// unlimited repetition and otherwise only parts that may be empty. `(\w+,)+` is fine, its comma
/// leaves one way to divide. This is a rule of thumb: it knows no alternatives that overlap,
/// as in `(a|aa)+`.
enum PatternSafety {
    /// What is wrong and what to write instead, or `nil`.
    static func fault(in pattern: String) -> String? {
        var scan = Scan(pattern)
        return scan.repeatsRepetition()
            ? "regular expression /\(pattern)/ repeats a repetition, which can take exponential"
                + " time; write the inner one possessive, as in (a++)+"
            : nil
    }

    private struct Scan {
        private var rest: Substring.UnicodeScalarView

        init(_ pattern: String) {
            rest = Substring(pattern).unicodeScalars
        }

        /// What is known of one alternative of a group.
        private struct Alternative {
            var unlimited = 0
            var mandatory = 0

            var isRepetition: Bool { unlimited > 0 && mandatory == 0 }

            mutating func add(_ quantity: Quantity, repeats: Bool) {
                switch quantity {
                case .unlimited: unlimited += 1
                // A group that is itself a repetition stays one when it stands once.
                case .one where repeats, .optional where repeats: unlimited += 1
                // A possessive part gives nothing back: it divides in one way only.
                case .one, .possessive: mandatory += 1
                case .optional: break
                }
            }
        }

        private struct Group {
            var current = Alternative()
            var hasRepetition = false
            /// Atomic groups and looks around never divide again what they matched.
            var isAtomic = false

            mutating func endAlternative() {
                hasRepetition = hasRepetition || current.isRepetition
                current = Alternative()
            }
        }

        /// How often the part before may stand.
        private enum Quantity {
            case one
            case optional
            case unlimited
            /// Takes all it can and never gives back.
            case possessive
        }

        mutating func repeatsRepetition() -> Bool {
            var groups = [Group()]
            while let scalar = rest.popFirst() {
                var partRepeats = false
                switch scalar {
                case "(":
                    groups.append(Group(isAtomic: groupIsAtomic()))
                    continue
                case "|":
                    groups[groups.count - 1].endAlternative()
                    continue
                case ")" where groups.count > 1:
                    var closed = groups.removeLast()
                    closed.endAlternative()
                    partRepeats = closed.hasRepetition && !closed.isAtomic
                case "[": skipClass()
                case "\\": _ = rest.popFirst()
                case "^", "$": continue
                default: break
                }
                let quantity = quantity()
                if partRepeats, quantity == .unlimited { return true }
                groups[groups.count - 1].current.add(quantity, repeats: partRepeats)
            }
            return false
        }

        /// Reads the kind of a group (`?:`, `?>`, `?=`, `?<name>`) behind its opening parenthesis.
        private mutating func groupIsAtomic() -> Bool {
            guard rest.first == "?" else { return false }
            rest.removeFirst()
            guard let kind = rest.popFirst() else { return false }
            switch kind {
            case ">", "=", "!": return true
            case ":": return false
            case "<" where rest.first == "=" || rest.first == "!": return true
            default:
                // A name, or options such as `i` or `m-s`; neither is a part to be matched.
                while let next = rest.first, next != ")" {
                    rest.removeFirst()
                    if next == ">" || next == ":" { break }
                }
                return false
            }
        }

        private mutating func skipClass() {
            if rest.first == "^" { rest.removeFirst() }
            if rest.first == "]" { rest.removeFirst() }
            var depth = 1
            while depth > 0, let scalar = rest.popFirst() {
                switch scalar {
                case "\\": _ = rest.popFirst()
                case "[": depth += 1
                case "]": depth -= 1
                default: break
                }
            }
        }

        private mutating func quantity() -> Quantity {
            var quantity: Quantity
            switch rest.first {
            case "*", "+": quantity = .unlimited
            case "?": quantity = .optional
            case "{":
                guard let braced = bracedQuantity() else { return .one }
                quantity = braced
            default: return .one
            }
            rest.removeFirst()
            if rest.first == "+" {
                rest.removeFirst()
                return .possessive
            }
            if rest.first == "?" { rest.removeFirst() }
            return quantity
        }

        /// Reads `{2,}` or `{0,5}` up to its closing brace; large limits count as none.
        private mutating func bracedQuantity() -> Quantity? {
            guard let end = rest.firstIndex(of: "}") else { return nil }
            let parts = rest[rest.index(after: rest.startIndex)..<end]
                .split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
            guard parts.count <= 2, let least = Int(parts[0]) else { return nil }
            rest = rest[end...]
            let most = parts.count == 2 ? Int(parts[1]) ?? .max : least
            return most > 20 ? .unlimited : least == 0 ? .optional : .one
        }
    }
}
