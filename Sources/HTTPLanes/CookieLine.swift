/// One cookie as libcurl lists it: seven fields, in the format of Netscape's cookie file.
struct CookieLine {
    let name: String
    let value: String
    /// In seconds since 1970; 0 lasts as long as the user's session.
    private let expiry: Int

    /// Reads a line; `nil` when it is not in the format.
    ///
    /// Cookies a browser would hide from scripts carry
    /// "#HttpOnly_" before their domain; they are cookies like the others.
    init?(_ line: String) {
        let fields = line.split(
            separator: "\t",
            maxSplits: 6,
            omittingEmptySubsequences: false
        )
        guard fields.count == 7, let expiry = Int(fields[4]) else { return nil }
        self.expiry = expiry
        name = String(fields[5])
        value = String(fields[6])
    }

    /// Whether the user has something to show with it: services take a cookie back by an expiry
    /// that has passed, which libcurl may list for a while, or by an empty value.
    func isHeld(at secondsSince1970: Int) -> Bool {
        !value.isEmpty && (expiry == 0 || expiry > secondsSince1970)
    }
}
