// The entry of libFuzzer: each input is the bytes of a connection, read in several ways that have
// to agree. Built and run by Tests/fuzz/run.

/// The first bytes of an input choose how the rest is read.
private struct Plan {
    let toHead: Bool
    let keeping: AnswerReader.Keeping
    let isClosed: Bool
    let limits: AnswerReader.Limits
    var seed: UInt64

    init(_ flags: UInt8, _ seed: UInt8) {
        toHead = flags & 1 != 0
        keeping = AnswerReader.Keeping(rawValue: flags >> 1 & 7)
        isClosed = flags & 16 != 0
        limits = AnswerReader.Limits(
            header: flags & 32 != 0 ? 64 : 4096,
            body: flags & 64 != 0 ? 16 : 4096
        )
        self.seed = UInt64(seed)
    }

    /// The length of the next piece, mostly short.
    mutating func nextLength() -> Int {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return seed >> 63 == 0 ? Int(seed >> 33 & 3) + 1 : Int(seed >> 33 & 63) + 1
    }
}

/// All that reading a connection came to.
private struct Outcome: Equatable {
    var verdict = AnswerReader.Progress.more
    var used = 0
    var status = 0
    var reuses = false
    var fields: [[String]] = []
    var cookies: [[UInt8]] = []
    var body: [UInt8] = []
}

private func read(
    _ bytes: UnsafeRawBufferPointer,
    _ plan: Plan,
    memory: inout AnswerMemory,
    length: (inout Plan) -> Int
) -> (Outcome, ContentCoding) {
    var plan = plan
    var reader = AnswerReader(limits: plan.limits)
    var outcome = Outcome()
    reader.begin(toHead: plan.toHead, keeping: plan.keeping)
    var start = 0
    while start < bytes.count {
        let end = min(bytes.count, start + length(&plan))
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        reader.borrow(&memory)
        let before = outcome.verdict
        outcome.verdict = reader.take(piece)
        switch (before, outcome.verdict) {
        case (.more, .more): outcome.used += piece.count
        case (.more, .done(let used)):
            precondition(used <= piece.count, "more used than there was")
            outcome.used += used
        case (.more, .failed): break
        case (.done, .done(let used)): precondition(used == 0, "read behind the end")
        case (.failed, .failed): precondition(before == outcome.verdict, "another fault later")
        default: preconditionFailure("an answer came back to life")
        }
        start = end
    }
    if plan.isClosed { outcome.verdict = reader.connectionEnded() }
    switch outcome.verdict {
    case .done: outcome.verdict = .done(used: outcome.used)
    case .failed: outcome.used = 0
    case .more: precondition(outcome.used == bytes.count, "bytes were passed over")
    }
    outcome.status = reader.status
    outcome.reuses = reader.allowsReuse
    precondition(!reader.allowsReuse || outcome.verdict == .done(used: bytes.count))
    outcome.fields = reader.fields().map { [$0.name, $0.value] }
    reader.forEachSetCookie { outcome.cookies.append(Array($0)) }
    precondition(reader.bodyCount <= plan.limits.body, "the body is over its limit")
    let coding = reader.contentCoding
    if case .more = outcome.verdict {
        outcome.body = reader.takeBody()
    } else {
        reader.giveBack(to: &memory)
        outcome.body = memory.body
    }
    precondition(outcome.body.count <= plan.limits.body, "more kept than there may be")
    // How much had been kept before a fault does depend on the pieces, and nobody uses it.
    if case .failed = outcome.verdict { outcome.body = [] }
    return (outcome, coding)
}

private func expand(
    _ body: [UInt8],
    _ coding: ContentCoding,
    step: Int
) -> (output: [UInt8], fault: AnswerFault?) {
    var output: [UInt8] = []
    decoder.begin(coding, keeps: true, limit: 1 << 16)
    do throws(AnswerFault) {
        var start = 0
        while start < body.count {
            let end = min(body.count, start + step)
            let piece = body[start..<end]
            let fault: AnswerFault? = piece.withUnsafeBytes { bytes in
                do throws(AnswerFault) {
                    try decoder.decode(bytes, into: &output)
                    return nil
                } catch { return error }
            }
            if let fault { throw fault }
            start = end
        }
        try decoder.finish()
    } catch { return ([], error) }
    precondition(output.count == decoder.count && output.count <= 1 << 16)
    return (output, nil)
}

nonisolated(unsafe) private let decoder: ContentDecoder = {
    guard let decoder = ContentDecoder() else { preconditionFailure("no memory") }
    return decoder
}()
private let host = CookieHost("www.example.com")

private func keep(_ cookies: [[UInt8]]) {
    var jar = CookieJar()
    let path = Array("/a/b/c".utf8)
    for isSecure in [true, false] {
        for cookie in cookies {
            cookie.withUnsafeBytes { field in
                path.withUnsafeBytes {
                    jar.store(setCookie: field, host: host, path: $0, isSecure: isSecure, now: 1000)
                }
            }
        }
        var line: [UInt8] = []
        path.withUnsafeBytes {
            jar.appendHeader(to: &line, host: host, path: $0, isSecure: isSecure, now: 1000)
        }
        guard !line.isEmpty else { continue }
        precondition(line.starts(with: "Cookie: ".utf8) && line.suffix(2) == [13, 10])
        precondition(line.dropLast(2).allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a line break")
    }
}

/// Reads one input in several ways; stops the program when they do not agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 2 else { return 0 }
    let plan = Plan(start[0], start[1])
    let bytes = UnsafeRawBufferPointer(start: start + 2, count: count - 2)
    var memory = AnswerMemory()
    let (whole, coding) = read(bytes, plan, memory: &memory) { _ in bytes.count }
    let (inPieces, _) = read(bytes, plan, memory: &memory) { $0.nextLength() }
    precondition(inPieces == whole, "pieces read otherwise: \(inPieces) and not \(whole)")
    let (byByte, _) = read(bytes, plan, memory: &memory) { _ in 1 }
    precondition(byByte == whole, "bytes read otherwise: \(byByte) and not \(whole)")
    keep(whole.cookies)
    if case .done = whole.verdict, coding.isKnown, !whole.body.isEmpty {
        let once = expand(whole.body, coding, step: .max - whole.body.count)
        precondition(once == expand(whole.body, coding, step: 1), "expanded otherwise")
    }
    return 0
}
