import Glibc

/// The domains below which anybody may register names ("co.uk"), from the list that libcurl uses.
///
/// libcurl loads libpsl where it was built with it; there is no other way to its list.
enum PublicSuffixes {
    private typealias Builtin = @convention(c) () -> UnsafeRawPointer?
    private typealias IsPublicSuffix =
        @convention(c) (UnsafeRawPointer?, UnsafePointer<CChar>?) -> Int32

    private static let builtin: Builtin? = {
        guard let symbol = unsafe dlsym(nil, "psl_builtin") else { return nil }
        return unsafe unsafeBitCast(symbol, to: Builtin.self)
    }()

    private static let isPublicSuffix: IsPublicSuffix? = {
        guard let symbol = unsafe dlsym(nil, "psl_is_public_suffix") else { return nil }
        return unsafe unsafeBitCast(symbol, to: IsPublicSuffix.self)
    }()

    /// Whether nobody may set a cookie for all of a domain, which is in lower case.
    static func contains(_ domain: String) -> Bool {
        guard domain.contains("."), let list = builtin?() else {
            return !domain.contains(".")
        }
        return unsafe domain.withCString { unsafe isPublicSuffix?(list, $0) == 1 }
    }
}
