/// Why an answer cannot be used.
package enum AnswerFault: Error, Equatable, Sendable {
    /// It breaks the rules of HTTP; how, in words.
    case malformed(String)
    /// Its header or body is larger than allowed.
    case tooLarge
    /// The connection ended first; where, in words.
    case cutOff(String)
}

/// How a body was compressed by the service, from `Content-Encoding`.
package enum ContentCoding: UInt8, Equatable, Sendable {
    /// Not at all.
    case none
    case gzip
    case deflate
    /// Another one, or several on top of each other.
    case other

    /// Whether ``ContentDecoder`` can expand it.
    package var isKnown: Bool { self == .gzip || self == .deflate }
}
