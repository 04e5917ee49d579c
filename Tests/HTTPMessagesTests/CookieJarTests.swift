import HTTPMessages
import Testing

@Suite struct CookieJarTests {
    @Test(arguments: [
        ("a=b", "a=b"), (" a = b ; Path=/", "a=b"), ("a=", "a="), ("a=b=c", "a=b=c"),
        ("a=\"quoted, yes\"", "a=\"quoted, yes\""), ("a=b c", "a=b c"), ("a=\u{e9}", "a=\u{e9}"),
        ("a=b;", "a=b"), ("a=b;;; ;Secure2;=x", "a=b"), ("a=b; HttpOnly; SameSite=Lax", "a=b"),
    ])
    func readsNameAndValue(field: String, sent: String) {
        var user = CookieBrowser()
        user.visit("http://host/", field)
        #expect(user.sends("http://host/") == sent)
    }

    @Test(arguments: [
        "", "a", "=b", " =b", "; a=b", "a; b=c", "a\tb=c", "a=b\tc", "a=b\u{0}", "a=b\u{1F}c",
        "a=b\u{7F}", "a=b; Path=/\u{2}", "a=b\nc",
    ])
    func refusesWhatIsNoCookie(field: String) {
        var user = CookieBrowser()
        user.visit("http://host/", field)
        #expect(user.jar.isEmpty)
    }

