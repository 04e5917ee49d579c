import Testing

@testable import HTTPMessages

@Suite struct CookieExpiryTests {
    @Test func endsWithMaxAge() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1; Max-Age=10", "b=2")
        user.now += 9
        #expect(user.sends("http://host/") == "a=1; b=2")
        user.now += 1
        #expect(user.sends("http://host/") == "b=2")
        #expect(user.value(of: "a", at: "http://host/") == nil)
    }

    @Test(arguments: ["0", "-1", "-999999999999999999999"])
    func isTakenBackByMaxAge(age: String) {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1", "a=; Max-Age=" + age)
        #expect(user.jar.isEmpty)
    }

    @Test(arguments: ["", "x", "1x", "+5", "1.5", "-", "--1"])
    func passesOverABadMaxAge(age: String) {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1; Max-Age=" + age)
        user.now += 1_000_000_000
        #expect(user.sends("http://host/") == "a=1")
    }

    @Test func lastsForEverWithAHugeMaxAge() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1; Max-Age=99999999999999999999999")
        user.now += 1_000_000_000
        #expect(user.sends("http://host/") == "a=1")
    }

    @Test func prefersMaxAgeToExpires() {
        var user = CookieBrowser()
        user.visit(
            "http://host/",
            "a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "b=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=10",
            "c=1; Max-Age=0; Expires=Thu, 01 Jan 2099 00:00:00 GMT"
        )
        #expect(user.sends("http://host/") == "a=1; b=1")
    }

    @Test func isTakenBackByExpires() {
        var user = CookieBrowser()
        user.visit(
            "http://host/",
            "a=1; Path=/",
            "a=; Path=/; Expires=Thu, 01-Jan-1970 00:00:01 GMT"
        )
        #expect(user.jar.isEmpty)
    }

    @Test func passesOverABadDate() {
        var user = CookieBrowser()
        user.visit("http://host/", "a=1; Expires=yesterday")
        #expect(user.sends("http://host/") == "a=1")
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("1994 nov 6 8:49:37", 784_111_777),
        ("06 NOVEMBER 94 08:49:37x", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("1 Jan 69 00:00:00", 3_124_224_000),
        ("1 Mar 2000 00:00:00", 951_868_800), ("31 Dec 1969 23:59:59", -1),
        ("1 Jan 1601 00:00:00", -11_644_473_600), ("31 Dec 9999 23:59:59", 253_402_300_799),
    ])
    func readsDates(text: String, seconds: Int) {
        #expect(date(text) == seconds)
    }

    @Test(arguments: [
        "", "Sun, 06 Nov 1994", "08:49:37", "06 Nov 1994 24:00:00", "06 Nov 1994 08:60:00",
        "06 Nov 1994 08:49:60", "31 Apr 2024 00:00:00", "29 Feb 2023 00:00:00",
        "29 Feb 1900 00:00:00", "0 Jan 2020 00:00:00", "32 Jan 2020 00:00:00",
        "1 Jan 1600 00:00:00", "1 Jan 12345 00:00:00", "1 Foo 2020 00:00:00",
        "1 Jan 2020 008:00:00", "1 Jan 2020 00:00", "1 Jan 2020 ::", "1 Jan 2020 0:0:",
        "1 Jan 2020 0::0", "1 Jan 2020 0:x:0", "1 Jan 2020 0:0:000",
    ])
    func refusesWhatIsNoDate(text: String) {
        #expect(date(text) == nil)
    }

    @Test func countsEveryDayOfFourCenturies() {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        var expected = -11_644_473_600
        for year in 1601...2001 {
            for month in months {
                for day in 1...31 {
                    guard let seconds = date("\(day) \(month) \(year) 00:00:00") else { continue }
                    #expect(seconds == expected)
                    expected += 86_400
                }
            }
        }
        // 2002-01-01, as other programs count it.
        #expect(expected == 1_009_843_200)
    }

    @Test func knowsItsScope() {
        let scope = CookieScope(
            domain: ".Example.com",
            isHostOnly: false,
            path: "/x",
            isSecure: true,
            expiry: 100
        )
        func matches(_ host: String, _ path: String, isSecure: Bool, now: Int) -> Bool {
            unsafe [UInt8](path.utf8).withUnsafeBytes {
                unsafe scope.matches(
                    host: CookieHost(host),
                    path: $0,
                    isSecure: isSecure,
                    now: now
                )
            }
        }
        #expect(matches("www.example.com", "/x/y", isSecure: true, now: 99))
        #expect(!matches("www.example.com", "/x/y", isSecure: true, now: 100))
        #expect(!matches("www.example.com", "/x/y", isSecure: false, now: 99))
        #expect(!matches("www.example.com", "/", isSecure: true, now: 99))
        #expect(!matches("example.org", "/x", isSecure: true, now: 99))
    }

    private func date(_ text: String) -> Int? {
        unsafe [UInt8](text.utf8).withUnsafeBytes { unsafe cookieDate($0) }
    }
}
