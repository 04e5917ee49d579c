import Foundation

/// Replaces secrets in everything that leaves the tool.
///
/// Each registered text of at least four characters is replaced wherever it occurs as itself, as
/// percent-encoded (both cases of the digits, and `+` for a blank), within Base64 at whatever
/// offset (also the URL alphabet), or escaped as in JSON and HTML. Shorter texts would mask half
/// the report, so they are left alone.
///
/// One pass over a text, however many secrets there are: a run may have an account per user.
package struct Masker: Sendable {
    /// What stands in place of a secret.
    package static let mask = "••••"
    private static let leastLength = 4

    /// The forms as UTF-8 by their first four bytes, longest first.
    private let forms: [UInt32: [[UInt8]]]

    package init(secrets: [String]) {
        let long = secrets.filter { $0.count >= Self.leastLength }
        let all = Set(long.flatMap(Self.forms)).filter { $0.count >= Self.leastLength }
        forms = Dictionary(grouping: all.map { Array($0.utf8) }) { Self.head(of: $0, at: 0) }
            .mapValues { $0.sorted { $0.count > $1.count } }
    }

    /// The text without the secrets; those that overlap go together.
    package func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let hidden = hidden(in: bytes)
        guard !hidden.isEmpty else { return text }
        var result: [UInt8] = []
        var kept = 0
        for part in hidden {
            result += bytes[kept..<part.lowerBound]
            result += Self.mask.utf8
            kept = part.upperBound
        }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }

    /// Where secrets stand, in order; those that overlap or touch are one.
    func hidden(in bytes: [UInt8]) -> [Range<Int>] {
        guard !forms.isEmpty, bytes.count >= Self.leastLength else { return [] }
        var hidden: [Range<Int>] = []
        var hiddenUpTo = 0
        for start in 0...(bytes.count - Self.leastLength) {
            guard let length = length(of: bytes, at: start) else { continue }
            if start >= hiddenUpTo {
                hidden.append(start..<(start + length))
            } else if let last = hidden.popLast() {
                hidden.append(last.lowerBound..<max(last.upperBound, start + length))
            }
            hiddenUpTo = max(hiddenUpTo, start + length)
        }
        return hidden
    }

    /// The length of the longest form that begins there, whole or cut off by an ellipsis.
    private func length(of bytes: [UInt8], at start: Int) -> Int? {
        guard let candidates = forms[Self.head(of: bytes, at: start)] else { return nil }
        let rest = bytes[start...]
        if let whole = candidates.first(where: { rest.starts(with: $0) }) { return whole.count }
        // An excerpt of an answer may end in the middle of a secret.
        return candidates.map { form in zip(form, rest).prefix { $0 == $1 }.count }
            .filter { rest.dropFirst($0).starts(with: "…".utf8) }.max()
    }

    private static func head(of bytes: [UInt8], at start: Int) -> UInt32 {
        bytes[start..<start + leastLength].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func forms(of secret: String) -> [String] {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        let encoded =
            secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret
        let formEncoded = encoded.replacingOccurrences(of: "%20", with: "+")
        let inJson = String(Json.string(secret).text.dropFirst().dropLast(2))
        return [
            secret, encoded, lowerCasedDigits(of: encoded), formEncoded,
            lowerCasedDigits(of: formEncoded), inJson, Markup.escaped(secret),
        ] + base64Forms(of: secret)
    }

    /// What every Base64 text that holds the secret has in common, by the secret's offset in it:
    /// "user:secret" of Basic authentication begins with a name of any length.
    private static func base64Forms(of secret: String) -> [String] {
        (0..<3).flatMap { offset in
            let bytes = [UInt8](repeating: 0, count: offset) + Array(secret.utf8)
            // Six bits a letter; the letters at the ends hold bits of what stands around too.
            let first = (offset * 8 + 5) / 6
            let common = Data(bytes).base64EncodedString().prefix(bytes.count * 8 / 6)
                .dropFirst(first)
            let inURL = common.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
            return [String(common), String(inURL)]
        }
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
