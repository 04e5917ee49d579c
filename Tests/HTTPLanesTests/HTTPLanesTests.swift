import Engine
import HTTPLanes
import Measuring
import TestSupport
import Testing
import Timekeeping

@Suite("Plain exchanges", .timeLimit(.minutes(1)))
struct PlainExchangeTests {
    @Test("a GET brings the status, the headers, the body and ordered stamps")
    func plainGet() async throws {
        let server = try StubServer { $0.answerAll(headers: ["X-Kind: plain"], body: "hello") }
        defer { server.stop() }
        let exchange = try #require(try await perform([get(server.url + "/a")]).first)
        #expect(exchange.outcome == .succeeded, "\(exchange.detail)")
        #expect(exchange.status == 200)
        #expect(exchange.httpVersion == "1.1")
        #expect(exchange.text == "hello")
        #expect(exchange.header("X-Kind") == "plain")
        #expect(exchange.dispatched <= exchange.written)
        #expect(exchange.written <= exchange.firstByte)
        #expect(exchange.firstByte <= exchange.done)
        #expect(exchange.connection != nil)
        #expect(exchange.bytesSent == server.requests.first?.size)
    }
}
