import HTTPMessages
import Testing

@Suite struct AnswerHeadTests {
    @Test func readsAnAnswer() {
        let text = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
        let answer = ReadAnswer(text)
        #expect(answer.verdict == .done(used: text.utf8.count))
        #expect(answer.status == 200)
        #expect(answer.minorVersion == 1)
        #expect(answer.fields == [["Content-Type", "text/plain"], ["Content-Length", "5"]])
        #expect(answer.text == "hello")
        #expect(answer.reuses)
    }

    @Test(arguments: [
        "HTTP/1.1 200\r\n", "HTTP/1.1 200 \r\n", "HTTP/1.1 200 OK\n",
        "HTTP/1.0 200 Fine so far\r\n",
        "HTTP/1.1 200 \u{e9}t\u{e9}\r\n",
    ])
    func takesStatusLines(line: String) {
        let answer = ReadAnswer(line + "Content-Length: 0\r\n\r\n")
        #expect(answer.isDone)
        #expect(answer.status == 200)
    }

    @Test(arguments: [
        "HTTP/2 200\r\n", "HTTP/1.2 200 OK\r\n", "HTTP/0.9 200 OK\r\n", "HTTP/1.1  200 OK\r\n",
        "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 200OK\r\n", "HTTP/1.1 099 x\r\n",
        "HTTP/1.1 -20 OK\r\n", "HTTP/1.1\t200 OK\r\n", "http/1.1 200 OK\r\n",
        "\r\nHTTP/1.1 200\r\n",
        "\n", " HTTP/1.1 200 OK\r\n", "ICY 200 OK\r\n", "<html>", "HTTP/1.1 200 O\u{0}K\r\n",
        "HTTP/1.1\r\n", "HTTP/1.10 200 OK\r\n", "HTTP/11 200 OK\r\n", "HTTP/1.1 101 Switching\r\n",
        "HTTP/1.1 +20 OK\r\n", "HTTP/1.1 2 0 OK\r\n",
    ])
    func refusesWhatIsNoStatusLine(line: String) {
        #expect(ReadAnswer(line).isMalformed)
    }

    @Test func refusesAnotherProtocolAtItsFirstByte() {
        #expect(ReadAnswer("S").isMalformed)
        #expect(ReadAnswer("HTTP/2").isMalformed)
        #expect(ReadAnswer("HTTP/1.").verdict == .more)
    }

