import HTTPMessages

/// All that one answer came to.
struct ReadAnswer: Equatable {
    var verdict: AnswerReader.Progress
    var status: Int
    var minorVersion: Int
    var fields: [[String]]
    var body: [UInt8]
    var coding: ContentCoding
    var reuses: Bool
    var used: Int

    /// Reads an answer that arrives in these pieces.
    ///
    /// - Parameter isClosed: whether the connection ends behind the last piece.
    init(
        pieces: [ArraySlice<UInt8>],
        toHead: Bool = false,
        keeping: AnswerReader.Keeping = [.headers, .body],
        isClosed: Bool = false,
        limits: AnswerReader.Limits = .init(header: 64 << 10, body: 1 << 20)
    ) {
        var reader = AnswerReader(limits: limits)
        reader.begin(toHead: toHead, keeping: keeping)
        verdict = .more
        used = 0
        var wasDone = false
        for piece in pieces {
            let progress = unsafe piece.withUnsafeBytes { unsafe reader.take($0) }
            switch progress {
            case .more: used += piece.count
            case .done(let count):
                if !wasDone { used += count }
                wasDone = true
            case .failed: break
            }
            verdict = progress
        }
        if isClosed { verdict = reader.connectionEnded() }
        if case .done = verdict { verdict = .done(used: used) }
        if case .failed = verdict { used = 0 }
        status = reader.status
        minorVersion = reader.minorVersion
        fields = reader.fields().map { [$0.name, $0.value] }
        coding = reader.contentCoding
        reuses = reader.allowsReuse
        body = reader.takeBody()
    }

    /// Reads an answer that arrives as a whole.
    init(
        _ text: String,
        toHead: Bool = false,
        keeping: AnswerReader.Keeping = [.headers, .body],
        isClosed: Bool = false,
        limits: AnswerReader.Limits = .init(header: 64 << 10, body: 1 << 20)
    ) {
        self.init(
            pieces: [[UInt8](text.utf8)[...]],
            toHead: toHead,
            keeping: keeping,
            isClosed: isClosed,
            limits: limits
        )
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var isDone: Bool {
        if case .done = verdict { return true }
        return false
    }

    var isMalformed: Bool {
        if case .failed(.malformed) = verdict { return true }
        return false
    }
}

/// The same numbers for the same seed (SplitMix64, Steele and others 2014).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
