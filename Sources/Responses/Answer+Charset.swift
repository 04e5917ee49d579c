/// An answer's body made ready for being searched.
package struct SearchableBody {
    /// Whether its texts can be seen.
    package enum Form: Sendable, Equatable {
        case text
        /// It may hold texts that cannot be seen: packed, or in unknown characters.
        case packed
        /// An image or a font.
        case media
    }

    package let form: Form
    /// The body as UTF-8 where it is, or may be, in another encoding; what is packed in it.
    package let conversions: [[UInt8]]
}

extension Answer {
    /// What a body has to be searched as, beside its bytes as they are.
    ///
    /// Takes memory only for what is not UTF-8.
    ///
    /// - Parameter head: the field lines as they came.
    package static func searchable(_ body: [UInt8], head: [UInt8]) -> SearchableBody {
        var room = ZipArchive.mostBytes
        return searchable(body, head: head, depth: 0, room: &room)
    }

    private static func searchable(
        _ body: [UInt8],
        head: [UInt8],
        depth: Int,
        room: inout Int
    ) -> SearchableBody {
        func plain(_ form: SearchableBody.Form) -> SearchableBody {
            SearchableBody(form: form, conversions: [])
        }
        guard !body.isEmpty else { return plain(.text) }
        let field = contentType(in: head)
        switch BodyMagic(body) {
        case .zip where depth < 2: return unpacked(body, depth: depth, room: &room)
        case .zip, .packed: return plain(.packed)
        case .media: return plain(.media)
        case .none: break
        }
        let hasZeros = BodyMagic.hasZeros(body)
        if let field, field.isMedia(in: head) { return plain(hasZeros ? .media : .packed) }
        if !hasZeros, let field, field.isUTF8, !BodyMagic.hasMark(body) { return plain(.text) }
        let type = field.flatMap { field in field.hasCharset ? head.span.text(field.line) : nil }
        switch BodyCharset.converted(body, contentType: type) {
        case .utf8: return plain(hasZeros ? .packed : .text)
        case .unknown: return plain(.packed)
        case .other(let text):
            let form: SearchableBody.Form = BodyMagic.hasZeros(text) ? .packed : .text
            return SearchableBody(form: form, conversions: [text])
        case .unlabelled:
            if hasZeros { return plain(.packed) }
            let isUTF8 = (try? UTF8Span(validating: body.span)) != nil
            return isUTF8
                ? plain(.text)
                : SearchableBody(form: .text, conversions: BodyCharset.japanese(body))
        }
    }

    /// The members of an archive, each as what it is.
    private static func unpacked(_ body: [UInt8], depth: Int, room: inout Int) -> SearchableBody {
        let archive = ZipArchive(body, room: &room)
        var isSeen = archive.isWhole
        var conversions: [[UInt8]] = []
        for content in archive.contents {
            let member = searchable(content, head: [], depth: depth + 1, room: &room)
            if member.form == .packed { isSeen = false }
            conversions.append(content)
            conversions += member.conversions
        }
        return SearchableBody(form: isSeen ? .text : .packed, conversions: conversions)
    }

    /// The line of Content-Type, and what it says.
    private struct ContentType {
        let line: Range<Int>
        let isUTF8: Bool
        let hasCharset: Bool

        func isMedia(in head: [UInt8]) -> Bool {
            let bytes = head.span
            var place = line.lowerBound + "content-type:".utf8.count
            while place < line.upperBound, bytes[place] == UInt8(ascii: " ") { place += 1 }
            let isImage = bytes.holds("image/", at: place) && !bytes.holds("image/svg", at: place)
            return isImage || bytes.holds("font/", at: place)
        }
    }

    private static func contentType(in head: [UInt8]) -> ContentType? {
        let bytes = head.span
        var start = 0
        while start < bytes.count {
            let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.count
            if bytes.holds("content-type:", at: start) {
                let label = place(of: "charset=", in: bytes, start..<end)
                let isUTF8 = label.map {
                    bytes.holds("utf-8", at: $0) || bytes.holds("\"utf-8", at: $0)
                        || bytes.holds("us-ascii", at: $0)
                }
                return ContentType(
                    line: start..<end,
                    isUTF8: isUTF8 ?? false,
                    hasCharset: label != nil
                )
            }
            start = end + 1
        }
        return nil
    }

    /// The place behind a text.
    private static func place(
        of text: StaticString,
        in bytes: Span<UInt8>,
        _ part: Range<Int>
    ) -> Int? {
        for place in part where bytes.holds(text, at: place) {
            return place + text.utf8CodeUnitCount
        }
        return nil
    }
}
