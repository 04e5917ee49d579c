import Encodings
import NIOCore
import NIOHTTP1

/// Photos belonging to a form.
enum PhotoPages {
    /// Bytes a photo may have.
    static let photoLimit = 5 * 1024 * 1024
    /// A photo and the text around it.
    static let bodyLimit = photoLimit + 16 * 1024

    @Sendable static func save(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        guard let form = try request.numbers.first.flatMap(store.form) else {
            return Pages.notFound
        }
        let parts = try MultipartForm(
            contentType: request.contentType,
            body: Array(request.body.readableBytesView)
        )
        guard let csrf = parts["csrf"], csrf.elementsEqual(session.csrf.utf8) else {
            return RecordPages.wrongToken
        }
        guard let photo = parts["photo"], !photo.isEmpty else {
            return Pages.refusal(.unprocessableEntity, "photo: 写真を選んでください。")
        }
        guard photo.count <= photoLimit else { return tooLarge }
        let isStored = try store.savePhoto(
            size: photo.count,
            sha256: hexadecimal(SHA256.hash(photo)),
            form: form.number,
            by: session.member
        )
        guard isStored else { return storageIsFull }
        return .seeOther("/forms/\(form.number)")
    }

    /// Takes away all photos of the member.
    @Sendable static func delete(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        guard try request.formFields()["csrf"] == session.csrf else {
            return RecordPages.wrongToken
        }
        try store.deletePhotos(of: session.member)
        return .seeOther("/forms")
    }

    private static let storageIsFull = Pages.refusal(
        .payloadTooLarge,
        "保存容量の上限を超えています。"
    )

    static let tooLarge = Pages.refusal(.payloadTooLarge, "データが大きすぎます。")
}
