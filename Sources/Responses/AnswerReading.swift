/// One answer under evaluation, with each reading of its body made once and only when needed.
///
/// A reading is bounded so that no answer can hold up a shard for long: JSON and pages are read up
/// to ``largestDocument`` bytes, regular expressions search the first ``longestSearch`` bytes.
/// Beyond, nothing is found, which fails a check and never passes one.
struct AnswerReading {
    /// 16 MiB.
    static let largestDocument = 16 << 20
    /// 1 MiB.
    static let longestSearch = 1 << 20

    let answer: Answer

    private lazy var contentType = answer.lastValue(of: "Content-Type")
    /// The body as UTF-8: as it came, or decoded when its charset says otherwise.
    ///
    /// It may hold invalid sequences when the service sent them.
    private(set) lazy var utf8: [UInt8] = BodyCharset.utf8(
        of: answer.body,
        contentType: contentType
    )
    /// The beginning of the body that regular expressions search, invalid sequences repaired.
    private(set) lazy var searchedText = String(
        decoding: utf8.prefix(Self.longestSearch),
        as: UTF8.self
    )
    /// The body read as a page, or `nil` when it cannot be.
    private(set) lazy var page: MarkupPage? =
        utf8.count > Self.largestDocument ? nil : MarkupPage(utf8: utf8, kind: pageKind)
    private lazy var json: Result<JSONText, JSONFault> = JSONText.reading(utf8)

    init(_ answer: Answer) {
        self.answer = answer
    }

    /// Whether the body is valid text in its charset; compressed bytes and images are not.
    private(set) lazy var isText = String(validating: utf8, as: UTF8.self) != nil

    mutating func contains(_ text: SearchedText) -> Bool {
        ByteSearch.contains(text, in: utf8)
    }

    /// The value of a form control, without reading the whole page when it is a plain one.
    mutating func controlValue(_ control: FormControlScanner, name: String) -> String? {
        guard utf8.count <= Self.largestDocument else { return nil }
        if pageKind == .html, let value = control.value(in: utf8) { return value }
        return page?.controlValue(name: name)
    }

    mutating func json(at path: JSONPath) -> Result<JSONText.Value, JSONFault> {
        json.flatMap { $0.value(at: path) }
    }

    /// "1234 bytes "<html>…"".
    var bodyWords: String {
        mutating get {
            guard !utf8.isEmpty else { return "an empty body" }
            return "\(answer.body.count) bytes "
                + quoted(String(decoding: utf8.prefix(1024), as: UTF8.self))
        }
    }

    /// As ``bodyWords``, with the reason when the body could not be read as a page.
    var pageWords: String {
        mutating get {
            if utf8.count > Self.largestDocument {
                return "a body over \(Self.largestDocument >> 20) MiB, which is not read as a page"
            }
            if page == nil, !utf8.isEmpty { return "a page that cannot be read: \(bodyWords)" }
            return bodyWords
        }
    }

    private lazy var pageKind: MarkupPage.Kind =
        contentType.map(MarkupPage.Kind.init(contentType:)) ?? .html
}

extension MarkupPage.Kind {
    /// XML when the media type says so, HTML in all other cases.
    fileprivate init(contentType: String) {
        // Nearly all pages say so in these words.
        if contentType.utf8Span.span.holds("text/html", at: 0) {
            self = .html
            return
        }
        let mediaType = contentType.lowercased().prefix { $0 != ";" }
        self = mediaType.contains("xml") && !mediaType.contains("xhtml") ? .xml : .html
    }
}
