package import Workload

/// The uploads of item 25: up to the limit of one user, to the byte, and one step over.
package struct StoragePlan: Sendable {
    package struct Upload: Sendable, Equatable {
        package let bytes: Int
        /// What the account holds when it has been accepted.
        package let total: Int
        package let isOver: Bool
    }

    package let limit: Int
    package let used: Int?
    package let uploads: [Upload]
    package let play: InspectionScenario
    /// The operations that upload.
    package let uploading: Set<Int>

    /// - Returns: `nil` when the step is larger than what is left of the limit, the file larger
    ///   than the step, or more than ``StorageInspection/mostUploads`` are needed.
    package init?(_ storage: StorageInspection, of base: Scenario, tag: String) {
        let left = storage.limit - (storage.used ?? 0)
        guard storage.step > StorageInspection.stampLength, left >= storage.step,
            left / storage.step <= StorageInspection.mostUploads,
            let full = Self.lengthened(storage.upload, to: storage.step, storage.stamp),
            let last = Self.lengthened(
                storage.upload,
                to: storage.step + left % storage.step,
                storage.stamp
            )
        else { return nil }
        var over = full
        over.requests[over.requests.count - 1].expectations = storage.refused
        over.requests[over.requests.count - 1].takes = []
        over.requests[over.requests.count - 1].polling = nil
        var play = InspectionScenario(
            base,
            name: "storage",
            cleanUp: storage.cleanUp,
            columns: [storage.stamp]
        )
        let before = storage.before.map { play.add($0) }
        let ids = [full, last, over].map { play.add($0) }
        var uploads: [Upload] = []
        var total = storage.used ?? 0
        func add(_ id: OperationID, _ bytes: Int, isOver: Bool = false) {
            total += bytes
            uploads.append(Upload(bytes: bytes, total: total, isOver: isOver))
            play.addTry(before + [id], [Self.stamp(uploads.count, tag)])
        }
        for _ in 1..<max(left / storage.step, 1) { add(ids[0], storage.step) }
        add(ids[1], storage.step + left % storage.step)
        add(ids[2], storage.step, isOver: true)
        limit = storage.limit
        used = storage.used
        self.uploads = uploads
        self.play = play
        uploading = Set(ids.map(\.index))
    }

    private static func stamp(_ number: Int, _ tag: String) -> String {
        let text = "\(number)-\(tag)"
        return String(
            (text + String(repeating: "-", count: StorageInspection.stampLength)).prefix(
                StorageInspection.stampLength
            )
        )
    }

    /// The operation with its one file made so long that it has this many bytes.
    private static func lengthened(
        _ operation: Operation,
        to size: Int,
        _ stamp: Slot
    ) -> Operation? {
        guard let place = operation.uploadedFile,
            case .multipart(var parts) = operation.requests[place.request].body,
            case .file(_, let name, let bytes, let type) = parts[place.part].content,
            bytes.count <= size - StorageInspection.stampLength
        else { return nil }
        let filler = [UInt8](
            repeating: 0,
            count: size - StorageInspection.stampLength - bytes.count
        )
        parts[place.part].content =
            .stamped(fileName: name, bytes: bytes + filler, contentType: type, stamp: stamp)
        var operation = operation
        operation.requests[place.request].body = .multipart(parts)
        return operation
    }
}
