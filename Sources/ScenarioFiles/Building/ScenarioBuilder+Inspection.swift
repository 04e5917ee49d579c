import Timekeeping
import Workload

/// What `sanbyo inspect` tries: parts of the scenario that a run leaves alone.
extension ScenarioBuilder {
    func buildInput(available: Set<String>) -> InputInspection? {
        guard let value = root["input"] else { return nil }
        let place = Place.root / "input"
        guard let columns = addFeed("input", ["text", "canary"], value, place) else { return nil }
        var known = available
        let before = buildOperations(value["before"], place / "before", available: &known)
        guard let written = value["send"], let back = value["read-back"] else { return nil }
        let send = buildOperation(written, place / "send", available: &known)
        let readBack = buildOperation(back, place / "read-back", available: &known)
        let cleanUp = buildOperations(value["clean-up"], place / "clean-up", available: &known)
        if !Self.mentions("${input.text}", in: written) {
            fault(
                written,
                place / "send",
                "never sends the text that is tried",
                "write “${input.text}” where it belongs, as in “form: { note: \"${input.text}\" }”"
            )
        }
        let forbidden = (value["forbidden"]?.items ?? []).enumerated().compactMap { number, item in
            let text = text(item) ?? ""
            // An empty one has been reported as no text.
            if text.count > 100 {
                fault(
                    item,
                    (place / "forbidden")[number],
                    "is longer than 100 characters",
                    "write a character such as “<”, or a short text"
                )
            }
            return text
        }
        return InputInspection(
            forbidden: forbidden,
            allowed: text(value["allowed"]) ?? "",
            before: before,
            send: send,
            refused: buildRefused(value["refused"], place / "refused", available: known),
            readBack: readBack,
            cleanUp: cleanUp,
            columns: columns
        )
    }

    func buildStorage(available: Set<String>) -> StorageInspection? {
        guard let value = root["storage"] else { return nil }
        let place = Place.root / "storage"
        guard let columns = addFeed("storage", ["stamp"], value, place) else { return nil }
        var known = available
        let before = buildOperations(value["before"], place / "before", available: &known)
        guard let written = value["upload"], let step = size(value["step"]) else { return nil }
        let upload = buildOperation(written, place / "upload", available: &known)
        let cleanUp = buildOperations(value["clean-up"], place / "clean-up", available: &known)
        guard let limit = size(value["limit"]) ?? contract.declarations.storagePerUser else {
            fault(
                value,
                place,
                "neither “limit:” nor the contract says how much one user may store",
                "add “limit: 1GB”, or “storage: { per-user: 3GB }” to the contract"
            )
            return nil
        }
        if let promised = contract.declarations.storagePerUser, limit != promised,
            let written = value["limit"]
        {
            fault(
                written,
                place / "limit",
                "is not what the contract promises, \(promised) bytes per user",
                "remove it, or change “storage.per-user” in the contract"
            )
        }
        if value["within"] == nil { effective.add("10min", at: place / "within") }
        let storage = StorageInspection(
            limit: limit,
            used: size(value["used"]),
            step: step,
            within: duration(value["within"]) ?? .seconds(600),
            before: before,
            upload: upload,
            refused: buildRefused(value["refused"], place / "refused", available: known),
            cleanUp: cleanUp,
            stamp: columns[0]
        )
        checkUpload(storage, written, place / "upload")
        checkSteps(storage, value, place)
        return storage
    }

    private func checkUpload(_ storage: StorageInspection, _ value: YAMLValue, _ place: Place) {
        let least = storage.step - StorageInspection.stampLength
        guard let found = storage.upload.uploadedFile,
            case .multipart(let parts) = storage.upload.requests[found.request].body,
            case .file(_, _, let bytes, _) = parts[found.part].content
        else {
            fault(
                value,
                place,
                "does not upload one file",
                "write “multipart: { photo: { file: data/photo.png } }” in its last request"
            )
            return
        }
        if bytes.count > least {
            fault(
                value,
                place,
                "the file has \(bytes.count) bytes, a step only \(storage.step), of which "
                    + "\(StorageInspection.stampLength) make it unlike the others",
                "use a smaller file or a larger step"
            )
        }
    }

    private func checkSteps(_ storage: StorageInspection, _ value: YAMLValue, _ place: Place) {
        let left = storage.limit - (storage.used ?? 0)
        guard let written = value["step"] else { return }
        if left < storage.step {
            fault(
                written,
                place / "step",
                "is larger than what is left of the limit, \(left) bytes",
                "write a smaller step"
            )
        } else if left / max(storage.step, 1) > StorageInspection.mostUploads {
            fault(
                written,
                place / "step",
                "needs more than \(StorageInspection.mostUploads) uploads",
                "write a larger step"
            )
        }
    }

    // MARK: - Parts

    private static func mentions(_ text: String, in value: YAMLValue) -> Bool {
        switch value.kind {
        case .scalar(let written, _): written.contains(text)
        case .list(let items): items.contains { mentions(text, in: $0) }
        case .mapping(let entries): entries.contains { mentions(text, in: $0.value) }
        }
    }

    private func size(_ value: YAMLValue?) -> Int? { text(value).flatMap(ScalarText.size) }

    /// The slots of variables that only an inspection fills.
    private func addFeed(
        _ name: String,
        _ columns: [String],
        _ value: YAMLValue,
        _ place: Place
    ) -> [Slot]? {
        guard variables.feeds[name] == nil else {
            fault(
                value,
                place,
                "the name “\(name)” is taken by data of that name",
                "give the data another name"
            )
            return nil
        }
        return variables.addFeed(name, columns: columns)
    }

    private func buildOperations(
        _ list: YAMLValue?,
        _ place: Place,
        available: inout Set<String>
    ) -> [Operation] {
        var operations: [Operation] = []
        for (number, item) in (list?.items ?? []).enumerated() {
            guard case .mapping = item.kind else { continue }
            operations.append(buildOperation(item, place[number], available: &available))
        }
        return operations
    }

    /// What a clean refusal is: any 4xx where no status is written, and never a 5xx.
    private func buildRefused(
        _ value: YAMLValue?,
        _ place: Place,
        available: Set<String>
    ) -> [Expectation] {
        let found = buildExpectations(
            value,
            place,
            available: available,
            usual: ("400-499", 400...499)
        )
        guard let value else { return found }
        for case .status(let ranges) in found where ranges.contains(where: { $0.upperBound > 499 })
        {
            fault(
                value["status"] ?? value,
                place / "status",
                "a status from 500 on says that the service failed, not that it refused",
                "write the status of the refusal, such as 422"
            )
        }
        let hasMore = found.count > 1
        if !hasMore {
            warn(
                value,
                place,
                "expects nothing but a status: any error of that status would count as a refusal",
                "add “text:” with what people are told"
            )
        }
        return found
    }
}
