import Testing

@testable import Inspections

@Suite("Hello messages")
struct HelloMessageTests {
    private static func message(_ type: UInt8, _ legacy: [UInt8], _ rest: [UInt8]) -> [UInt8] {
        let body = legacy + [UInt8](repeating: 7, count: 32) + [0] + rest
        return [type, 0, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
    }

    @Test("a client below TLS 1.3 offers the version in its head")
    func oldClient() {
        let bytes = Self.message(1, [3, 1], [0, 2, 0, 0x2f, 1, 0])
        #expect(HelloMessage(bytes)?.versions == [0x0301])
        #expect(HelloMessage(bytes)?.sender == .client)
    }

    @Test("a client of TLS 1.3 offers what its extension lists")
    func newClient() {
        let list: [UInt8] = [0, 43, 0, 5, 4, 3, 4, 3, 3]
        let other: [UInt8] = [0, 23, 0, 0]
        let all = other + list
        let extensions: [UInt8] = [0, UInt8(all.count)] + all
        let bytes = Self.message(1, [3, 3], [0, 2, 0x13, 1, 1, 0] + extensions)
        #expect(HelloMessage(bytes)?.versions == [0x0304, 0x0303])
    }

    @Test("a server chooses by its extension before its head")
    func server() {
        let old = Self.message(2, [3, 2], [0, 0x2f, 0])
        #expect(HelloMessage(old)?.versions == [0x0302])
        let new = Self.message(2, [3, 3], [0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4])
        #expect(HelloMessage(new)?.versions == [0x0304])
        #expect(HelloMessage(new)?.sender == .server)
    }

    @Test("what breaks off anywhere, or is something else, is no hello and no fault")
    func broken() {
        let whole = Self.message(1, [3, 1], [0, 2, 0, 0x2f, 1, 0])
        for count in whole.indices { #expect(HelloMessage(Array(whole.prefix(count))) == nil) }
        #expect(HelloMessage(Self.message(11, [3, 1], [0, 2, 0, 0x2f, 1, 0])) == nil)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...90, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if !bytes.isEmpty { bytes[0] = UInt8.random(in: 1...2, using: &generator) }
            _ = HelloMessage(bytes)
        }
    }
}
