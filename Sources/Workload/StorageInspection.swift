package import Timekeeping

/// How an inspection fills the storage of one user (item 25).
package struct StorageInspection: Sendable, Equatable {
    /// Bytes at the end of an upload that make it unlike the others.
    package static let stampLength = 16
    /// More would take hours, whatever the service does.
    package static let mostUploads = 10_000

    /// Bytes that one user may store; above 0.
    package var limit: Int
    /// Bytes that the account holds before; `nil` = unknown.
    package var used: Int?
    /// Bytes of each upload; at most what is left of the limit.
    package var step: Int
    /// No upload begins later than this.
    package var within: Nanoseconds
    /// Played before each upload.
    package var before: [Operation]
    /// Uploads a file, which is lengthened to the size that is wanted; its expectations are those
    /// of an accepted one.
    package var upload: Operation
    /// What the answer beyond the limit must be.
    package var refused: [Expectation]
    /// Played once at the end.
    package var cleanUp: [Operation]
    /// The slot of the text that makes each upload unlike the others.
    package var stamp: Slot

    package init(
        limit: Int,
        used: Int? = nil,
        step: Int,
        within: Nanoseconds = .seconds(600),
        before: [Operation] = [],
        upload: Operation,
        refused: [Expectation],
        cleanUp: [Operation] = [],
        stamp: Slot
    ) {
        self.limit = limit
        self.used = used
        self.step = step
        self.within = within
        self.before = before
        self.upload = upload
        self.refused = refused
        self.cleanUp = cleanUp
        self.stamp = stamp
    }
}

extension Operation {
    /// Where the one file of its last request's multipart form is; `nil` without one, or with more.
    package var uploadedFile: (request: Int, part: Int)? {
        guard let last = requests.indices.last, case .multipart(let parts) = requests[last].body
        else { return nil }
        let files = parts.indices.filter {
            if case .file = parts[$0].content { true } else { false }
        }
        return files.count == 1 ? (last, files[0]) : nil
    }
}
