/// Why a value was not found in a body read as JSON.
struct JSONFault: Error, Equatable {
    let words: String

    init(_ words: String) {
        self.words = words
    }
}
