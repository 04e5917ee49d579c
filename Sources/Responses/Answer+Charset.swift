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
        let isBinary = BodyMagic.isBinary(body)
        if let field, field.isMedia(in: head) { return plain(isBinary ? .media : .packed) }
        if !isBinary, let field, field.isUTF8, !BodyMagic.hasMark(body) { return unlabelled(body) }
        let type = field.flatMap { field in field.hasCharset ? head.span.text(field.line) : nil }
        switch BodyCharset.converted(body, contentType: type) {
        case .utf8, .unlabelled: return isBinary ? plain(.packed) : unlabelled(body)
        case .unknown: return plain(.packed)
        case .other(let text):
            // What the label does not fit may be in one of those that need no label here.
            let isPacked = BodyMagic.isBinary(text)
            let isFitting = !isPacked && !ByteSearch.contains(BodyCharset.replacement, in: text)
            let others = isFitting ? [] : BodyCharset.japanese(body)
            return SearchableBody(form: isPacked ? .packed : .text, conversions: [text] + others)
        }
    }

    /// A text that says nothing of its encoding, or says UTF-8 and may be wrong.
    private static func unlabelled(_ body: [UInt8]) -> SearchableBody {
        let isUTF8 = (try? UTF8Span(validating: body.span)) != nil
        return SearchableBody(
            form: .text,
            conversions: isUTF8
                ? BodyCharset.escaped(body).map { [$0] } ?? [] : BodyCharset.japanese(body)
        )
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
