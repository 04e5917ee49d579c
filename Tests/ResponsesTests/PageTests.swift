import Responses
import Testing
import Workload

@Suite("Pages")
struct PageTests {
    @Test(
        "a form control gives what a browser would send",
        arguments: [
            (#"<input name="t" value="a&amp;b &#12354;&quot;">"#, "a&b あ\""),
            (#"<input name=t value=abc>"#, "abc"),
            (#"<INPUT NAME="t" VALUE="Up">"#, "Up"),
            (#"<input name="t">"#, ""),
            (#"<input name="s" value="1"><input name="t" value="2">"#, "2"),
            (#"<input name="t" value="first"><input name="t" value="second">"#, "first"),
            (#"<input type=radio name=t value=a><input type=radio name=t value=b checked>"#, "b"),
            (#"<input type=checkbox name=t checked>"#, "on"),
            ("<textarea name=t>\nline 1\nline &lt;2&gt;</textarea>", "line 1\nline <2>"),
            (
                #"<select name=t><option value=1>one<option value=2 selected>two</select>"#, "2"
            ),
            (#"<select name=t><option value=1>one</option><option>two</select>"#, "1"),
            (#"<select name=t><optgroup><option> Tokyo  Bay </option></select>"#, "Tokyo Bay"),
            (#"<button name=t value=save>Save</button>"#, "save"),
            (#"<table><form><tr><td><input name=t value=deep></form></table>"#, "deep"),
            (#"<p><div><b><input name=t value='mis"nested'></p></i>"#, "mis\"nested"),
        ]
    )
    func control(page: String, value: String) throws {
        #expect(try taken(.input(name: "t"), from: page) == value)
    }

    @Test(
        "a control a browser would not send gives nothing",
        arguments: [
            "", "no markup", "<input name=T value=1>", "<input value=1>",
            "<!-- <input name=t value=1> -->", "<script>'<input name=t value=1>'</script>",
            "<input type=checkbox name=t value=1>", "<select name=t></select>",
            "<select name=t multiple><option value=1></select>",
        ]
    )
    func absentControl(page: String) throws {
        #expect(try taken(.input(name: "t"), from: page) == nil)
    }

    @Test("an XPath gives the string value of the first node, a string or a number")
    func xpath() throws {
        let page = "<ul><li>あ <b>い</b></li><li id=x>う</li></ul><a href='/t?a=1&amp;b=2'>t</a>"
        #expect(try taken(.xpath("//li"), from: page) == "あ い")
        #expect(try taken(.xpath("//li[@id='x']"), from: page) == "う")
        #expect(try taken(.xpath("//a/@href"), from: page) == "/t?a=1&b=2")
        #expect(try taken(.xpath("count(//li)"), from: page) == "2")
        #expect(try taken(.xpath("normalize-space(//a)"), from: page) == "t")
        #expect(try taken(.xpath("string(//h1)"), from: page) == nil)
        #expect(try taken(.xpath("number(//a)"), from: page) == nil)
        #expect(try taken(.xpath("//h1"), from: page) == nil)
        #expect(try taken(.xpath("//nobody:h1"), from: page) == nil)
    }

    @Test("an XML answer is read as XML, with the prefixes of its root")
    func xml() throws {
        let xml = """
            <?xml version="1.0" encoding="Shift_JIS"?>
            <s:Envelope xmlns:s="urn:soap"><s:Body><Id>7</Id><id>8</id></s:Body></s:Envelope>
            """
        let type = [("Content-Type", "application/soap+xml; charset=utf-8")]
        #expect(try taken(.xpath("/s:Envelope/s:Body/Id"), from: xml, headers: type) == "7")
        #expect(try taken(.xpath("//id"), from: "<a><id>", headers: type) == nil)
    }

    @Test("an XML answer with entities is refused, so none expands and no file is read")
    func entities() throws {
        let type = [("Content-Type", "text/xml")]
        let file = "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/hostname'>]><a>&f;</a>"
        #expect(try taken(.xpath("/a"), from: file, headers: type) == nil)
        var bomb = "<!DOCTYPE a [<!ENTITY e0 'ha'>"
        for level in 1...30 {
            bomb += "<!ENTITY e\(level) '&e\(level - 1);&e\(level - 1);'>"
        }
        bomb += "]><a>&e30;</a>"
        #expect(try taken(.xpath("/a"), from: bomb, headers: type) == nil)
    }

    @Test("a page in another charset is read in it")
    func charset() throws {
        // 点検 in Shift_JIS, EUC-JP, ISO-2022-JP and UTF-16LE; é in ISO-8859-1.
        let cases: [(charset: String, bytes: [UInt8], text: String)] = [
            ("Shift_JIS", [0x93, 0x5F, 0x8C, 0x9F], "点検"),
            ("euc-jp", [0xC5, 0xC0, 0xB8, 0xA1], "点検"),
            (
                "ISO-2022-JP", [0x1B, 0x24, 0x42, 0x45, 0x40, 0x38, 0x21, 0x1B, 0x28, 0x42], "点検"
            ),
            ("iso-8859-1", [0xE9], "é"),
            ("\"Windows-31J\"", [0x87, 0x40], "①"),
        ]
        for (charset, bytes, text) in cases {
            let body = Array("<input name=t value='".utf8) + bytes + Array("'>".utf8)
            let headers = [("Content-Type", "text/html; Charset=\(charset)")]
            let (result, values) = try check(
                [.text(Template(text)), .regex(text)],
                take: .input(name: "t"),
                headers: headers,
                body: body
            )
            #expect(result == .succeeded, "\(charset)")
            #expect(values == [text], "\(charset)")
        }
    }

    @Test("the charset of a meta element counts when the header names none")
    func metaCharset() throws {
        let body =
            Array("<html><head><META http-equiv=x content='text/html; charset=Shift_JIS'>".utf8)
            + Array("</head><input name=t value='".utf8) + [0x93, 0x5F, 0x8C, 0x9F]
            + Array("'>".utf8)
        #expect(try check(take: .input(name: "t"), body: body).values == ["点検"])
        let utf8 = [("Content-Type", "text/html; charset=utf-8")]
        #expect(
            try check(take: .input(name: "t"), headers: utf8, body: body).values != ["点検"]
        )
    }

    @Test("bytes that are not in the charset are replaced, and an unknown charset is UTF-8")
    func undecodable() throws {
        let body = Array("<input name=t value='a".utf8) + [0x81, 0x20, 0xFF] + Array("b'>".utf8)
        for charset in ["Shift_JIS", "euc-jp", "utf-8", "x-nowhere", "utf-7//IGNORE", ""] {
            let headers = [("Content-Type", "text/html; charset=\(charset)")]
            let value = try check(take: .input(name: "t"), headers: headers, body: body).values[0]
            #expect(value?.first == "a", "\(charset)")
            #expect(value?.last == "b", "\(charset)")
        }
    }

    @Test("a NUL does not hide what stands behind it")
    func nul() throws {
        let body = Array("<p>a".utf8) + [0] + Array("<input name=t value=1>".utf8)
        #expect(try check(take: .input(name: "t"), body: body).values == ["1"])
    }
}
