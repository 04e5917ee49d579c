import Timekeeping

/// Prints a measured figure, so that a green run shows how far from the limits it was.
func figure(_ name: String, _ value: some CustomStringConvertible) {
    print("accuracy: \(name): \(value)")
}

extension Nanoseconds {
    /// In milliseconds to the microsecond.
    var text: String { "\(DecimalText.fixed(milliseconds, decimals: 3)) ms" }
    var size: Nanoseconds { Nanoseconds(abs(count)) }
}
