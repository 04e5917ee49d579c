import HTTPMessages
import Testing

@Suite struct RandomAnswerTests {
    @Test(arguments: 1...8)
    func readsValidAnswersInAnyPieces(seed: Int) {
        var generator = AnswerGenerator(seed: UInt64(seed))
        for _ in 0..<250 {
            let sent = generator.next()
            let pieces = generator.cut(sent.bytes)
            let answer = ReadAnswer(pieces: pieces, isClosed: sent.isOpen)
            let words = "\(String(decoding: sent.bytes, as: UTF8.self).debugDescription)"
            #expect(answer.verdict == .done(used: sent.bytes.count), "\(words)")
            #expect(answer.status == sent.status, "\(words)")
            #expect(answer.fields == sent.fields, "\(words)")
            #expect(answer.body == sent.body, "\(words)")
            #expect(answer.reuses == !sent.isOpen, "\(words)")
        }
    }

    @Test(arguments: 1...8)
    func neverReadsIntoTheNextAnswer(seed: Int) {
        var generator = AnswerGenerator(seed: UInt64(seed) << 32)
        for _ in 0..<100 {
            let sent = generator.next()
            guard !sent.isOpen else { continue }
            let answer = ReadAnswer(pieces: generator.cut(sent.bytes + generator.next().bytes))
            #expect(answer.verdict == .done(used: sent.bytes.count))
            #expect(answer.body == sent.body)
            #expect(!answer.reuses)
        }
    }

    @Test(arguments: 1...8)
    func damagedAnswersAreReadTheSameInAnyPieces(seed: Int) {
        var generator = AnswerGenerator(seed: UInt64(seed) << 40)
        for _ in 0..<250 {
            var bytes = generator.next().bytes
            for _ in 0..<generator.pick(1...3) {
                let place = generator.pick(0...(bytes.count - 1))
                switch generator.pick(0...3) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8(generator.pick(0...255))
                case 2: bytes.insert(generator.pick([0x00, 0x0A, 0x0D, 0x20, 0x3A]), at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            let limits = AnswerReader.Limits(header: generator.pick([60, 400]), body: 200)
            let isClosed = generator.pick(0...1) == 0
            var whole = ReadAnswer(pieces: [bytes[...]], isClosed: isClosed, limits: limits)
            let pieces = generator.cut(bytes)
            var inPieces = ReadAnswer(pieces: pieces, isClosed: isClosed, limits: limits)
            if case .failed = whole.verdict {
                // How much had been kept before the fault does depend on the pieces.
                whole.body = []
                inPieces.body = []
            }
            #expect(inPieces == whole, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
            #expect(whole.used <= bytes.count)
        }
    }

    @Test(arguments: 1...4)
    func survivesRandomBytes(seed: Int) {
        var generator = AnswerGenerator(seed: UInt64(seed) << 48)
        for start in ["", "HTTP/1.1 200 OK\r\n", SampleAnswers.good[3]] {
            for _ in 0..<100 {
                let noise = (0..<generator.pick(1...200)).map { _ in UInt8(generator.pick(0...255))
                }
                let bytes = Array(start.utf8) + noise
                let whole = ReadAnswer(pieces: [bytes[...]])
                #expect(whole.used <= bytes.count)
                #expect(ReadAnswer(pieces: generator.cut(bytes)).verdict == whole.verdict)
            }
        }
    }
}
