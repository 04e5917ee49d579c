import Testing

@testable import Engine

@Suite("A reference on a page")
struct AbsoluteURLTests {
    /// The examples of RFC 3986 §5.4, without the fragments that are not sent.
    @Test(
        "means what RFC 3986 says",
        arguments: [
            ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"),
            ("?y", "/b/c/d;p?y"), ("g?y", "/b/c/g?y"), ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"),
            ("g?y#s", "/b/c/g?y"), (";x", "/b/c/;x"), ("g;x", "/b/c/g;x"), ("", "/b/c/d;p?q"),
            (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"),
            ("../..", "/"), ("../../", "/"), ("../../g", "/g"), ("../../../g", "/g"),
            ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."), (".g", "/b/c/.g"),
            ("g..", "/b/c/g.."), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"),
            ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"), ("g;x=1/./y", "/b/c/g;x=1/y"),
            ("g;x=1/../y", "/b/c/y"), ("g?y/./x", "/b/c/g?y/./x"), ("g?y/../x", "/b/c/g?y/../x"),
        ]
    )
    func examples(reference: String, expected: String) throws {
        let base = try #require(AbsoluteURL("http://a/b/c/d;p?q"))
        #expect(base.resolving(reference)?.text == "http://a" + expected)
    }

    @Test(
        "may lead to another host or scheme, and to no odd one",
        arguments: [
            ("//g", "https://g/"), ("http://x.test:81/y", "http://x.test:81/y"),
            ("HTTPS://X.test?q", "https://x.test/?q"),
            ("/点 検?a=b c", "/%E7%82%B9%20%E6%A4%9C?a=b%20c"),
            ("ftp://x.test/", nil), ("mailto:a@b", nil), ("javascript:alert(1)", nil),
            ("http://x.test\\@evil/", nil), ("http://x y/", nil), ("http:///", nil),
            ("http://x.test:0/", nil), ("http://x.test:65536/", nil), ("http://x.test:8a/", nil),
            ("http://[::1/", nil), ("//x\u{0}/", nil), ("http:g", nil),
        ] as [(String, String?)]
    )
    func elsewhere(reference: String, expected: String?) throws {
        let base = try #require(AbsoluteURL("https://a/b"))
        let whole = expected.map { $0.hasPrefix("/") ? "https://a" + $0 : $0 }
        #expect(base.resolving(reference)?.text == whole)
    }

    @Test("an origin writes its port only when it is not the scheme's own")
    func origins() throws {
        let texts = ["http://A:80/x": "http://a", "https://a:443": "https://a"]
            .merging(["http://a:443/": "http://a:443", "https://[::1]:8443": "https://[::1]:8443"])
        {
            first,
            _ in first
        }
        for (text, expected) in texts {
            #expect(try #require(AbsoluteURL(text)).origin.description == expected)
        }
        #expect(AbsoluteURL("http://a/1")?.origin == AbsoluteURL("http://A:80/2")?.origin)
        #expect(AbsoluteURL("http://a/")?.origin != AbsoluteURL("https://a/")?.origin)
        #expect(AbsoluteURL("http://u:p%40@a/x#y")?.userInfo == "u:p%40")
    }
}
