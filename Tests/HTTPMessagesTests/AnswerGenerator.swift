/// Valid answers at random, with what a reader has to find in them.
struct AnswerGenerator {
    private var numbers: SeededNumbers

    struct Answer {
        var bytes: [UInt8]
        var status: Int
        var fields: [[String]]
        var body: [UInt8]
        var isOpen = false
    }

    init(seed: UInt64) { numbers = SeededNumbers(state: seed) }

    mutating func next() -> Answer {
        var answer = Answer(bytes: [], status: 0, fields: [], body: [])
        for _ in 0..<pick(0...2) { appendHead(to: &answer, status: pick([100, 102, 103])) }
        answer.status = pick([200, 200, 201, 204, 302, 304, 404, 503, 999])
        answer.fields = []
        appendHead(to: &answer, status: answer.status)
        return answer
    }

    /// Cuts bytes into pieces of random lengths.
    mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        let longest = pick([1, 3, 20, 300])
        while start < bytes.count {
            let end = min(bytes.count, start + pick(1...longest))
            pieces.append(bytes[start..<end])
            start = end
        }
        return pieces
    }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[pick(0...(elements.count - 1))]
    }

    // MARK: Parts

    private mutating func appendHead(to answer: inout Answer, status: Int) {
        let isFinal = status >= 200
        let isBodiless = !isFinal || status == 204 || status == 304
        append("HTTP/1.1 \(status)\(pick(["", " ", " OK", " Not so good"]))", to: &answer)
        appendFields(to: &answer)
        let framing = isBodiless ? 3 : pick(0...2)
        let body = framing == 3 ? [] : text(count: pick([0, 1, 10, 300]))
        answer.body = body
        answer.isOpen = framing == 2
        if framing == 0 { appendField("Content-Length", "\(body.count)", to: &answer) }
        if framing == 1 { appendField("Transfer-Encoding", "chunked", to: &answer) }
        appendFields(to: &answer)
        append("", to: &answer)
        if framing == 1 { appendChunks(body, to: &answer) } else { answer.bytes += body }
    }

    private mutating func appendFields(to answer: inout Answer) {
        for _ in 0..<pick(0...4) {
            let words = (0..<pick(0...3)).map { _ in
                String(decoding: text(count: pick(1...12)), as: UTF8.self)
            }
            let name = pick(["Server", "X-Long-Name-For-Words", "ETag", "Set-Cookie", "a", "x9!"])
            appendField(name, words.joined(separator: " "), words: words, to: &answer)
        }
    }

    private mutating func appendField(
        _ name: String,
        _ value: String,
        words: [String]? = nil,
        to answer: inout Answer
    ) {
        answer.fields.append([name, value])
        let words = words ?? [value]
        // The same value may be folded, and stand among blanks.
        let folded = words.count > 1 && pick(0...3) == 0
        let written = words.joined(separator: folded ? pick([" \r\n\t", "\r\n  ", "\n "]) : " ")
        append("\(name):\(pick(["", " ", " \t"]))\(written)\(pick(["", " "]))", to: &answer)
    }

    private mutating func appendChunks(_ body: [UInt8], to answer: inout Answer) {
        var start = 0
        while start < body.count {
            let end = min(body.count, start + pick(1...100))
            let zeros = String(repeating: "0", count: pick(0...2))
            let size = String(end - start, radix: 16, uppercase: pick(0...1) == 0)
            append(zeros + size + pick(["", ";ext", " ; a=\"b\""]), to: &answer)
            answer.bytes += body[start..<end]
            append("", to: &answer)
            start = end
        }
        append("0", to: &answer)
        if pick(0...2) == 0 { append("Trailer: \(pick(["x", ""]))", to: &answer) }
        append("", to: &answer)
    }

    private mutating func append(_ line: String, to answer: inout Answer) {
        answer.bytes += Array(line.utf8) + (pick(0...5) == 0 ? [0x0A] : [0x0D, 0x0A])
    }

    private mutating func text(count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(pick(0x21...0x7E)) }
    }
}
