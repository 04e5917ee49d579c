/// Why an encoded histogram could not be read.
package enum HistogramCodecError: Error, Hashable, Sendable, CustomStringConvertible {
    case notBase64
    /// An older encoding: 0 or 1.
    case oldEncoding(version: Int)
    /// The first four bytes belong to no encoding of HdrHistogram.
    case unknownCookie(UInt32)
    case truncated
    /// The zlib stream is damaged, or expands to more than any histogram of this layout.
    case notExpandable
    /// Another layout than 1 µs … at 3 digits with ratio 1.
    case otherLayout(digits: Int, lowest: Int64, ratio: Double)
    /// A count is negative, above 2³² − 1, or stands beyond an hour.
    case impossibleCount

    package var description: String {
        switch self {
        case .notBase64: "the histogram is not valid Base64"
        case .oldEncoding(let version):
            "the histogram is in HdrHistogram's encoding V\(version); only V2 is read: write the "
                + "log again with a current HdrHistogram"
        case .unknownCookie(let cookie):
            "the histogram begins with 0x\(String(cookie, radix: 16)), which is no HdrHistogram"
        case .truncated: "the histogram is cut short"
        case .notExpandable: "the compressed histogram is damaged or too large"
        case .otherLayout(let digits, let lowest, let ratio):
            "the histogram has \(digits) digits from \(lowest) with ratio \(ratio); only "
                + "3 digits from 1 µs with ratio 1 can be merged without loss"
        case .impossibleCount: "the histogram holds a count or time that cannot be"
        }
    }
}
