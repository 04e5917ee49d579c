import GRDB

extension Store {
    /// The people who may use the service: 200 users in ten companies.
    enum Accounts {
        static let companies = 10
        static let users = 200

        static func companyCode(_ company: Int) -> String { "comp" + padded(company, to: 2) }
        static func userCode(_ user: Int) -> String { "u" + padded(user, to: 3) }
        static func password(_ user: Int) -> String { "pw-" + userCode(user) }
        /// The company of user 1…200.
        static func company(of user: Int) -> Int { (user - 1) % companies + 1 }

        /// A member of the next company: whose data a leak shows.
        static func neighbour(of company: Int) -> Member {
            let other = company % companies + 1
            // The first user of a company has its number.
            return Member(
                company: other,
                companyCode: companyCode(other),
                user: other,
                userCode: userCode(other)
            )
        }

        private static func padded(_ number: Int, to width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }

    /// Opens or creates the database file and fills in what a new one needs.
    ///
    /// - Parameters:
    ///   - historyMonths: how many months of earlier records a new database gets.
    ///   - storageLimit: bytes of photos that one user may store; `nil` = any number.
    init(path: String, readers: Int, historyMonths: Int, storageLimit: Int? = nil) throws {
        self.storageLimit = storageLimit
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        pool = try DatabasePool(path: path, configuration: configuration)
        // Waiting for the disk would add delays that no fault programme asked for.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        try pool.write { database in
            try database.execute(sql: Self.tables)
            guard try Int.fetchOne(database, sql: "SELECT count(*) FROM forms") == 0 else { return }
            try Self.fillAccounts(database)
            try Self.fillForms(database)
            try database.execute(
                sql: Self.history,
                arguments: ["months": historyMonths, "forms": Self.formTitles.count]
            )
        }
    }

    private static let tables = """
        CREATE TABLE IF NOT EXISTS companies (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS users (
          id INTEGER PRIMARY KEY, company INTEGER NOT NULL REFERENCES companies, code TEXT NOT NULL,
          salt TEXT NOT NULL, hash TEXT NOT NULL, UNIQUE (company, code));
        CREATE TABLE IF NOT EXISTS forms (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS records (
          id INTEGER PRIMARY KEY, company INTEGER NOT NULL REFERENCES companies,
          form INTEGER NOT NULL REFERENCES forms, user INTEGER NOT NULL REFERENCES users,
          temperature REAL NOT NULL, note TEXT NOT NULL, created INTEGER NOT NULL,
          month TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS records_by_company ON records (company, id);
        CREATE TABLE IF NOT EXISTS photos (
          id INTEGER PRIMARY KEY, company INTEGER NOT NULL REFERENCES companies,
          form INTEGER NOT NULL REFERENCES forms, user INTEGER NOT NULL REFERENCES users,
          size INTEGER NOT NULL, sha256 TEXT NOT NULL, created INTEGER NOT NULL);
        """

    /// Six records per company, form and month, spread over the first 28 days of each month.
    private static let history = """
        INSERT INTO records (company, form, user, temperature, note, created, month)
        WITH RECURSIVE
          month(back) AS (SELECT 0 UNION ALL SELECT back + 1 FROM month WHERE back + 1 < :months),
          start(name, first) AS MATERIALIZED (SELECT
            strftime('%Y-%m', 'now', 'start of month', '-' || back || ' months'),
            CAST(strftime('%s', 'now', 'start of month', '-' || back || ' months') AS INTEGER)
            FROM month WHERE :months > 0),
          slot(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM slot WHERE number < 5),
          entry AS (SELECT companies.id AS company, forms.id AS form, number, name,
            first + (number * :forms + forms.id - 1) * 2419200 / (6 * :forms) AS at
            FROM start CROSS JOIN slot CROSS JOIN forms CROSS JOIN companies)
        SELECT company, form, company + 10 * ((form + number) % 20),
          18 + (company * 7 + form * 13 + number * 29 + at / 60) % 90 / 10.0,
          CASE (form + number) % 4 WHEN 0 THEN '異常なし' WHEN 1 THEN '定期点検' WHEN 2 THEN '再確認済'
            ELSE '清掃, 注油' END || ' ' || name, at * 1000, name
        FROM entry WHERE at <= CAST(strftime('%s', 'now') AS INTEGER) ORDER BY at, company
        """

    private static func fillAccounts(_ database: Database) throws {
        for company in 1...Accounts.companies {
            try database.execute(
                sql: "INSERT INTO companies VALUES (?, ?)",
                arguments: [company, Accounts.companyCode(company)]
            )
        }
        for user in 1...Accounts.users {
            let salt = Passwords.newSalt()
            try database.execute(
                sql: "INSERT INTO users VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    user, Accounts.company(of: user), Accounts.userCode(user), salt,
                    Passwords.hash(Accounts.password(user), salt: salt),
                ]
            )
        }
    }

    private static func fillForms(_ database: Database) throws {
        for (index, title) in formTitles.enumerated() {
            try database.execute(
                sql: "INSERT INTO forms VALUES (?, ?)",
                arguments: [index + 1, title + "点検表"]
            )
        }
    }

    private static let formTitles = [
        "冷蔵庫温度", "冷凍庫温度", "空調設備", "ボイラー", "コンプレッサー", "受電設備", "消防設備", "排水処理", "フォークリフト", "搬送ライン",
        "包装機", "金属検出機", "洗浄工程", "手洗い", "原料受入", "出荷前", "衛生管理", "危険物保管", "計量器", "日常清掃",
    ]
}
