package import Timekeeping

/// One interval of a log.
package struct HlogInterval: Hashable, Sendable {
    /// The tag; `nil` for lines without.
    package var tag: String?
    /// The stamp as written, relative to the start time or absolute.
    package var start: Nanoseconds
    package var length: Nanoseconds
    package var histogram: SparseHistogram
}

/// Why a log could not be read.
package enum HlogError: Error, Hashable, Sendable, CustomStringConvertible {
    case notUTF8
    /// More bytes than ``HlogReader/longestLog``.
    case tooLarge(bytes: Int)
    /// A log of another version than 1.x.
    case unknownVersion(line: Int, String)
    /// A line without its four columns.
    case malformed(line: Int, String)
    case histogram(line: Int, HistogramCodecError)

    package var description: String {
        switch self {
        case .notUTF8: "the log is not UTF-8 text"
        case .tooLarge(let bytes): "the log has \(bytes) bytes, more than can be read"
        case .unknownVersion(let line, let version):
            "line \(line): log format version \(version) is not known; 1.0 to 1.3 are"
        case .malformed(let line, let what): "line \(line): \(what)"
        case .histogram(let line, let error): "line \(line): \(error)"
        }
    }
}

/// Reads HdrHistogram logs with V2 histograms; never traps, whatever the bytes.
package struct HlogReader: Sendable {
    /// The largest log read: a day of 20 operations at full detail is smaller.
    package static let longestLog = 2 << 30

    /// The `StartTime` of the header in seconds since 1970, if written.
    package private(set) var startTime: Nanoseconds?
    package private(set) var baseTime: Nanoseconds?
    package private(set) var intervals: [HlogInterval] = []

    /// Reads a whole log.
    package init(_ bytes: [UInt8]) throws(HlogError) {
        guard bytes.count <= Self.longestLog else { throw .tooLarge(bytes: bytes.count) }
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = trimmed.first else { continue }
            switch first {
            case UInt8(ascii: "#"): try readHeader(trimmed, number)
            case UInt8(ascii: "\""): continue
            default: intervals.append(try Self.interval(trimmed, number))
            }
        }
    }

    /// All intervals of a tag added up.
    package func total(tag: String?) -> SparseHistogram {
        intervals.reduce(into: SparseHistogram()) { if $1.tag == tag { $0.merge($1.histogram) } }
    }

    private mutating func readHeader(
        _ line: ArraySlice<UInt8>,
        _ number: Int
    ) throws(HlogError) {
        guard let text = String(validating: line, as: UTF8.self) else { throw .notUTF8 }
        if let version = text.after("#[Histogram log format version ") {
            let known = ["1.0", "1.1", "1.2", "1.3"]
            guard known.contains(String(version.prefix { $0 != "]" })) else {
                throw .unknownVersion(line: number, String(version.prefix(20)))
            }
        } else if let stamp = text.after("#[StartTime: ") {
            startTime = try Self.seconds(stamp.prefix { $0 != " " && $0 != "]" }, number)
        } else if let stamp = text.after("#[BaseTime: ") {
            baseTime = try Self.seconds(stamp.prefix { $0 != " " && $0 != "]" }, number)
        }
    }

    private static func interval(
        _ line: ArraySlice<UInt8>,
        _ number: Int
    ) throws(HlogError) -> HlogInterval {
        var columns = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        var tag: String?
        if let first = columns.first, first.starts(with: Array("Tag=".utf8)) {
            guard let name = String(validating: first.dropFirst(4), as: UTF8.self) else {
                throw .notUTF8
            }
            tag = name
            columns.removeFirst()
        }
        guard columns.count == 4 else {
            throw .malformed(
                line: number,
                "\(columns.count) columns instead of start, length, maximum, histogram"
            )
        }
        let start = try seconds(String(decoding: columns[0], as: UTF8.self), number)
        let length = try seconds(String(decoding: columns[1], as: UTF8.self), number)
        do {
            let histogram = try HistogramCodec.decode(columns[3])
            return HlogInterval(tag: tag, start: start, length: length, histogram: histogram)
        } catch {
            throw .histogram(line: number, error)
        }
    }

    private static func seconds(
        _ text: some StringProtocol,
        _ number: Int
    ) throws(HlogError) -> Nanoseconds {
        guard let value = Double(String(text)), value.isFinite, abs(value) < 9e9 else {
            throw .malformed(line: number, "\"\(text.prefix(40))\" is no time in seconds")
        }
        return .seconds(value)
    }
}

extension String {
    /// What follows a prefix; `nil` when the text does not begin with it.
    fileprivate func after(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