    @Test(arguments: [
        "No colon\r\n", "Name : x\r\n", "Name\t: x\r\n", ": x\r\n", " leading: x\r\n",
        "Na me: x\r\n", "N\u{e4}me: x\r\n", "Name: a\u{0}b\r\n", "N\u{0}: x\r\n", "Name\r\n",
        "\rName: x\r\n", "(comment): x\r\n", "VeryLongNameWithA{Brace}: x\r\n",
    ])
    func refusesBadLines(line: String) {
        #expect(ReadAnswer("HTTP/1.1 204 x\r\n" + line + "\r\n").isMalformed)
        #expect(
            ReadAnswer("HTTP/1.1 204 x\r\nA: b\r\n" + line + "\r\n").isMalformed == !line.hasPrefix(
                " "
            )
        )
    }

    @Test func takesEveryTokenByteInANameAndNoOther() {
        let token = Set(
            "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
        )
        for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "\n") {
            for position in 0...9 {
                var name = [UInt8]("abcdefghij".utf8)
                name[position] = byte
                let text =
                    [UInt8]("HTTP/1.1 204 x\r\nA: b\r\n".utf8) + name + [UInt8](": x\r\n\r\n".utf8)
                let answer = ReadAnswer(pieces: [text[...]])
                // A blank in front continues the line before, a colon ends the name earlier.
                let isTaken =
                    token.contains(byte) || byte == UInt8(ascii: ":") && position > 0
                    || position == 0 && (byte == 0x20 || byte == 0x09)
                #expect(answer.isDone == isTaken, "byte \(byte) at \(position)")
            }
        }
    }

    @Test func findsANULWhereverItStands() {
        let long = String(repeating: "x", count: 700)
        let head = "HTTP/1.1 204 x\r\nA: b\r\nB: \(long)\r\nC: d\r\nD: \(long)\r\nE: f\r\n\r\n"
        #expect(ReadAnswer(head).isDone)
        for position in 0..<head.utf8.count {
            var bytes = [UInt8](head.utf8)
            bytes[position] = 0
            let answer = ReadAnswer(pieces: [bytes[...]], isClosed: true)
            // In place of one of the last line feeds it makes a line that never ends.
            #expect(answer.isMalformed || position >= bytes.count - 3, "at \(position)")
            #expect(!answer.isDone)
        }
        var body = [UInt8]("HTTP/1.1 200 x\r\nContent-Length: 3\r\n\r\n".utf8)
        body += [0, 0, 0]
        #expect(ReadAnswer(pieces: [body[...]]).isDone)
    }

    @Test func keepsNamesAndValuesAsReceived() {
        let answer = ReadAnswer(
            "HTTP/1.1 204 x\r\nX-a:1\r\nx-A: \t two words \t\r\nEmpty:\r\nUTF: é\nLF: y\n\r\n"
        )
        #expect(
            answer.fields == [
                ["X-a", "1"], ["x-A", "two words"], ["Empty", ""], ["UTF", "é"], ["LF", "y"],
            ]
        )
    }

    @Test func joinsFoldedLinesWithOneBlank() {
        let answer = ReadAnswer(
            "HTTP/1.1 204 x\r\nA: one \r\n \t two\r\n\tthree\n four\r\nB:\r\n  late\r\nC: x\r\n \r\n\r\n"
        )
        #expect(answer.fields == [["A", "one two three four"], ["B", "late"], ["C", "x"]])
    }

    @Test func readsFramingFromFoldedLines() {
        let answer = ReadAnswer("HTTP/1.1 200 x\r\nContent-Length:\r\n 2\r\n\r\nab")
        #expect(answer.text == "ab")
        #expect(ReadAnswer("HTTP/1.1 200 x\r\nContent-Length: 1\r\n 2\r\n\r\nab").isMalformed)
        let chunked = ReadAnswer(
            "HTTP/1.1 200 x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"
        )
        #expect(chunked.isDone)
    }

    @Test func takesACarriageReturnAloneForABlank() {
        let answer = ReadAnswer("HTTP/1.1 204 x\r\nA: one\rtwo\r\n\r\n")
        #expect(answer.fields == [["A", "one two"]])
    }

    @Test func keepsOnlyWhatWasAskedFor() {
        let text = "HTTP/1.1 200 OK\r\nA: b\r\nSet-Cookie: c=d\r\nContent-Length: 2\r\n\r\nhi"
        let bare = ReadAnswer(text, keeping: [])
        #expect(bare.fields == [["Set-Cookie", "c=d"]])
        #expect(bare.body.isEmpty)
        #expect(ReadAnswer(text, keeping: .body).text == "hi")
        #expect(ReadAnswer(text, keeping: .headers).fields.count == 3)
        let redirect = ReadAnswer(
            "HTTP/1.1 302 x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
            keeping: []
        )
        #expect(redirect.fields == [["Location", "/"], ["Content-Length", "0"]])
    }

    @Test func keepsACompressedBodyToCheckIt() {
        for (coding, kept) in [("gzip", "hi"), ("Deflate", "hi"), ("br", ""), ("identity", "")] {
            let fields = "Content-Encoding: \(coding)\r\nContent-Length: 2\r\n"
            let answer = ReadAnswer("HTTP/1.1 200 OK\r\n\(fields)\r\nhi", keeping: .compressedBody)
            #expect(answer.text == kept)
        }
    }

    @Test func handsOutCookies() {
        var reader = AnswerReader(limits: .init(body: 0))
        reader.begin(toHead: false, keeping: [])
        let text =
            "HTTP/1.1 204 x\r\nSet-Cookie: a=b\r\nX: y\r\nset-cookie:\tc=d; \r\n Path=/\r\n\r\n"
        let progress = unsafe [UInt8](text.utf8).withUnsafeBytes { unsafe reader.take($0) }
        #expect(progress == .done(used: text.utf8.count))
        var cookies: [String] = []
        unsafe reader.forEachSetCookie {
            unsafe cookies.append(String(decoding: $0, as: UTF8.self))
        }
        #expect(cookies == ["a=b", "c=d; Path=/"])
    }

    @Test func skipsInterimAnswers() {
        let interim =
            "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 103 Hints\r\nLink: x\r\nSet-Cookie: early=1\r\nContent-Length: 9\r\n\r\n"
        let text = interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        let answer = ReadAnswer(text)
        #expect(answer.status == 200)
        #expect(answer.fields == [["Content-Length", "2"]])
        #expect(answer.text == "ok")
        #expect(ReadAnswer(interim).verdict == .more)
        #expect(ReadAnswer(interim).status == 0)
    }

    @Test func endsAStormOfInterimAnswers() {
        let one = "HTTP/1.1 102 x\r\n\r\n"
        let end = "HTTP/1.1 204 x\r\n\r\n"
        #expect(ReadAnswer(String(repeating: one, count: 100) + end).isDone)
        #expect(ReadAnswer(String(repeating: one, count: 101) + end).isMalformed)
        let limits = AnswerReader.Limits(header: 1000, body: 0)
        let storm = ReadAnswer(String(repeating: one, count: 90), limits: limits)
        #expect(storm.verdict == .failed(.tooLarge))
    }

    @Test func limitsTheHead() {
        let text = "HTTP/1.1 204 x\r\nA: \(String(repeating: "b", count: 100))\r\n\r\n"
        let size = text.utf8.count
        #expect(ReadAnswer(text, limits: .init(header: size, body: 0)).isDone)
        let over = ReadAnswer(text, limits: .init(header: size - 1, body: 0))
        #expect(over.verdict == .failed(.tooLarge))
        let endless = ReadAnswer(
            "HTTP/1.1 204 x\r\nA: bbbbbbbb",
            limits: .init(header: 20, body: 0)
        )
        #expect(endless.verdict == .failed(.tooLarge))
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: Close\r\n", false),
        ("HTTP/1.1", "Connection: x, CLOSE ,y\r\n", false),
        ("HTTP/1.1", "Connection: keep-alive\r\n", true), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
        ("HTTP/1.1", "Connection: closed\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
        ("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n", false),
    ])
    func knowsWhetherTheConnectionLasts(version: String, field: String, lasts: Bool) {
        #expect(ReadAnswer("\(version) 200 x\r\n\(field)Content-Length: 0\r\n\r\n").reuses == lasts)
    }

    @Test(
        arguments: [
            ("", .none), ("Content-Encoding: gzip\r\n", .gzip),
            ("Content-Encoding: X-GZIP\r\n", .gzip),
            ("Content-Encoding: deflate\r\n", .deflate), ("Content-Encoding: identity\r\n", .none),
            ("Content-Encoding: br\r\n", .other), ("Content-Encoding: gzip, deflate\r\n", .other),
            ("Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", .other),
            ("Content-Encoding: \r\n", .none), ("Content-Encoding: identity, gzip\r\n", .gzip),
        ] as [(String, ContentCoding)]
    )
    func readsTheContentCoding(field: String, coding: ContentCoding) {
        #expect(ReadAnswer("HTTP/1.1 200 x\r\n\(field)Content-Length: 0\r\n\r\n").coding == coding)
    }
}
