/// Answers of every kind, good and bad; each is read in many ways that have to agree.
enum SampleAnswers {
    static let good = [
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            + "Content-Type: text/html\r\nContent-Length: 5\r\nConnection: keep-alive\r\n"
            + "ETag: \"65609f10-55\"\r\nAccept-Ranges: bytes\r\n\r\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 2\nSet-Cookie: a=b; Path=/\nset-cookie: c=d\n\nok",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2, 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "4\r\nWiki\r\n5;x=\"y\"\r\npedia\r\nA\nabcdefghij\n0\r\nTrailer: t\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nLink: a\r\n b\r\n\r\n"
            + "HTTP/1.1 302 Found\r\nLocation: /there\r\n\t#it \r\n  \r\nContent-Length:\r\n 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n",
        "HTTP/1.1 404\r\nContent-Length: 1\r\nConnection: close\r\n\r\n.",
    ]

    /// Complete only when the connection ends.
    static let open = [
        "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nuntil the end\r\n", "HTTP/1.0 500 x\n\n",
    ]

    static let bad = [
        "HTTP/1.1 200 OK\r\nBad line\r\n\r\n", "HTTP/1.1 200 OK\r\n folded\r\n\r\n",
        "HTTP/2 200\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: \u{0}\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\rx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ]

    static let all = good + open + bad
}
