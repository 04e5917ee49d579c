import Foundation
import ScenarioFiles
import Workload

/// The scenarios that are replayed: everything a scenario can send over HTTP/1.1.
enum ReplayScenarios {
    static let users = 4
    static let rowsPerUser = 5

    /// Reads a scenario as if it stood in the sandbox, beside its rows of data.
    static func read(_ text: String, in sandbox: Sandbox) throws -> Scenario {
        let rows = (0..<users * rowsPerUser).map { "\(1 + $0 % 3),\(15 + $0).5,値 & \($0)" }
        try ("form,temperature,note\n" + rows.joined(separator: "\n") + "\n")
            .write(to: sandbox.file("readings.csv"), atomically: true, encoding: .utf8)
        try Data((0..<6_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
            .write(to: sandbox.file("photo.png"))
        let file = sandbox.file("replay-\(UUID().uuidString).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        var options = ReaderOptions()
        options.environment = ["REPLAY_PASSWORD": "open sesame"]
        let reading = ScenarioReader(options: options).readScenario(file.path)
        guard let loaded = reading.value else { throw Faults(faults: reading.faults) }
        return loaded.scenario
    }

    struct Faults: Error {
        let faults: [Fault]
    }

    private static let head = """
        seed: 7
        transport: { user-agent: replay, timeout: 20s }
        load: { users: { peak: \(users), ramp: 0s, hold: 12s } }
        data: { readings: { from: readings.csv, each: unique } }
        """

    /// Against the rehearsal service; its address stands in for `service`.
    static let rehearsal = """
        scenario: replay
        service: http://127.0.0.1:1
        \(head)
        accounts: { from: \(Sandbox.repository("Scenarios/data/accounts.csv")), each: unique }
        before-each-user:
          - operation: sign in
            requests:
              - { get: /, follow-redirects: true, expect: { text: サインイン } }
              - post: /login
                form:
                  company_code: ${account.company_code}
                  user_code: ${account.user_code}
                  password: ${account.password}
                follow-redirects: true
                expect: { status: 200, text: 帳票一覧, cookie: session }
        flows:
          journey:
            think: none
            steps:
              - operation: open form
                get: /forms/${readings.form}
                expect: { status: 200, text: 点検表 }
                take: { csrf: { input: csrf } }
              - operation: look at form
                head: /forms/${readings.form}
                expect: { status: 200 }
              - operation: save report
                post: /forms/${readings.form}/records
                form: { csrf: "${csrf}", temperature: "${readings.temperature}", note: "${readings.note}" }
                follow-redirects: true
                expect: { status: 200, text: 記録 }
              - operation: send photo
                post: /forms/${readings.form}/photos
                multipart: { csrf: "${csrf}", photo: { file: photo.png, content-type: image/png } }
                expect: { status: 303 }
              - operation: forged report
                post: /forms/${readings.form}/records
                form: { csrf: forged, temperature: "20", note: "" }
                expect: { status: 403 }
              - operation: search
                get: "/records?query=nothing of the kind"
                expect: { status: 200, text: 0 件 }
              - operation: several
                together: [ { get: /forms }, { get: /health/web }, { get: /health/database } ]
              - { operation: unknown page, get: /nowhere, expect: { status: 404 } }
        after-each-user:
          - { operation: sign out, post: /logout, follow-redirects: true, expect: { text: サインイン } }
        """

    /// Against nginx with ``locations``.
    static let nginx = """
        scenario: replay
        service: http://127.0.0.1:1
        \(head)
        before-each-user:
          - operation: begin
            get: /begin?user=${user}
            expect: { status: 200, cookie: user }
            take: { csrf: { input: csrf }, cookie: { cookie: user }, mark: { header: X-Mark } }
        flows:
          journey:
            think: none
            steps:
              - { operation: page, get: /app/page, headers: { X-Mark: "${mark}" }, expect: { text: 三秒 } }
              - { operation: page without body, head: /app/page }
              - operation: data
                get: /data
                expect: { json: { "items[1].name": 三秒 } }
                take: { id: { json: "items[0].id" } }
              - operation: write
                put: /take/${id}
                json: { note: "${readings.note}", csrf: "${csrf}" }
                expect: { text: taken }
              - operation: form
                post: /take/form
                form: { csrf: "${csrf}", note: "${readings.note}", empty: "" }
                expect: { text: taken }
              - operation: upload
                post: /take/upload
                multipart: { csrf: "${csrf}", photo: { file: photo.png, content-type: image/png } }
                expect: { text: taken }
              - { operation: nothing to send, post: /take/nothing, expect: { text: taken } }
              - { operation: delete, delete: /take/gone, expect: { text: taken } }
              - { operation: options, options: /data }
              - { operation: round about, get: /hop/1, follow-redirects: true, expect: { text: 三秒 } }
              - operation: private
                get: /private
                basic-auth: { user: "u${user}", password: "${env:REPLAY_PASSWORD}" }
                expect: { text: inside }
              - { operation: shut out, get: /private, expect: { status: 401 } }
              - { operation: empty, get: /empty, expect: { status: 204 } }
              - { operation: large, get: /large, expect: { status: 200 } }
              - { operation: closing, get: /closing, expect: { text: closing } }
              - { operation: last, get: "/last?row=${readings.temperature}" }
        after-each-user:
          - { operation: end, get: /end, expect: { text: bye } }
        """

    /// What nginx answers.
    static let locations = """
        location = /begin {
            default_type text/html;
            add_header Set-Cookie "user=u$arg_user; Path=/; HttpOnly";
            add_header Set-Cookie "narrow=app; Path=/app";
            add_header Set-Cookie "short=1; Path=/; Max-Age=3600";
            add_header Set-Cookie "gone=1; Path=/; Max-Age=0";
            add_header Set-Cookie "elsewhere=1; Domain=example.jp";
            add_header X-Mark "mark of $arg_user";
            return 200 '<form><input type="hidden" name="csrf" value="token of $arg_user &amp; 三"></form>';
        }
        location /app/ { default_type text/html; return 200 '<p>三秒: a page that is long enough to pack</p>'; }
        location = /data { default_type application/json; return 200 '{"items":[{"id":41},{"name":"三秒"}]}'; }
        location = /hop/1 { return 302 2?x=1#part; }
        location = /hop/2 { return 303 ../app/./page?from=hop; }
        location = /private {
            if ($http_authorization = "") { return 401; }
            return 200 "inside as $remote_user";
        }
        location = /empty { return 204; }
        location = /large { root .; }
        location = /closing { keepalive_timeout 0; return 200 "closing"; }
        location = /last { return 200 "$arg_row"; }
        location = /end {
            add_header Set-Cookie "user=; Path=/; Max-Age=0";
            return 200 "bye";
        }
        """
}
