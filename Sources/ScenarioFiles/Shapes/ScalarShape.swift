import Timekeeping

/// What a single value may be.
struct ScalarShape: Sendable {
    enum Kind: Sendable {
        /// Only the words.
        case word
        case text
        /// Text that may hold variables.
        case template
        /// An address whose `${env:…}` is no secret, so that reports may show it.
        case address
        case duration
        case positiveDuration
        case share
        case size
        case rate
        case boolean
        case count
        case positiveCount
        case seed
        case positiveNumber
        case status
        case date
    }

    let kind: Kind
    /// Words allowed beside, or instead of, the kind.
    let words: [String]

    init(_ kind: Kind, words: [String] = []) {
        self.kind = kind
        self.words = words
    }

    /// What is expected, for messages: "a duration with its unit, such as 3s, 250ms or 2min".
    var inWords: String {
        let listed = words.map { "“\($0)”" }.joined(separator: ", ")
        guard kind != .word else { return words.count == 1 ? listed : "one of \(listed)" }
        return words.isEmpty ? kindInWords : "\(kindInWords), or \(listed)"
    }

    /// What a wrong value is not, for messages: "a duration".
    var noun: String {
        switch kind {
        case .word: words.count == 1 ? "the word that belongs here" : "a word that belongs here"
        case .text, .template: "a text"
        case .address: "an address"
        case .duration: "a duration"
        case .positiveDuration: "a duration above zero"
        case .share: "a share above 0% and up to 100%"
        case .size: "a size"
        case .rate: "a rate"
        case .boolean: "true or false"
        case .count, .positiveCount, .seed: "a whole number in range"
        case .positiveNumber: "a number above 0"
        case .status: "a status"
        case .date: "a time"
        }
    }

    private var kindInWords: String {
        switch kind {
        case .word, .text, .template: "a text"
        case .address: "an address such as https://forms.example.jp"
        case .duration: "a duration with its unit, such as 3s, 250ms or 2min"
        case .positiveDuration: "a duration above zero with its unit, such as 3s, 250ms or 2min"
        case .share: "a share in percent above 0% and up to 100%, such as 90%"
        case .size: "a size with its unit, such as 120B, 64kB or 3GB"
        case .rate: "a rate with its unit, such as 50/s, 90/min or 400/h"
        case .boolean: "true or false"
        case .count: "a whole number from 0"
        case .positiveCount: "a whole number from 1"
        case .seed: "a whole number from 0 to 18446744073709551615"
        case .positiveNumber: "a number above 0"
        case .status: "a status such as 303, 2xx or 200-399"
        case .date: "a time such as 2026-11-23T02:00:00+09:00"
        }
    }

    /// Whether a text is of this shape.
    func accepts(_ text: String) -> Bool {
        if words.contains(text) { return true }
        switch kind {
        case .word: return false
        case .text, .address: return !text.isEmpty
        case .template: return true
        case .duration: return ScalarText.duration(text) != nil
        case .positiveDuration: return (ScalarText.duration(text) ?? .zero) > .zero
        case .share: return ScalarText.share(text) != nil
        case .size: return ScalarText.size(text) != nil
        case .rate: return ScalarText.rate(text) != nil
        case .boolean: return ScalarText.boolean(text) != nil
        case .count: return ScalarText.count(text) != nil
        case .positiveCount: return (ScalarText.count(text) ?? 0) > 0
        case .seed: return UInt64(text) != nil
        case .positiveNumber: return (ScalarText.number(text) ?? 0) > 0
        case .status: return ScalarText.status(text) != nil
        case .date: return ScalarText.isDate(text)
        }
    }
}
