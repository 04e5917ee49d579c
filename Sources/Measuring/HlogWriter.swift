import Timekeeping

/// Writes a record as HdrHistogram log V1.3: one line per tag per second of planned start.
///
/// Times are in µs, the maximum column in ms; stamps are seconds since the start time of the
/// header, which is the record's origin.
package enum HlogWriter {
    /// The bytes of the log.
    ///
    /// - Parameters:
    ///   - startUnixNanoseconds: the wall clock at the record's origin, ns since 1970.
    ///   - comment: written as first line, line breaks as spaces.
    package static func bytes(
        of record: RunRecord,
        startUnixNanoseconds: Int64,
        comment: String
    ) -> [UInt8] {
        var text: [UInt8] = []
        let words = comment.map { $0.isNewline ? " " : $0 }
        let start = Nanoseconds(startUnixNanoseconds)
        text += Array("#[\(String(words))]\n".utf8)
        text += Array("#[Histogram log format version 1.3]\n".utf8)
        text += Array(
            """
            #[StartTime: \(seconds(start)) (seconds since epoch), \
            \(UTCText.timestamp(unixSeconds: start.wholeSecond))]\n
            """.utf8
        )
        text += Array(
            """
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n
            """.utf8
        )
        let tags = HlogTag.tags(of: record.plan)
        for (second, cells) in cellsBySecond(record) {
            for tag in tags {
                guard let cell = cells[tag.operation] else { continue }
                let histogram = tag.kind == .response ? cell.response : cell.service
                append(histogram, tag: tag.tag, second: second, to: &text)
            }
        }
        return text
    }

    private static func append(
        _ histogram: SparseHistogram,
        tag: String,
        second: Int,
        to text: inout [UInt8]
    ) {
        guard
            let maximum = histogram.extent.maximum,
            let encoded = HistogramCodec.encode(histogram)
        else { return }
        let milliseconds = DecimalText.fixed(
            Double(maximum.microsecondsRoundedUp) / 1_000,
            decimals: 3
        )
        text += Array("Tag=\(tag),\(second).000,1.000,\(milliseconds),\(encoded)\n".utf8)
    }

    /// Seconds in order with their cells by operation, judged and not judged together.
    private static func cellsBySecond(_ record: RunRecord) -> [(Int, [Int: Cell])] {
        var seconds: [Int: [Int: Cell]] = [:]
        for (key, cell) in record.cells {
            seconds[key.second, default: [:]][key.operation, default: Cell()].merge(cell)
        }
        return seconds.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func seconds(_ time: Nanoseconds) -> String {
        let (whole, rest) = time.count.quotientAndRemainder(dividingBy: 1_000_000_000)
        let thousandths = String(1_000 + rest / 1_000_000).dropFirst()
        return "\(whole).\(thousandths)"
    }
}
