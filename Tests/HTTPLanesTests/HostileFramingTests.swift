import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping
import Workload

@Suite("A server that frames its answers wrongly", .timeLimit(.minutes(2)))
struct HostileFramingTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

    private static func sends(_ text: String) -> @Sendable (StubConnection) -> Void {
        { $0.send(text) }
    }

    private static func refused(_ name: String, _ text: String, method: String = "GET") -> Hostility
    {
        .refused(name, method: method, play: sends(text))
    }

    private static let lengths: [Hostility] = [
        refused(
            "both Transfer-Encoding and Content-Length",
            ok + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        ),
        refused(
            "both Content-Length and Transfer-Encoding",
            ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        ),
        refused(
            "both of them in the answer to HEAD",
            ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            method: "HEAD"
        ),
        refused(
            "two Content-Length that differ",
            ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"
        ),
        refused("a list of lengths that differ", ok + "Content-Length: 5, 6\r\n\r\nhello!"),
        .taken(
            "two Content-Length that agree",
            "hello",
            play: sends(ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello")
        ),
    ]

    private static let noLengths: [Hostility] = [
        "-5", "+5", "5x", "0x5", "", "5 5", "99999999999999999999",
    ].map { refused("Content-Length \"\($0)\"", ok + "Content-Length: \($0)\r\n\r\nhello") }

    private static let codings: [Hostility] =
        [
            "gzip, chunked", "identity", "chunked, chunked", "chunkedx", "x, chunked",
        ].map {
            refused(
                "Transfer-Encoding \"\($0)\"",
                ok + "Transfer-Encoding: \($0)\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            )
        } + [
            refused(
                "chunks in HTTP/1.0",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            )
        ]

    private static let chunks: [Hostility] =
        [
            "-5\r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n0\r\n\r\n",
            "fffffffffffffffff\r\nhello", "5\r\nhelloX\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n",
        ].map { refused("the chunks \($0.debugDescription)", chunked + $0) } + [
            .taken(
                "chunks with extensions, blanks, capitals and trailers",
                "hello world",
                play: sends(
                    chunked + "5;a=b\r\nhello\r\n6 ; c=\"d\"\r\n world\r\n000\r\nX-Sum: 1\r\n\r\n"
                )
            ),
            .taken(
                "a chunk whose size has leading zeros",
                "hello",
                play: sends(chunked + "0000000005\r\nhello\r\n0\r\n\r\n")
            ),
        ]

    private static let cut: [Hostility] = [
        .taken("one byte at a time, by length", "hello") {
            $0.sendByteByByte(ok + "X-A: 1\r\nContent-Length: 5\r\n\r\nhello")
        },
        .taken("one byte at a time, in chunks", "hello world") {
            $0.sendByteByByte(
                chunked + "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"
            )
        },
        .taken("one byte at a time, after an interim answer", "hello") {
            $0.sendByteByByte(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok
                    + "Content-Length: 5\r\n\r\nhello"
            )
        },
        .taken("one byte at a time until the close", "hello") {
            $0.sendByteByByte(ok + "X-A: 1\r\n\r\nhello")
            $0.close()
        },
    ]

    @Test(
        "an answer whose end is in doubt is malformed, and one in small pieces is whole",
        arguments: Lane.allCases,
        lengths + noLengths + codings + chunks + cut
    )
    func framing(lane: Lane, hostility: Hostility) async throws {
        try await meet(hostility, lane)
    }
}
