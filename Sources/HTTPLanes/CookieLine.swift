/// One cookie as libcurl lists it: seven fields, in the format of Netscape's cookie file.
struct CookieLine {
    let name: String
    let value: String

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
        guard fields.count == 7 else { return nil }
        name = String(fields[5])
        value = String(fields[6])
    }
}
