import Timekeeping

extension FaultProgramme {
    /// Reads the texts of all `--fault` options.
    ///
    /// Throws everything that is wrong at once, each with its column and a remedy.
    static func parse(_ options: [String]) throws(FaultProgrammeFaults) -> FaultProgramme {
        var programme = FaultProgramme()
        var faults: [FaultSyntaxError] = []
        for (index, text) in options.enumerated() {
            for entry in Words.entries(of: text) {
                var parser = EntryParser(option: index + 1)
                if let fault = parser.parse(entry) { programme.faults.append(fault) }
                faults += parser.faults
            }
        }
        guard faults.isEmpty else { throw FaultProgrammeFaults(faults: faults) }
        return programme
    }
}

/// A word of the text and the column of its first character, counted from 1.
private struct Word {
    let text: String
    let column: Int
}

/// One entry cut into words; `colon` is the column of its first colon.
private struct Words {
    var column: Int
    var times: [Word] = []
    var fault: [Word] = []
    var colon: Int?

    static func entries(of text: String) -> [Words] {
        var entries: [Words] = [Words(column: 1)]
        var word = ""
        for (index, character) in (text + " ").enumerated() {
            let ends = character.isWhitespace || character == ";"
            let isColon = character == ":" && entries[entries.count - 1].colon == nil
            guard ends || isColon else {
                word.append(character)
                continue
            }
            if !word.isEmpty {
                entries[entries.count - 1].add(Word(text: word, column: index + 1 - word.count))
                word = ""
            }
            if isColon { entries[entries.count - 1].colon = index + 1 }
            if character == ";" { entries.append(Words(column: index + 2)) }
        }
        return entries
    }

    private mutating func add(_ word: Word) {
        if colon == nil { times.append(word) } else { fault.append(word) }
    }
}

/// Reads one entry and collects what is wrong with it.
private struct EntryParser {
    let option: Int
    var faults: [FaultSyntaxError] = []

    init(option: Int) {
        self.option = option
    }

    mutating func parse(_ entry: Words) -> PlannedFault? {
        guard entry.colon != nil else {
            let problem =
                entry.times.isEmpty ? "the fault is empty" : "the colon before the fault is missing"
            return refuse(entry.column, problem, "write for example \"at 30s for 20s: stall\"")
        }
        let times = parseTimes(entry)
        let kind = parseKind(entry)
        guard let times, let kind else { return nil }
        return PlannedFault(begin: times.begin, length: times.length, kind: kind)
    }

    private mutating func parseTimes(
        _ entry: Words
    ) -> (begin: Nanoseconds, length: Nanoseconds)? {
        let words = entry.times
        guard words.count == 4, words[0].text == "at", words[2].text == "for" else {
            return refuse(
                words.first?.column ?? entry.column,
                "the times do not read \"at TIME for TIME\"",
                "write for example \"at 30s for 20s:\""
            )
        }
        let begin = parseTime(words[1], least: 0)
        let length = parseTime(words[3], least: 1)
        guard let begin, let length else { return nil }
        return (begin, length)
    }

    private mutating func parseKind(_ entry: Words) -> FaultKind? {
        guard let name = entry.fault.first else {
            return refuse((entry.colon ?? 0) + 1, "no fault stands after the colon", Self.kinds)
        }
        let rest = Array(entry.fault.dropFirst())
        switch name.text {
        case "stall":
            return refuseRest(rest) ? nil : .stall
        case "slow":
            return parseSlow(name, rest)
        case "error":
            return parseShare(name, rest).map(FaultKind.error)
        case "leak":
            return parseShare(name, rest).map(FaultKind.leak)
        case "reset":
            return rest.isEmpty ? .reset(.all) : parseShare(name, rest).map(FaultKind.reset)
        case "database":
            guard rest.first?.text == "down" else {
                return refuse(
                    name.column,
                    "\"database\" alone is no fault",
                    "write \"database down\""
                )
            }
            return refuseRest(rest.dropFirst()) ? nil : .databaseDown
        default:
            return refuse(name.column, "there is no fault \"\(name.text)\"", Self.kinds)
        }
    }

    private mutating func parseSlow(_ name: Word, _ rest: [Word]) -> FaultKind? {
        guard let first = rest.first, first.text.hasPrefix("+") else {
            return refuse(
                rest.first?.column ?? name.column,
                "\"slow\" needs a delay with a plus sign",
                "write for example \"slow +4s\""
            )
        }
        var remaining = rest.dropFirst()
        var delay = Word(text: String(first.text.dropFirst()), column: first.column + 1)
        if delay.text.isEmpty, let next = remaining.popFirst() { delay = next }
        let time = parseTime(delay, least: 1)
        let share = remaining.isEmpty ? .all : parseShare(name, Array(remaining))
        guard let time, let share else { return nil }
        return .slow(by: time, share)
    }

    private mutating func parseShare(_ name: Word, _ rest: [Word]) -> Share? {
        let example = "write for example \"\(name.text) 5%\" (above 0%, up to 100%, 4 decimals)"
        guard let word = rest.first else {
            return refuse(name.column, "\"\(name.text)\" needs a percentage", example)
        }
        let surplus = refuseRest(rest.dropFirst())
        guard let share = Share(percent: word.text) else {
            return refuse(word.column, "\"\(word.text)\" is not a percentage above 0%", example)
        }
        return surplus ? nil : share
    }

    /// Up to 30 days, so that the sum of two times always fits.
    private mutating func parseTime(_ word: Word, least: Int64) -> Nanoseconds? {
        guard let time = DurationText.parse(word.text) else {
            return refuse(
                word.column,
                "\"\(word.text)\" is not a time",
                "write a number with its unit: \"20s\""
            )
        }
        guard time.count >= least else {
            return refuse(word.column, "the time is zero", "write a time above 0s")
        }
        guard time.count <= 30 * 86_400_000_000_000 else {
            return refuse(word.column, "\"\(word.text)\" is more than 30 days", "write at most 30d")
        }
        return time
    }

    private mutating func refuseRest(_ words: some Collection<Word>) -> Bool {
        guard let word = words.first else { return false }
        note(
            word.column,
            "\"\(word.text)\" is too much here",
            "remove it, or put ; before a new entry"
        )
        return true
    }

    private mutating func note(_ column: Int, _ problem: String, _ remedy: String) {
        faults.append(
            FaultSyntaxError(option: option, column: column, problem: problem, remedy: remedy)
        )
    }

    private mutating func refuse<Value>(
        _ column: Int,
        _ problem: String,
        _ remedy: String
    ) -> Value? {
        note(column, problem, remedy)
        return nil
    }

    private static let kinds =
        "write stall, slow +TIME [PERCENT], error PERCENT, database down, reset [PERCENT], or "
        + "leak PERCENT"
}
