import Encodings
/// Passwords as they are kept: hashed with a salt of their own.
enum Passwords {
    /// The hash of a password, as hexadecimal digits.
    ///
    /// One round: a login must not cost measurably.
    static func hash(_ password: String, salt: String) -> String {
        hexadecimal(SHA256.hash(Array((salt + password).utf8)))
    }

    /// 64 random bits as hexadecimal digits.
    static func newSalt() -> String {
        hexadecimal((0..<8).map { _ in UInt8.random(in: .min ... .max) })
    }
}
