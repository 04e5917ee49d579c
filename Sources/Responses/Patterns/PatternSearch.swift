/// Looks for the leftmost match of a program in a text, following all ways at once.
///
/// The method is Thompson's ("Regular Expression Search Algorithm", CACM 11, 1968) with Pike's
/// marks: at each scalar every instruction is entered at most once, by the way preferred most, so
/// the time is at most text × program and never more, whatever they are.
struct PatternSearch {
    /// Ends in scalars from the start of the text; group ends −1 when group 1 took no part.
    struct Match: Equatable {
        var start = -1
        var end = -1
        var groupStart = -1
        var groupEnd = -1
    }

    private struct Way {
        var instruction: Int
        var marks: Match
    }

    private let program: [PatternProgram.Instruction]
    /// The position at which each instruction was last entered.
    private var entered: [Int]
    /// The ways that wait for a scalar or have matched, preferred ones first.
    private var waiting: [Way] = []
    private var pending: [Way] = []

    private init(_ program: PatternProgram) {
        self.program = program.instructions
        entered = [Int](repeating: -1, count: program.instructions.count)
    }

    static func firstMatch(of program: PatternProgram, in text: String) -> Match? {
        var search = PatternSearch(program)
        return search.run(text.unicodeScalars)
    }

    private mutating func run(_ text: String.UnicodeScalarView) -> Match? {
        // Behind the opening mark; nil when the program begins with anything but one scalar.
        let leading: ScalarClass? =
            if case .scalar(let accepted) = program[1] { accepted } else { nil }
        var found: Match?
        var next: [Way] = []
        var before: Unicode.Scalar?
        var position = 0
        var iterator = text.makeIterator()
        while true {
            let after = iterator.next()
            if found == nil || !next.isEmpty {
                waiting.removeAll(keepingCapacity: true)
                for way in next { enter(way, position, before, after) }
                // Nothing to begin where the first scalar cannot be taken.
                if found == nil, leading.map({ after.map($0.contains) ?? false }) ?? true {
                    enter(Way(instruction: 0, marks: Match()), position, before, after)
                }
                next.removeAll(keepingCapacity: true)
                found = advance(over: after, into: &next) ?? found
            }
            if found != nil, next.isEmpty { return found }
            guard let after else { return found }
            before = after
            position += 1
        }
    }

    /// Moves every waiting way over a scalar; a match cuts off the ways preferred less.
    private func advance(over scalar: Unicode.Scalar?, into next: inout [Way]) -> Match? {
        for way in waiting {
            switch program[way.instruction] {
            case .match: return way.marks
            case .scalar(let accepted):
                if let scalar, accepted.contains(scalar) {
                    next.append(Way(instruction: way.instruction + 1, marks: way.marks))
                }
            case .place, .jump, .split, .mark: break
            }
        }
        return nil
    }

    /// Follows a way through all that takes no scalar, up to what does.
    private mutating func enter(
        _ way: Way,
        _ position: Int,
        _ before: Unicode.Scalar?,
        _ after: Unicode.Scalar?
    ) {
        pending.append(way)
        while var way = pending.popLast() {
            guard entered[way.instruction] != position else { continue }
            entered[way.instruction] = position
            switch program[way.instruction] {
            case .scalar, .match: waiting.append(way)
            case .jump(let target): pending.append(Way(instruction: target, marks: way.marks))
            case .split(let first, let second):
                pending.append(Way(instruction: second, marks: way.marks))
                pending.append(Way(instruction: first, marks: way.marks))
            case .place(let place):
                guard place.holds(before: before, after: after) else { continue }
                way.instruction += 1
                pending.append(way)
            case .mark(let mark):
                way.instruction += 1
                switch mark {
                case .start: way.marks.start = position
                case .end: way.marks.end = position
                case .groupStart: way.marks.groupStart = position
                case .groupEnd: way.marks.groupEnd = position
                }
                pending.append(way)
            }
        }
    }
}
