import HTTPMessages
import Testing

@Suite struct AnswerSplitTests {
    @Test(arguments: SampleAnswers.all.indices)
    func readsTheSameHoweverItIsCut(index: Int) {
        let bytes = [UInt8](SampleAnswers.all[index].utf8)
        for isClosed in [false, true] {
            for keeping: AnswerReader.Keeping in [[], .body, .headers, [.headers, .body]] {
                let whole = ReadAnswer(pieces: [bytes[...]], keeping: keeping, isClosed: isClosed)
                for cut in 0...bytes.count {
                    let pieces = [bytes[..<cut], bytes[cut...]]
                    let answer = ReadAnswer(pieces: pieces, keeping: keeping, isClosed: isClosed)
                    #expect(answer == whole, "cut at \(cut)")
                }
                let single = bytes.indices.map { bytes[$0...$0] }
                let answer = ReadAnswer(pieces: single, keeping: keeping, isClosed: isClosed)
                #expect(answer == whole, "byte by byte")
            }
        }
    }

    @Test(arguments: SampleAnswers.good)
    func completesGoodAnswersAtTheirLastByteAndNotBefore(text: String) {
        let bytes = [UInt8](text.utf8)
        for count in 0..<bytes.count {
            #expect(ReadAnswer(pieces: [bytes[..<count]]).verdict == .more)
            let closed = ReadAnswer(pieces: [bytes[..<count]], isClosed: true)
            guard case .failed(.cutOff) = closed.verdict else {
                Issue.record("not cut off at \(count): \(closed.verdict)")
                continue
            }
        }
        #expect(ReadAnswer(text).verdict == .done(used: bytes.count))
    }

    @Test(arguments: SampleAnswers.open)
    func completesOpenAnswersOnlyWithTheConnection(text: String) {
        #expect(ReadAnswer(text).verdict == .more)
        #expect(ReadAnswer(text, isClosed: true).isDone)
    }

    @Test(arguments: SampleAnswers.bad)
    func refusesBadAnswers(text: String) {
        guard case .failed = ReadAnswer(text).verdict else {
            Issue.record("taken: \(text.debugDescription)")
            return
        }
    }

    @Test func readsManyAnswersWithOneReader() {
        var reader = AnswerReader(limits: .init(body: 1000))
        var memory = AnswerMemory()
        for text in SampleAnswers.good + SampleAnswers.good.reversed() {
            reader.begin(toHead: false, keeping: [.headers, .body])
            reader.borrow(&memory)
            let hasBegun = reader.hasBegun
            #expect(!hasBegun)
            let bytes = [UInt8](text.utf8)
            let progress = unsafe bytes.withUnsafeBytes { unsafe reader.take($0) }
            #expect(progress == .done(used: bytes.count))
            #expect(reader.bytesReceived == bytes.count)
            let alone = ReadAnswer(text)
            #expect(reader.fields().map { [$0.name, $0.value] } == alone.fields)
            reader.giveBack(to: &memory)
            #expect(memory.body == alone.body)
            #expect(!memory.isNone)
            #expect(reader.fields().isEmpty)
        }
    }

    @Test func lendsOneMemoryToReadersInTurn() {
        var memory = AnswerMemory()
        for round in 0..<3 {
            var reader = AnswerReader(limits: .init(body: 1000))
            reader.begin(toHead: false, keeping: [.headers, .body])
            for piece in [
                "HTTP/1.1 200 OK\r\nContent-", "Length: 2\r\nRound: \(round)\r\n\r\no", "k",
            ] {
                reader.borrow(&memory)
                _ = unsafe [UInt8](piece.utf8).withUnsafeBytes { unsafe reader.take($0) }
            }
            #expect(memory.isNone)
            #expect(reader.fields().last?.value == "\(round)")
            reader.giveBack(to: &memory)
            #expect(memory.body == [UInt8]("ok".utf8))
        }
    }

    @Test func forgetsAnAbandonedAnswer() {
        var reader = AnswerReader(limits: .init(body: 1000))
        for text in [
            "HTTP/1.1 200 OK\r\nA: b\r\nPart", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
        ] {
            reader.begin(toHead: false, keeping: [.headers, .body])
            _ = unsafe [UInt8](text.utf8).withUnsafeBytes { unsafe reader.take($0) }
        }
        reader.begin(toHead: false, keeping: [.headers, .body])
        let last = [UInt8]("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
        let progress = unsafe last.withUnsafeBytes { unsafe reader.take($0) }
        #expect(progress == .done(used: last.count))
        #expect(reader.fields().map(\.name) == ["Content-Length"])
        #expect(reader.takeBody() == [UInt8]("ok".utf8))
    }

    @Test func failsAgainAfterAFailure() {
        var reader = AnswerReader(limits: .init(body: 1000))
        reader.begin(toHead: false, keeping: [])
        for text in ["nonsense", "HTTP/1.1 204 x\r\n\r\n"] {
            let progress = unsafe [UInt8](text.utf8).withUnsafeBytes { unsafe reader.take($0) }
            guard case .failed(.malformed) = progress else {
                Issue.record("\(progress)")
                return
            }
        }
        let hasBegun = reader.hasBegun
        #expect(hasBegun)
        let allowsReuse = reader.allowsReuse
        #expect(!allowsReuse)
        #expect(reader.connectionEnded() != .done(used: 0))
    }

    @Test func isSmall() {
        #expect(MemoryLayout<AnswerReader>.size <= 200)
    }
}
