package import Timekeeping

/// A language as a type, so that a phrase knows which one it is in.
package protocol Tongue {
    static var language: Language { get }
}

package enum Japanese: Tongue {
    package static let language = Language.japanese
}

package enum English: Tongue {
    package static let language = Language.english
}

/// A text in one language; what is put into it reads in that language too.
///
/// Takes texts, whole numbers, bilingual texts and lengths of time, and nothing else: a figure has
/// one way to be written, and no value gets in by its debug description.
package struct Phrase<Spoken: Tongue>: ExpressibleByStringInterpolation {
    let text: String

    package init(stringLiteral value: String) { text = value }

    package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    private init(text: String) { self.text = text }

    /// Long phrases are written in several parts.
    package static func + (left: Phrase, right: Phrase) -> Phrase {
        Phrase(text: left.text + right.text)
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ name: String) { text += name }
        package mutating func appendInterpolation(_ count: Int) { text += "\(count)" }
        package mutating func appendInterpolation(_ other: Bilingual) {
            text += other[Spoken.language]
        }
        /// A measured length of time: "2.31 s", "2.31秒".
        package mutating func appendInterpolation(_ time: Nanoseconds) {
            appendInterpolation(Lengths.measured(time))
        }
        /// A length of time that was set: "5min", "5分".
        package mutating func appendInterpolation(limit time: Nanoseconds) {
            appendInterpolation(Lengths.limit(time))
        }
    }
}
