import Foundation

/// Replaces secrets in everything that leaves the tool.
///
/// Each registered text of at least four characters is replaced wherever it occurs as itself, as
/// percent-encoded (both cases of the digits, and `+` for a blank), as Base64 with and without
/// padding (also the URL alphabet), or escaped as in JSON and HTML. Shorter texts would mask half
/// the report, so they are left alone.
package struct Masker: Sendable {
    /// What stands in place of a secret.
    package static let mask = "••••"
    private static let leastLength = 4

    /// Longest first, so that a secret within a secret does not leave the longer one's ends.
    private let forms: [String]

    package init(secrets: [String]) {
        let long = secrets.filter { $0.count >= Self.leastLength }
        forms = Set(long.flatMap(Self.forms)).filter { $0.count >= Self.leastLength }
            .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// The text without the secrets.
    package func masked(_ text: String) -> String {
        forms.reduce(text) { text, form in
            text.contains(form) ? text.replacingOccurrences(of: form, with: Self.mask) : text
        }
    }

    private static func forms(of secret: String) -> [String] {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        let encoded =
            secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret
        let formEncoded = encoded.replacingOccurrences(of: "%20", with: "+")
        let base64 = Data(secret.utf8).base64EncodedString()
        let urlBase64 = base64.replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
        let inJson = String(Json.string(secret).text.dropFirst().dropLast(2))
        return [
            secret, encoded, lowerCasedDigits(of: encoded), formEncoded,
            lowerCasedDigits(of: formEncoded), base64, urlBase64, unpadded(base64),
            unpadded(urlBase64), inJson, Markup.escaped(secret),
        ]
    }

    private static func unpadded(_ text: String) -> String {
        String(text.prefix { $0 != "=" })
    }

    /// "%2F" as "%2f".
    private static func lowerCasedDigits(of text: String) -> String {
        var digitsLeft = 0
        return String(
            text.map { character in
                if character == "%" {
                    digitsLeft = 2
                } else if digitsLeft > 0 {
                    digitsLeft -= 1
                    return Character(character.lowercased())
                }
                return character
            }
        )
    }
}
