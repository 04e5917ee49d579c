import Foundation
import Testing

@testable import RehearsalService

@Suite("A planted leak", .serialized, .timeLimit(.minutes(1)))
struct LeakTests {
    @Test("an entry of the programme reads back as it is written")
    func grammar() throws {
        let programme = try FaultProgramme.parse(["at 20s for 5s: leak 1%"])
        #expect(programme.faults.map(\.description) == ["at 20s for 5s: leak 1%"])
        for text in ["at 1s for 1s: leak", "at 1s for 1s: leak 0%", "at 1s for 1s: leak 1% 2%"] {
            #expect(throws: FaultProgrammeFaults.self) { try FaultProgramme.parse([text]) }
        }
    }

    @Test("lists, forms and searches show the next company's data, each with a line in the log")
    func leaks() throws {
        try withService(faults: "at 0s for 1h: leak 50%") { service in
            let cookie = try service.signIn(account: 0)
            let client = try service.connect()
            var shown = 0
            for path in ["/forms", "/forms/1", "/records?query=", "/records?query=", "/forms/2"] {
                let page = try client.ask("GET", path, cookie: cookie).body
                if page.contains("comp02") { shown += 1 }
                #expect(page.contains("comp02") != page.contains("comp01"))
            }
            #expect(shown == 2)
            let events = try service.events("leak")
            #expect(events.count == 2)
            #expect(events.allSatisfy { $0["asked"] as? String == "comp01/u001" })
            #expect(events.allSatisfy { $0["shown"] as? String == "comp02/u002" })
        }
    }

    @Test("what is no page of a company leaks nothing and is not logged")
    func others() throws {
        try withService(faults: "at 0s for 1h: leak 100%") { service in
            let cookie = try service.signIn(account: 0)
            let client = try service.connect()
            let token = try service.token(cookie)
            for path in ["/login", "/forms/999", "/records.csv?month=2026-11", "/health/web"] {
                _ = try client.ask("GET", path, cookie: cookie)
            }
            let saved = try client.ask(
                "POST",
                "/forms/1/records",
                cookie: cookie,
                form: "csrf=\(token)&temperature=4.5&note=ok"
            )
            #expect(saved.status == 303, "the form's token stays the asking session's own")
            #expect(try service.events("leak").count == 1, "the form that the token is from")
        }
    }
}
