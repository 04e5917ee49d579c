import GRDB

import Timekeeping

/// A form that can be filled in.
struct Form: Hashable, Sendable {
    /// 1 to 20.
    let number: Int
    let title: String
}

/// A record as it is shown.
struct StoredRecord: Hashable, Sendable {
    let id: Int64
    let form: String
    let user: String
    let temperature: Double
    let note: String
    /// UTC, to the second.
    let created: String
}

/// The database: companies, users, forms, records and photos in SQLite.
///
/// Every call blocks, so it belongs on the database threads, never on an event loop.
struct Store: Sendable {
    let pool: DatabasePool
    /// Bytes of photos that one user may store; `nil` = any number.
    let storageLimit: Int?

    /// One real query.
    func check() throws {
        _ = try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM forms") }
    }

    /// The member of these codes, when the password is theirs.
    func member(company: String, user: String, password: String) throws -> Member? {
        let row = try pool.read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT users.id, users.company, users.salt, users.hash FROM users
                        JOIN companies ON companies.id = users.company
                        WHERE companies.code = ? AND users.code = ?
                        """
                ),
                arguments: [company, user]
            )
        }
        guard let row else { return nil }
        let (salt, hash): (String, String) = (row["salt"], row["hash"])
        guard hash == Passwords.hash(password, salt: salt) else { return nil }
        return Member(
            company: row["company"],
            companyCode: company,
            user: row["id"],
            userCode: user
        )
    }

    func forms() throws -> [Form] {
        try pool.read { database in
            try Row.fetchAll(
                database.cachedStatement(sql: "SELECT id, title FROM forms ORDER BY id")
            )
        }.map { Form(number: $0["id"], title: $0["title"]) }
    }

    func form(_ number: Int) throws -> Form? {
        try pool.read { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT title FROM forms WHERE id = ?"),
                arguments: [number]
            )
        }.map { Form(number: number, title: $0) }
    }

    /// Stores an entry and returns its number.
    func save(_ entry: RecordEntry, form: Int, by member: Member) throws -> Int64 {
        let now = Self.unixMilliseconds
        return try pool.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO records (company, form, user, temperature, note, created, month)
                    VALUES (?, ?, ?, ?, ?, ?, strftime('%Y-%m', ? / 1000, 'unixepoch'))
                    """
            )
            try statement.execute(arguments: [
                member.company, form, member.user, entry.temperature, entry.note, now, now,
            ])
            return database.lastInsertedRowID
        }
    }

    /// A record of this company; another company's record does not exist for it.
    func record(_ id: Int, of company: Int) throws -> StoredRecord? {
        try records("records.id = ? AND records.company = ?", [id, company]).first
    }

    /// The newest 50 records of a company whose note contains the text.
    func search(_ text: String, of company: Int) throws -> [StoredRecord] {
        var pattern = "%"
        for character in text {
            if "%_\\".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
        return try records(
            "records.company = ? AND records.note LIKE ? ESCAPE '\\' ORDER BY records.id DESC LIMIT 50",
            [company, pattern + "%"]
        )
    }

    /// Stores a photo, unless the user's photos would take up more than the limit.
    ///
    /// - Returns: whether it was stored.
    func savePhoto(size: Int, sha256: String, form: Int, by member: Member) throws -> Bool {
        try pool.write { database in
            if let storageLimit {
                let held = try Int.fetchOne(
                    database,
                    sql: "SELECT coalesce(sum(size), 0) FROM photos WHERE user = ?",
                    arguments: [member.user]
                )
                guard (held ?? 0) + size <= storageLimit else { return false }
            }
            try database.cachedStatement(
                sql: """
                    INSERT INTO photos (company, form, user, size, sha256, created)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                member.company, form, member.user, size, sha256, Self.unixMilliseconds,
            ])
            return true
        }
    }

    func deletePhotos(of member: Member) throws {
        try pool.write { database in
            try database.execute(
                sql: "DELETE FROM photos WHERE user = ?",
                arguments: [member.user]
            )
        }
    }

    /// The company's records of a month ("2026-11") as CSV (RFC 4180).
    ///
    /// Heavy on purpose: moving averages and ranks over the company's whole history.
    func monthAsCSV(_ month: String, of company: Int) throws -> String {
        var lines = "id,form,user,temperature,note,created,average_30,rank,deviation\r\n"
        try pool.read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(sql: Self.monthQuery),
                arguments: [company, month]
            )
            while let row = try rows.next() {
                let cells = row.databaseValues.map { Self.csv(String.fromDatabaseValue($0) ?? "") }
                lines += cells.joined(separator: ",") + "\r\n"
            }
        }
        return lines
    }

    private func records(
        _ condition: String,
        _ arguments: StatementArguments
    ) throws -> [StoredRecord] {
        try pool.read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT records.id, forms.title, users.code, temperature, note,
                          strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch') AS created
                        FROM records JOIN forms ON forms.id = form JOIN users ON users.id = user
                        WHERE \(condition)
                        """
                ),
                arguments: arguments
            )
        }.map {
            StoredRecord(
                id: $0["id"],
                form: $0["title"],
                user: $0["code"],
                temperature: $0["temperature"],
                note: $0["note"],
                created: $0["created"]
            )
        }
    }

    private static let monthQuery = """
        SELECT CAST(history.id AS TEXT), title, users.code, CAST(temperature AS TEXT), note,
          strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch'),
          printf('%.2f', average), CAST(rank AS TEXT), printf('%.2f', temperature - overall)
        FROM (SELECT *,
            avg(temperature) OVER (PARTITION BY form ORDER BY created ROWS 29 PRECEDING) AS average,
            rank() OVER (PARTITION BY form ORDER BY temperature DESC) AS rank,
            avg(temperature) OVER (PARTITION BY form) AS overall
          FROM records WHERE company = ?) AS history
        JOIN forms ON forms.id = form JOIN users ON users.id = user
        WHERE month = ? ORDER BY history.id
        """

    private static func csv(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    private static var unixMilliseconds: Int64 {
        ClockAnchor.now().unixNanoseconds / 1_000_000
    }
}
