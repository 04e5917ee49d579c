import Foundation
import Timekeeping

/// The decimal logarithm of a time in nanoseconds, at least that of 1 ns.
func log10(_ time: Nanoseconds) -> Double { Foundation.log10(Double(max(time.count, 1))) }

func exp10(_ exponent: Double) -> Double { Foundation.pow(10, exponent) }
