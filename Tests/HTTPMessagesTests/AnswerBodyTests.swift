import HTTPMessages
import Testing

@Suite struct AnswerBodyTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

    @Test(arguments: [
        "Content-Length: 3\r\nContent-Length: 3\r\n", "Content-Length: 3, 3\r\n",
        "content-length:3\r\n", "Content-Length: 003\r\n", "CONTENT-LENGTH: 3 \r\n",
    ])
    func takesALength(field: String) {
        let answer = ReadAnswer(Self.ok + field + "\r\nabc")
        #expect(answer.text == "abc")
        #expect(answer.reuses)
    }

    @Test(arguments: [
        "3\r\nContent-Length: 4", "3, 4", "+3", "-3", "0x3", "3 3", "", "3,", ",3", "3;", "3.0",
        "9223372036854775808", "99999999999999999999", "three", "\u{663}", "3\r",
    ])
    func refusesALengthInDoubt(value: String) {
        #expect(ReadAnswer(Self.ok + "Content-Length: \(value)\r\n\r\nabc").isMalformed)
    }

    @Test(arguments: [
        "gzip", "gzip, chunked", "chunked, chunked", "chunked, gzip", "identity", "", "chunkedx",
        "chunked;q=1", "chunked\r\nTransfer-Encoding: chunked", "\"chunked\"", "x chunked",
    ])
    func refusesOtherTransferEncodings(value: String) {
        let text = Self.ok + "Transfer-Encoding: \(value)\r\n\r\n0\r\n\r\n"
        #expect(ReadAnswer(text).isMalformed)
    }

    @Test(arguments: ["chunked", "Chunked", " CHUNKED "])
    func takesChunkedInAnyCase(value: String) {
        let text = Self.ok + "transfer-encoding: \(value)\r\n\r\n0\r\n\r\n"
        #expect(ReadAnswer(text).isDone)
    }

    @Test func refusesLengthAndChunksTogether() {
        for fields in [
            ["Content-Length: 5", "Transfer-Encoding: chunked"],
            ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ] {
            let text = Self.ok + fields.joined(separator: "\r\n") + "\r\n\r\n0\r\n\r\n"
            let answer = ReadAnswer(text)
            #expect(answer.isMalformed)
            #expect(!answer.reuses)
        }
    }

    @Test func refusesChunksInHTTP10() {
        let text = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(ReadAnswer(text).isMalformed)
    }

    @Test(arguments: [204, 304])
    func knowsAnswersWithoutBody(status: Int) {
        for field in ["", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"] {
            let text = "HTTP/1.1 \(status) x\r\n\(field)\r\n"
            let answer = ReadAnswer(text)
            #expect(answer.verdict == .done(used: text.utf8.count))
            #expect(answer.reuses)
        }
    }

    @Test func readsNoBodyOfAnAnswerToHead() {
        for field in ["Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", ""] {
            let text = Self.ok + field + "\r\n"
            let answer = ReadAnswer(text, toHead: true, limits: .init(body: 0))
            #expect(answer.verdict == .done(used: text.utf8.count))
            #expect(answer.reuses)
        }
    }

    @Test func readsABodyOf205AsOfOthers() {
        let answer = ReadAnswer("HTTP/1.1 205 x\r\nContent-Length: 2\r\n\r\nab")
        #expect(answer.text == "ab")
    }

    @Test func readsABodyUntilTheConnectionEnds() {
        let text = Self.ok + "\r\nall of it"
        #expect(ReadAnswer(text).verdict == .more)
        let answer = ReadAnswer(text, isClosed: true)
        #expect(answer.isDone)
        #expect(answer.text == "all of it")
        #expect(!answer.reuses)
        #expect(ReadAnswer(Self.ok + "\r\n", isClosed: true).isDone)
    }

    @Test(arguments: [
        ("", "the connection was closed before an answer came"),
        ("HT", "the connection was closed within the header"),
        ("HTTP/1.1 200 OK\r\nA: b\r\n", "the connection was closed within the header"),
        ("HTTP/1.1 100 x\r\n\r\n", "the connection was closed within the header"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
            "the connection was closed within the body"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "the connection was closed within the body"
        ),
    ])
    func saysWhereTheConnectionEnded(text: String, words: String) {
        #expect(ReadAnswer(text, isClosed: true).verdict == .failed(.cutOff(words)))
    }

    @Test func staysDoneWhenTheConnectionEndsLater() {
        let answer = ReadAnswer(Self.ok + "Content-Length: 0\r\n\r\n", isClosed: true)
        #expect(answer.isDone)
    }

    @Test func neverTakesWhatFollows() {
        for text in [
            Self.ok + "Content-Length: 3\r\n\r\nabc", Self.chunked + "3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 204 x\r\n\r\n", Self.ok + "Content-Length: 0\r\n\r\n",
        ] {
            let alone = ReadAnswer(text)
            let followed = ReadAnswer(text + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(followed.verdict == .done(used: text.utf8.count))
            #expect(followed.body == alone.body)
            #expect(alone.reuses)
            #expect(!followed.reuses)
        }
    }

    @Test func noticesBytesThatComeAfterTheEnd() {
        let text = [UInt8]((Self.ok + "Content-Length: 0\r\n\r\n").utf8)
        let answer = ReadAnswer(pieces: [text[...], [0x41][...]])
        #expect(answer.verdict == .done(used: text.count))
        #expect(!answer.reuses)
    }

    @Test func limitsTheBody() {
        func verdict(_ text: String, isClosed: Bool = false) -> AnswerReader.Progress {
            ReadAnswer(text, isClosed: isClosed, limits: .init(header: 1000, body: 4)).verdict
        }
        #expect(verdict(Self.ok + "Content-Length: 5\r\n\r\n") == .failed(.tooLarge))
        #expect(verdict(Self.chunked + "5\r\n") == .failed(.tooLarge))
        #expect(verdict(Self.chunked + "3\r\nabc\r\n2\r\n") == .failed(.tooLarge))
        #expect(verdict(Self.chunked + "7fffffffffffffff\r\n") == .failed(.tooLarge))
        #expect(verdict(Self.ok + "\r\nabcde") == .failed(.tooLarge))
        #expect(
            ReadAnswer(Self.ok + "Content-Length: 4\r\n\r\nabcd", limits: .init(body: 4)).isDone
        )
        #expect(
            ReadAnswer(Self.chunked + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", limits: .init(body: 4))
                .isDone
        )
        #expect(ReadAnswer(Self.ok + "\r\nabcd", isClosed: true, limits: .init(body: 4)).isDone)
    }
}

