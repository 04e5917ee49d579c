import Encodings
import Foundation
import Testing

@Suite("Encodings")
struct EncodingsTests {
    @Test(
        "SHA-256 of the messages of FIPS 180-2, appendix B",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ]
    )
    func sha256(message: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(Array(message.utf8))) == digest)
    }

    @Test(
        "Base64 of the texts of RFC 4648, section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(message: String, text: String) {
        #expect(Base64.encode(Array(message.utf8)) == Array(text.utf8))
    }

    @Test("a JSON string reads back as what was written, whatever it holds")
    func jsonString() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let scalars = (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x2100, using: &generator))
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            let json = Data("[\"\(JSONString.escaped(text))\"]".utf8)
            #expect(try JSONSerialization.jsonObject(with: json) as? [String] == [text])
        }
        #expect(JSONString.escaped("\u{7F}\u{2028}\"\\\n") == #"\u007f\u2028\"\\\n"#)
    }
}