    @Test func limitsACookieTo4096Bytes() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=" + String(repeating: "x", count: 4096))
        #expect(user.jar.isEmpty)
        user.visit("http://host/", "a=" + String(repeating: "x", count: 4095))
        #expect(!user.jar.isEmpty)
    }

    @Test func replacesACookieInItsPlace() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1", "b=2", "a=3")
        #expect(user.sends("http://host/") == "a=3; b=2")
        user.visit("http://host/", "A=4")
        #expect(user.sends("http://host/") == "a=3; b=2; A=4")
    }

    @Test func sendsLongerPathsFirstThenOlderCookies() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1", "b=2; Path=/x", "c=3; Path=/x/y", "d=4; Path=/x")
        #expect(user.sends("http://host/x/y") == "c=3; b=2; d=4; a=1")
        #expect(user.sends("http://host/x") == "b=2; d=4; a=1")
        #expect(user.sends("http://host/") == "a=1")
    }

    @Test func findsTheValueThatWouldBeSent() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1", "a=2; Path=/x", "e=")
        #expect(user.value(of: "a", at: "http://host/x") == "2")
        #expect(user.value(of: "a", at: "http://host/") == "1")
        #expect(user.value(of: "e", at: "http://host/") == "")
        #expect(user.value(of: "A", at: "http://host/") == nil)
        #expect(user.value(of: "a", at: "http://other/") == nil)
    }

    // MARK: Domains

    @Test func keepsACookieToItsHostUnlessADomainIsNamed() {
        var user = CookieBrowser()
        user.visit("http://www.example.com/", "a=1", "b=2; Domain=example.com")
        #expect(user.sends("http://www.example.com/") == "a=1; b=2")
        #expect(user.sends("http://WWW.Example.COM/") == "a=1; b=2")
        #expect(user.sends("http://example.com/") == "b=2")
        #expect(user.sends("http://x.y.example.com/") == "b=2")
        #expect(user.sends("http://sub.www.example.com/") == "b=2")
        #expect(user.sends("http://badexample.com/") == "")
    }

    @Test(arguments: [
        "Domain=.example.com", "domain=EXAMPLE.com", "Domain=x.org; Domain=example.com",
    ])
    func readsTheDomain(attribute: String) {
        var user = CookieBrowser()
        user.visit("http://www.example.com/", "a=1; " + attribute)
        #expect(user.sends("http://other.example.com/") == "a=1")
    }

    @Test(arguments: [
        "example.org", "sub.www.example.com", "ww.example.com", "com", ".", "..example.com",
        "example.com.", "le.com", "*.example.com",
    ])
    func refusesForeignDomains(domain: String) {
        var user = CookieBrowser()
        user.visit("http://www.example.com/", "a=1; Domain=" + domain)
        #expect(user.jar.isEmpty)
    }

    @Test func passesOverAnEmptyDomain() {
        var user = CookieBrowser()
        user.visit("http://www.example.com/", "a=1; Domain=", "b=2; Domain")
        #expect(user.sends("http://www.example.com/") == "a=1; b=2")
        #expect(user.sends("http://sub.www.example.com/") == "")
    }

    @Test func neverSharesCookiesOfAddresses() {
        var user = CookieBrowser()
        user.visit(
            "http://10.0.0.1/",
            "a=1; Domain=10.0.0.1",
            "b=2; Domain=0.0.1",
            "c=3; Domain=0.1"
        )
        #expect(user.sends("http://10.0.0.1/") == "a=1")
        #expect(user.sends("http://9.10.0.0.1/") == "")
        user.visit("http://[::1]/", "d=4")
        #expect(user.sends("http://[::1]/") == "d=4")
    }

    @Test func asksWhichDomainsArePublic() {
        let jar = CookieJar(isPublicSuffix: { $0 == "co.uk" || $0 == "hosting.example" })
        var user = CookieBrowser(jar: jar)
        user.visit("http://shop.co.uk/", "a=1; Domain=co.uk", "b=2; Domain=.CO.UK")
        #expect(user.jar.isEmpty)
        user.visit("http://shop.co.uk/", "c=3; Domain=shop.co.uk")
        #expect(user.sends("http://my.shop.co.uk/") == "c=3")
        user.visit("http://hosting.example/", "d=4; Domain=hosting.example")
        #expect(user.sends("http://hosting.example/") == "d=4")
        #expect(user.sends("http://site.hosting.example/") == "")
        user.visit("http://hosting.example/", "d=5")
        #expect(user.sends("http://hosting.example/") == "d=5")
    }

    @Test func keepsHostAndDomainCookiesApart() {
        var user = CookieBrowser()
        user.visit("http://example.com/", "a=1", "a=2; Domain=example.com", "a=3")
        #expect(user.sends("http://example.com/") == "a=3; a=2")
        #expect(user.sends("http://x.example.com/") == "a=2")
    }

    // MARK: Paths

    @Test(arguments: [
        ("/a/b/c", "/a/b"), ("/a/b/", "/a/b"), ("/a", "/"), ("/", "/"), ("", "/"), ("*", "/"),
    ])
    func takesThePathFromTheRequest(request: String, path: String) {
        var user = CookieBrowser()
        user.visit("http://host" + (request == "*" ? "" : request), "x=1", "y=2; Path=relative")
        #expect(user.sends("http://host\(path)") == "x=1; y=2")
        #expect(path == "/" || user.sends("http://host/") == "")
    }

    @Test(arguments: [
        ("/a", "/a", true), ("/a", "/a/", true), ("/a", "/a/b", true), ("/a", "/ab", false),
        ("/a/", "/a", false), ("/a/", "/a/b", true), ("/", "/x", true), ("/A", "/a", false),
        ("/a", "/", false), ("/a/b", "/a", false),
    ])
    func matchesPaths(cookie: String, request: String, isSent: Bool) {
        var user = CookieBrowser()
        user.visit("http://host/", "x=1; Path=" + cookie)
        #expect(user.sends("http://host" + request) == (isSent ? "x=1" : ""))
    }

    @Test func lastPathCounts() {
        var user = CookieBrowser()
        user.visit("http://host/a/b", "x=1; Path=/q; Path=", "y=2; Path=; Path=/q")
        #expect(user.sends("http://host/a") == "x=1")
        #expect(user.sends("http://host/q") == "y=2")
    }

    // MARK: Secure cookies

    @Test func sendsSecureCookiesOnlyEncrypted() {
        var user = CookieBrowser()
        user.visit("https://host/", "a=1; Secure", "b=2")
        #expect(user.sends("https://host/") == "a=1; b=2")
        #expect(user.sends("http://host/") == "b=2")
    }

    @Test(arguments: ["http://host/", "http://localhost/", "http://127.0.0.1/"])
    func refusesSecureCookiesOverPlainHTTP(url: String) {
        var user = CookieBrowser()
        user.visit(url, "a=1; Secure", "b=2; secure=x")
        #expect(user.jar.isEmpty)
    }

    @Test func leavesSecureCookiesAlone() {
        var user = CookieBrowser()
        user.visit("https://www.example.com/", "a=1; Secure; Domain=example.com; Path=/x")
        user.visit("http://www.example.com/x", "a=2; Path=/x", "a=3; Domain=example.com; Path=/x/y")
        user.visit("http://example.com/x", "a=4; Max-Age=0; Path=/x")
        #expect(user.sends("https://www.example.com/x/y") == "a=1")
        user.visit("http://www.example.com/", "a=5; Path=/", "c=6")
        #expect(user.sends("https://www.example.com/x") == "a=1; a=5; c=6")
        user.visit("https://www.example.com/", "a=7; Domain=example.com; Path=/x")
        #expect(user.sends("http://www.example.com/x") == "a=7; a=5; c=6")
    }

    @Test(arguments: [
        ("__Secure-a=1; Secure", true), ("__Secure-a=1", false), ("__secure-a=1", false),
        ("__Host-a=1; Secure; Path=/", true), ("__Host-a=1; Path=/", false),
        ("__Host-a=1; Secure; Path=/x", false),
        ("__Host-a=1; Secure; Path=/; Domain=host.test", false),
        ("__Secur-a=1", true),
    ])
    func keepsThePromisesOfPrefixes(field: String, isTaken: Bool) {
        var user = CookieBrowser()
        user.visit("https://host.test/x/y", field)
        #expect(user.jar.isEmpty == !isTaken)
    }

    // MARK: Limits

    @Test func keepsThe150NewestOfAHost() {
        var user = CookieBrowser()
        for number in 0..<151 { user.visit("http://host/", "n\(number)=x") }
        #expect(user.value(of: "n0", at: "http://host/") == nil)
        #expect(user.value(of: "n1", at: "http://host/") == "x")
        #expect(user.value(of: "n150", at: "http://host/") == "x")
    }

    @Test func keepsThe3000NewestOfAll() {
        var user = CookieBrowser()
        for number in 0...3000 { user.visit("http://host\(number / 100)/", "n\(number)=x") }
        #expect(user.value(of: "n0", at: "http://host0/") == nil)
        #expect(user.value(of: "n1", at: "http://host0/") == "x")
        #expect(user.value(of: "n3000", at: "http://host30/") == "x")
    }

    @Test func sendsAtMost8190Bytes() {
        var user = CookieBrowser()
        for name in ["a", "b", "c"] {
            user.visit("http://host/", "\(name)=" + String(repeating: "x", count: 4000))
        }
        #expect(user.sends("http://host/").utf8.count == 2 * 4002 + 2)
    }
}
