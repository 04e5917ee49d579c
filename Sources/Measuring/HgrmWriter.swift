/// Writes a percentile distribution in HdrHistogram's text form (`.hgrm`), times in ms.
package enum HgrmWriter {
    /// The bytes of the file; of an empty histogram, only its header and footer.
    package static func bytes(of histogram: LatencyHistogram) -> [UInt8] {
        Array(histogram.percentileDistribution.utf8)
    }
}
