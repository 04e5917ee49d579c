import NIOHTTP1
import Testing

@testable import RehearsalService

@Suite("Forms: what clients send")
struct FormTests {
    @Test("fields are decoded in order")
    func decoded() throws {
        let fields = try FormFields(urlEncoded: Array("a=1+2&b=%E7%82%B9&a=3&c&=x".utf8))
        #expect(fields.fields.map(\.name) == ["a", "b", "a", "c", ""])
        #expect(fields.fields.map(\.value) == ["1 2", "点", "3", "", "x"])
        #expect(fields["a"] == "1 2")
        #expect(fields["missing"] == "")
    }

    @Test(
        "a broken escape or broken UTF-8 is a bad request",
        arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "%C3=1", "a=%00", "a=%+1"]
    )
    func broken(text: String) {
        #expect(throws: BadRequest.self) { try FormFields(urlEncoded: Array(text.utf8)) }
    }

    @Test("any bytes are fields or a bad request, never a trap")
    func hostileFields() {
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...40)).map { _ in
                Bool.random() ? "%+&=a"[Int.random(in: 0..<5)] : UInt8.random(in: 0...255)
            }
            _ = try? FormFields(urlEncoded: bytes)
        }
    }

    @Test("a multipart body is cut into its parts, byte for byte")
    func multipart() throws {
        let photo = (0...255).map { UInt8($0) } + Array("\r\n--XX\r\n--X".utf8)
        let body =
            Array("--X--Y\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n".utf8)
            + Array(
                "--X--Y\r\ncontent-disposition: form-data; name=photo; filename=\"p\"\r\n\r\n".utf8
            )
            + photo + Array("\r\n--X--Y--\r\n".utf8)
        let form = try MultipartForm(
            contentType: "multipart/form-data; boundary=\"X--Y\"",
            body: body
        )
        #expect(form["csrf"] == Array("token".utf8))
        #expect(form["photo"] == photo)
        #expect(form["other"] == nil)
    }

    @Test(
        "a multipart body that is none is a bad request",
        arguments: [
            ("text/plain", "x"), ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=", "x"), ("multipart/form-data; boundary=X", ""),
            ("multipart/form-data; boundary=X", "--X\r\n\r\n"),
            ("multipart/form-data; boundary=X", "--X\r\nno name\r\n\r\nv\r\n--X--"),
            ("multipart/form-data; boundary=X", "--X--"),
        ]
    )
    func brokenMultipart(type: String, body: String) {
        #expect(throws: BadRequest.self) {
            try MultipartForm(contentType: type, body: Array(body.utf8))
        }
    }

    @Test("a forbidden character is refused in any field", arguments: ["<", ">", ";", "\"", "'"])
    func forbidden(character: String) throws {
        for name in ["temperature", "note", "other"] {
            let values = ["temperature": "4", "note": "n"].merging(
                [name: "4\(character)\u{301}"]) { $1 }
            let fields = FormFields(fields: values.map { ($0.key, $0.value) })
            #expect(throws: RecordEntry.Refusal.self) { try RecordEntry(fields) }
        }
    }

    @Test(
        "a temperature is a plain decimal number",
        arguments: [
            ("4", true), ("-4.5", true), ("0.0", true), ("", false), ("nan", false), ("inf", false),
            ("1e3", false), ("0x10", false), ("4,5", false), (".5", false), ("5.", false),
            ("1.2.3", false), ("--1", false), ("٣", false), ("1234567890123", false),
        ]
    )
    func temperature(text: String, accepted: Bool) {
        let fields = FormFields(fields: [("temperature", text), ("note", "")])
        #expect(((try? RecordEntry(fields)) != nil) == accepted)
    }

    @Test("paths find their route and their numbers")
    func routes() {
        #expect(Router.match(.GET, "/forms/7").numbers == [7])
        #expect(Router.match(.HEAD, "/forms/7").route == Router.match(.GET, "/forms/7").route)
        #expect(Router.match(.GET, "/records.csv").numbers.isEmpty)
        for path in ["/forms/", "/forms/x", "/forms/7/", "/forms/-7", "", "//", "/forms/٣"] {
            #expect(Router.match(.GET, path).route == nil, "\(path)")
        }
        #expect(Set(Router.table.map(\.name)).count == Router.table.count)
    }

    @Test("sessions beyond the capacity push out the oldest")
    func sessions() {
        let member = Member(company: 1, companyCode: "comp01", user: 1, userCode: "u001")
        var sessions = Sessions(capacity: 10)
        let tokens = (0..<11).map { _ in sessions.open(member) }
        #expect(Set(tokens).count == 11)
        #expect(sessions[tokens[0]] == nil)
        #expect(sessions[tokens[10]]?.member == member)
        sessions.close(tokens[10])
        #expect(sessions[tokens[10]] == nil)
    }
}

extension String {
    fileprivate subscript(index: Int) -> UInt8 { Array(utf8)[index] }
}
