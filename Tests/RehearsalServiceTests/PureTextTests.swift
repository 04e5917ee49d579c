import Encodings
import Foundation
import Testing

@testable import RehearsalService

@Suite("Hashes, dates, JSON, loopback addresses")
struct PureTextTests {
    @Test(
        "SHA-256 gives the published values",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
                    + "klmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ]
    )
    func publishedHashes(text: String, hash: String) {
        #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == hash)
    }

    @Test("SHA-256 is right at every length around a block's end")
    func lengths() {
        // 55, 56 and 64 bytes of "a": where the length field does and does not fit the block.
        let expected = [
            55: "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
            56: "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
            64: "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
        ]
        for (length, hash) in expected {
            let message = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(hexadecimal(SHA256.hash(message)) == hash)
        }
    }

    @Test("the Date header reads as RFC 9110 shows it")
    func dates() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test("JSON text is read back by another parser")
    func json() throws {
        let nasty = "\"\\\n\r\t\u{1}é三秒🙂</script>"
        let line = JSONText.object([
            "text": .text(nasty), "number": .number(.min), "none": .null,
            "list": .list([.truth(true), .count(2)]),
        ]).line
        #expect(!line.contains("\n"))
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(value?["text"] as? String == nasty)
        #expect(value?["number"] as? Int64 == .min)
        #expect((value?["list"] as? [Any])?.count == 2)
    }

    @Test(
        "only loopback addresses are accepted",
        arguments: [
            ("127.0.0.1", true), ("127.255.1.2", true), ("::1", true), ("0.0.0.0", false),
            ("128.0.0.1", false), ("10.127.0.1", false), ("::", false), ("::ffff:10.0.0.1", false),
            ("localhost", false), ("", false), ("127.1", false), ("127.0.0.1.example", false),
        ]
    )
    func loopback(host: String, accepted: Bool) {
        #expect(Options.isLoopback(host) == accepted)
    }
}
