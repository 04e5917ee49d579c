import Foundation
import Testing

@testable import RehearsalService

@Suite("Journeys through the service", .serialized, .timeLimit(.minutes(1)))
struct JourneyTests {
    @Test("an inspector signs in, files a report, finds it again and signs out")
    func reportJourney() throws {
        try withService { service in
            let client = try service.connect()
            #expect(try client.ask("GET", "/login").status == 200)
            let cookie = try service.signIn(account: 0)
            let list = try client.ask("GET", "/forms", cookie: cookie)
            #expect(list.body.components(separatedBy: "<li>").count == 21)
            let form = try client.ask("GET", "/forms/7", cookie: cookie)
            #expect(form.body.contains("点検表</h1>"))
            let token = try service.token(cookie)
            let saved = try client.ask(
                "POST",
                "/forms/7/records",
                cookie: cookie,
                form: "csrf=\(token)&temperature=-4.5&note=unmistakable+note"
            )
            #expect(saved.status == 303)
            let location = try #require(saved.header("location"))
            #expect(location.hasPrefix("/records/"))
            let record = try client.ask("GET", location, cookie: cookie).body
            #expect(record.contains("-4.5") && record.contains("unmistakable note"))
            let found = try client.ask("GET", "/records?query=unmistak", cookie: cookie).body
            #expect(found.contains("<p>1 件</p>") && found.contains("unmistakable note"))
            let month = try #require(record.firstMatch(of: /\d{4}-\d{2}(?=-\d{2}T)/)).output
            let csv = try client.ask("GET", "/records.csv?month=\(month)", cookie: cookie)
            #expect(csv.header("content-type") == "text/csv; charset=utf-8")
            #expect(csv.body.contains(",u001,-4.5,unmistakable note,"))
            #expect(
                try client.ask("POST", "/logout", cookie: cookie).header("location") == "/login"
            )
            #expect(try client.ask("GET", "/forms", cookie: cookie).header("location") == "/login")
        }
    }

    @Test("every page but sign-in and health sends a stranger to sign-in")
    func strangers() throws {
        try withService { service in
            let client = try service.connect()
            for path in [
                "/", "/forms", "/forms/1", "/records/1", "/records?query=x", "/records.csv",
                "/reports", "/reports/1",
            ] {
                let answer = try client.ask("GET", path, cookie: "session=0123456789abcdef")
                #expect(answer.status == 303 && answer.header("location") == "/login", "\(path)")
            }
            for path in ["/forms/1/records", "/forms/1/photos"] {
                #expect(try client.ask("POST", path, form: "csrf=").header("location") == "/login")
            }
            let wrong = "company_code=comp02&user_code=u001&password=pw-u001"
            #expect(try client.ask("POST", "/login", form: wrong).status == 401)
            #expect(try client.ask("POST", "/login", form: "").status == 401)
            #expect(try client.ask("POST", "/login", form: "a=%zz").status == 400)
            #expect(try client.ask("GET", "/health/web").body == "ok")
            #expect(try client.ask("GET", "/health/database").status == 200)
        }
    }

    @Test("a company never sees another company's records")
    func tenantSeparation() throws {
        try withService { service in
            let (mine, others) = (try service.signIn(account: 0), try service.signIn(account: 1))
            let colleague = try service.signIn(account: 10)
            let client = try service.connect()
            let saved = try client.ask(
                "POST",
                "/forms/1/records",
                cookie: mine,
                form: "csrf=\(try service.token(mine))&temperature=1&note=secretnote"
            )
            let path = try #require(saved.header("location"))
            #expect(try client.ask("GET", path, cookie: mine).status == 200)
            #expect(try client.ask("GET", path, cookie: colleague).status == 200)
            let refused = try client.ask("GET", path, cookie: others)
            #expect(refused.status == 404 && !refused.body.contains("secretnote"))
            let search = "/records?query=secretnote"
            #expect(try client.ask("GET", search, cookie: mine).body.contains("<p>1 件"))
            #expect(try client.ask("GET", search, cookie: others).body.contains("<p>0 件"))
            let foreign = "csrf=\(try service.token(mine))&temperature=1&note=n"
            #expect(
                try client.ask("POST", "/forms/1/records", cookie: others, form: foreign).status
                    == 403
            )
        }
    }

    @Test("what is refused is not stored")
    func refusedIsNotStored() throws {
        try withService { service in
            let cookie = try service.signIn(account: 3)
            let token = try service.token(cookie)
            let client = try service.connect()
            func save(_ form: String) throws -> Int {
                try client.ask("POST", "/forms/2/records", cookie: cookie, form: form).status
            }
            for character in ["%3C", "%3E", "%3B", "%22", "%27"] {
                #expect(
                    try save("csrf=\(token)&temperature=1&note=planted\(character)planted") == 422
                )
                #expect(
                    try save("csrf=\(token)&temperature=1&note=planted&other=\(character)") == 422
                )
            }
            #expect(try save("csrf=\(token)&temperature=warm&note=planted") == 422)
            #expect(try save("csrf=x&temperature=1&note=planted") == 403)
            #expect(try save("temperature=1&note=planted") == 403)
            #expect(
                try client.ask(
                    "POST",
                    "/forms/21/records",
                    cookie: cookie,
                    form: "csrf=\(token)&temperature=1&note=planted"
                ).status == 404
            )
            let search = "/records?query=planted"
            #expect(try client.ask("GET", search, cookie: cookie).body.contains("<p>0 件"))
            #expect(try save("csrf=\(token)&temperature=1&note=planted") == 303)
            #expect(try client.ask("GET", search, cookie: cookie).body.contains("<p>1 件"))
        }
    }

    @Test("a search echoes its text harmlessly and takes wildcards as plain characters")
    func searchText() throws {
        try withService { service in
            let cookie = try service.signIn(account: 0)
            let client = try service.connect()
            let page = try client.ask("GET", "/records?query=%3Cb%3E%25", cookie: cookie).body
            #expect(page.contains("&lt;b&gt;%") && !page.contains("<b>"))
            #expect(
                try client.ask("GET", "/records?query=%25", cookie: cookie).body.contains("<p>0 件")
            )
            #expect(try client.ask("GET", "/records?query=%", cookie: cookie).status == 400)
            for month in ["2026-13", "2026-00", "", "2026-1", "x"] {
                let path = "/records.csv?month=\(month)"
                #expect(try client.ask("GET", path, cookie: cookie).status == 400)
            }
        }
    }

    @Test("a photo is taken with its token, refused without, and refused when too large")
    func photos() throws {
        try withService { service in
            let cookie = try service.signIn(account: 0)
            let token = try service.token(cookie)
            func upload(_ token: String, _ size: Int) throws -> Int {
                let body =
                    Array("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n".utf8)
                    + Array("\(token)\r\n--B\r\nContent-Disposition: form-data; ".utf8)
                    + Array("name=\"photo\"; filename=\"p.jpg\"\r\n\r\n".utf8)
                    + [UInt8](repeating: 0x0d, count: size) + Array("\r\n--B--\r\n".utf8)
                return try service.connect().ask(
                    "POST",
                    "/forms/1/photos",
                    cookie: cookie,
                    headers: ["Content-Type: multipart/form-data; boundary=B"],
                    body: body
                ).status
            }
            #expect(try upload(token, 20_000) == 303)
            #expect(try upload("bad", 100) == 403)
            #expect(try upload(token, 0) == 422)
            #expect(try upload(token, PhotoPages.bodyLimit + 1) == 413)
            #expect(
                try service.connect().ask(
                    "POST",
                    "/forms/1/photos",
                    cookie: cookie,
                    form: "csrf=\(token)"
                ).status == 400
            )
        }
    }
}
