import Encodings
import Foundation
import Workload

extension ScenarioBuilder {
    private static let largestFile = 64 << 20

    func buildBody(_ value: YAMLValue, _ place: Place, available: Set<String>) -> Body {
        let type = text(value["content-type"])
        if value["form"] != nil {
            return .form(
                fields(value["form"], place / "form", available: available).map {
                    Body.Field(name: $0.name, value: $0.value)
                }
            )
        }
        if let json = value["json"] {
            return .json(buildJSON(json, place / "json", available: available))
        }
        if let text = value["text"] {
            return .text(
                template(text, at: place / "text", available: available),
                contentType: type ?? "text/plain; charset=utf-8"
            )
        }
        if let parts = value["multipart"] {
            return .multipart(buildParts(parts, place / "multipart", available: available))
        }
        if let file = value["file"], let read = bytes(file, place / "file") {
            return .file(
                path: read.path,
                bytes: read.bytes,
                contentType: type ?? "application/octet-stream"
            )
        }
        return .none
    }

    func checkBody(_ value: YAMLValue, _ place: Place, method: String) {
        let body = value.entries.first { RequestShape.bodies.contains($0.key) }
        if let body, method == "get" || method == "head" {
            context.fault(
                at: body.keyPosition,
                (place / body.key).description,
                "a \(method.uppercased()) request carries no body",
                "use “post:”, or put the values into the path"
            )
        }
        if let type = value.entries.first(where: { $0.key == "content-type" }),
            !["text", "json", "file"].contains(body?.key ?? "")
        {
            context.fault(
                at: type.keyPosition,
                (place / "content-type").description,
                body == nil
                    ? "there is no body to describe"
                    : "“\(body?.key ?? "")” has a content type of its own",
                "remove it"
            )
        }
    }

    private func buildParts(
        _ value: YAMLValue,
        _ place: Place,
        available: Set<String>
    ) -> [Body.Part] {
        value.entries.compactMap { entry in
            let inner = place / entry.key
            if let file = entry.value["file"] {
                guard let read = bytes(file, inner / "file") else { return nil }
                let content = Body.Part.Content.file(
                    path: read.path,
                    fileName: text(entry.value["file-name"]) ?? Paths.name(of: read.path),
                    bytes: read.bytes,
                    contentType: text(entry.value["content-type"]) ?? "application/octet-stream"
                )
                return Body.Part(name: entry.key, content: content)
            }
            let text = entry.value["text"] ?? entry.value
            return Body.Part(
                name: entry.key,
                content: .text(template(text, at: inner, available: available))
            )
        }
    }

    private func bytes(_ value: YAMLValue, _ place: Place) -> (path: String, bytes: [UInt8])? {
        guard let name = text(value) else { return nil }
        let path = Paths.resolve(name, besides: file)
        switch Files.read(path, atMost: Self.largestFile) {
        case .success(let bytes):
            context.addSource(path)
            return (path, bytes)
        case .failure(let problem):
            fault(value, place, "“\(path)”: \(problem.problem)", problem.remedy)
            return nil
        }
    }

    // MARK: - JSON

    /// JSON text with variables in it: from a text as it is, or from a mapping or list.
    private func buildJSON(
        _ value: YAMLValue,
        _ place: Place,
        available: Set<String>
    ) -> Template {
        if value.scalarText != nil {
            let text = template(value, at: place, available: available)
            checkJSON(text, value, place)
            return text
        }
        let pieces = jsonPieces(value, place, available: available)
        return Template(pieces: Self.merged(pieces))
    }

    private func checkJSON(_ text: Template, _ value: YAMLValue, _ place: Place) {
        // A variable is a value, or stands inside a text: 0 fits both.
        let sample = text.pieces.map { piece in
            if case .literal(let literal) = piece { literal } else { "0" }
        }.joined()
        let parsed = try? JSONSerialization.jsonObject(
            with: Data(sample.utf8),
            options: [.fragmentsAllowed]
        )
        if parsed == nil {
            fault(
                value,
                place,
                "is not JSON",
                "check quotes and commas, or write the body as a YAML mapping"
            )
        }
    }

    private func jsonPieces(
        _ value: YAMLValue,
        _ place: Place,
        available: Set<String>
    ) -> [Template.Piece] {
        switch value.kind {
        case .scalar(let text, let plain):
            if value.isNull { return [.literal("null")] }
            if plain, Self.isJSONLiteral(text) { return [.literal(text)] }
            let content = template(value, at: place, available: available).pieces.map { piece in
                guard case .literal(let literal) = piece else { return piece }
                return Template.Piece.literal(Self.jsonEscaped(literal))
            }
            return [.literal("\"")] + content + [.literal("\"")]
        case .list(let items):
            let inner = items.enumerated().flatMap { number, item in
                (number == 0 ? [] : [Template.Piece.literal(",")])
                    + jsonPieces(item, place[number], available: available)
            }
            return [.literal("[")] + inner + [.literal("]")]
        case .mapping(let entries):
            let inner = entries.enumerated().flatMap { number, entry in
                [.literal("\(number == 0 ? "" : ",")\"\(Self.jsonEscaped(entry.key))\":")]
                    + jsonPieces(entry.value, place / entry.key, available: available)
            }
            return [.literal("{")] + inner + [.literal("}")]
        }
    }

    static func isJSONLiteral(_ text: String) -> Bool {
        text == "true" || text == "false"
            || text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
    }

    static func jsonEscaped(_ text: String) -> String {
        JSONString.escaped(text)
    }
}