@Suite struct ChunkedFramingTests {
    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test(arguments: [
        "5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "005\r\nhello\r\n000\r\n\r\n",
        "2;a=b\r\nhe\r\n3 ; \"c\"\r\nllo\r\n0;x\r\n\r\n", "5 \t\r\nhello\r\n0\r\n\r\n",
        "1\r\nh\r\n4\r\nello\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n",
        "5\r\nhello\r\n0\r\nTrailer: x\n\n",
        "0000000000000005\r\nhello\r\n0\r\nT:\r\n folded: \t\r\n\r\n",
    ])
    func takesChunks(body: String) {
        let answer = ReadAnswer(Self.head + body)
        #expect(answer.verdict == .done(used: (Self.head + body).utf8.count))
        #expect(answer.text == "hello")
        #expect(answer.fields == [["Transfer-Encoding", "chunked"]])
        #expect(answer.reuses)
    }

    @Test func readsSizesInBothCases() {
        let data = String(repeating: "x", count: 0xAB)
        #expect(ReadAnswer(Self.head + "aB\r\n\(data)\r\n0\r\n\r\n").text == data)
    }

    @Test(arguments: [
        "\r\nhello", "\n", ";x\r\n", " 5\r\nhello", "g\r\n", "-5\r\nhello", "0x5\r\nhello",
        "5\rhello", "5\r\rhello", "5\r\nhello0\r\n\r\n", "5\r\nhellooo\r\n", "5\r\nhello\rx",
        "5 x\r\nhello", "5;\u{0}\r\nhello", "5;a\rb\r\nhello", "5,\r\nhello", "0\r\n\rx",
        "0\r\nno colon\r\n\r\n", "0\r\nT : x\r\n\r\n", "0\r\nT: \u{0}\r\n\r\n",
        "0\r\nT\r\n\r\n", "0\r\n: x\r\n\r\n",
        "12345678901234567\r\n", "00000000000000005\r\n", "8000000000000000\r\n",
        "ffffffffffffffff\r\n", "+5\r\nhello",
    ])
    func refusesBadFraming(body: String) {
        #expect(ReadAnswer(Self.head + body).isMalformed)
    }

    @Test func limitsExtensionsAndTrailersTogether() {
        let limits = AnswerReader.Limits(header: 100, body: 1000)
        func verdict(_ body: String) -> AnswerReader.Progress {
            ReadAnswer(Self.head + body, limits: limits).verdict
        }
        let long = String(repeating: "x", count: 120)
        #expect(verdict("1;\(long)") == .failed(.tooLarge))
        #expect(verdict("0\r\n\(long)") == .failed(.tooLarge))
        let short = String(repeating: "1;abcdefghi\r\nx\r\n", count: 11)
        #expect(verdict(short) == .failed(.tooLarge))
    }
}
