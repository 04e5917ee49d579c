import Foundation
import Testing
import Timekeeping

@testable import RehearsalService

/// Runs a test against a service of its own and stops it afterwards.
func withService(
    faults: String...,
    settings: ServiceSettings = ServiceSettings(historyMonths: 1),
    _ body: (RunningService) throws -> Void
) throws {
    var settings = settings
    settings.programme = try FaultProgramme.parse(faults)
    let service = try RunningService(settings)
    do {
        try body(service)
    } catch {
        _ = try service.stop()
        throw error
    }
    #expect(try service.stop())
}

extension RunningService {
    func connect() throws -> Connection { try Connection(port: port) }

    /// Signs account i of the seeded ones in; returns its cookie.
    func signIn(account index: Int) throws -> String {
        let company = Store.Accounts.companyCode(index % 10 + 1)
        let user = Store.Accounts.userCode(index + 1)
        let response = try connect().ask(
            "POST",
            "/login",
            form: "company_code=\(company)&user_code=\(user)&password=pw-\(user)"
        )
        #expect(response.status == 303)
        let cookie = try #require(response.header("set-cookie"))
        return String(try #require(cookie.split(separator: ";").first))
    }

    /// The form token of a member's form.
    func token(_ cookie: String) throws -> String {
        let page = try connect().ask("GET", "/forms/1", cookie: cookie).body
        let start = try #require(page.range(of: "name=\"csrf\" value=\"")).upperBound
        return String(page[start...].prefix { $0 != "\"" })
    }

    /// The events of the service's own log with this name.
    func events(_ name: String) throws -> [[String: Any]] {
        try connect().ask("GET", "/rehearsal/log").body.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["event"] as? String == name }
    }

    func counts() throws -> [String: Any] {
        let body = try connect().ask("GET", "/rehearsal/counts").body
        return try #require(
            try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        )
    }
}

extension [String: Any] {
    func instant(_ key: String = "monotonicNanoseconds") throws -> MonotonicInstant {
        MonotonicInstant(nanoseconds: try #require(self[key] as? Int64))
    }

    func count(_ key: String) -> Int? { self[key] as? Int }
}
