import HTTPLanes
import Testing

@Suite("What the curl lane checks for itself")
struct HeaderRulesTests {
    private func judge(_ lines: [String], status: String = "HTTP/1.1 200 OK") -> HeaderRules.Verdict
    {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for line in lines {
            bytes += Array((line + "\r\n").utf8)
            ends.append(bytes.count)
        }
        return HeaderRules.judge(bytes, ends: ends, status: HeaderRules.Status(status.utf8))
    }

    @Test("what is clear about a body is read, also folded and in any case")
    func clear() {
        #expect(judge([]) == .sound(.init()))
        #expect(judge(["content-LENGTH:\t5 "]) == .sound(.init(length: 5)))
        #expect(judge(["Content-Length:", "  5"]) == .sound(.init(length: 5)))
        #expect(judge(["Content-Length: 5, 5", "Content-Length: 5"]) == .sound(.init(length: 5)))
        #expect(judge(["Transfer-Encoding:", " Chunked"]) == .sound(.init(isChunked: true)))
        #expect(judge(["X-Any: \u{ff}", " folded"]) == .sound(.init()))
    }

    @Test(
        "what is doubtful is malformed",
        arguments: [
            ["Content-Length: 5", "Content-Length: 6"], ["Content-Length: 1", " 2"],
            ["Content-Length: 5", "Transfer-Encoding: chunked"], ["Content-Length: "],
            ["Content-Length: 9999999999999999999"], ["Content-Length: 5,"], ["X-A 1"], [": 1"],
            ["X A: 1"], ["Transfer-Encoding: gzip, chunked"],
            ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        ]
    )
    func doubtful(lines: [String]) {
        guard case .malformed(let words) = judge(lines) else {
            Issue.record("\(lines) was taken")
            return
        }
        #expect(!words.isEmpty)
    }

    @Test("answers that have no body may say what they like about it, but not in broken lines")
    func bodiless() {
        for status in ["HTTP/1.1 204 No Content", "HTTP/1.1 304 Not Modified"] {
            #expect(
                judge(["Content-Length: 5", "Transfer-Encoding: x"], status: status)
                    == .sound(.init())
            )
            #expect(judge(["X-A 1"], status: status) != .sound(.init()))
        }
    }

    @Test("a status line is one of HTTP/1.0 and HTTP/1.1, or libcurl's own for HTTP/2")
    func statusLines() {
        for text in ["HTTP/1.1 200 OK\r\n", "HTTP/1.0 200\r\n", "HTTP/2 200 \r\n"] {
            let status = HeaderRules.Status(text.utf8)
            #expect(status.isSound && status.code == 200, "\(text)")
        }
        for text in ["HTTP/1.2 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000", "HTTP/1.1 099 OK", ""] {
            #expect(!HeaderRules.Status(text.utf8).isSound, "\(text)")
        }
    }

    private func record(_ type: UInt8, _ size: Int) -> [UInt8] {
        [type, 3, 3, UInt8(size >> 8), UInt8(size & 0xff)] + [UInt8](repeating: 7, count: size)
    }

    @Test("alerts and unasked data end the use of a TLS connection, tickets and updates do not")
    func records() {
        for isSealed in [true, false] {
            #expect(TLSRecords.endUse(record(21, 26), typesAreSealed: isSealed))
            #expect(!TLSRecords.endUse(record(22, 200), typesAreSealed: isSealed))
            #expect(!TLSRecords.endUse([UInt8](), typesAreSealed: isSealed))
            #expect(!TLSRecords.endUse([21, 3, 3], typesAreSealed: isSealed))
        }
        // RFC 8446: an alert is two bytes, a key update five, each with its type and a tag.
        #expect(TLSRecords.endUse(record(23, 19), typesAreSealed: true))
        #expect(!TLSRecords.endUse(record(23, 22), typesAreSealed: true))
        #expect(!TLSRecords.endUse(record(23, 255), typesAreSealed: true))
        #expect(TLSRecords.endUse(record(23, 255) + record(23, 19), typesAreSealed: true))
        #expect(TLSRecords.endUse(record(23, 255), typesAreSealed: false))
        let cut = Array(record(23, 255).dropLast())
        #expect(!TLSRecords.endUse(cut, typesAreSealed: true))
    }
}
