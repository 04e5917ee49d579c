/// How often a test may be repeated while a run goes on, and how strict each repetition is.
///
/// A run that ends without an answer may be extended and judged again. Each look at the growing
/// data is a further chance of a wrong PASS or FAIL: three looks at 5 % are wrong up to nearly
/// 15 % of the time together, and looks without end are wrong sooner or later. With at most three
/// looks at a third of the error each, the chance that any of them is wrong is at most the total
/// (Bonferroni's inequality), however the data of the looks depend on each other
/// (methodology §3.2).
package enum SequentialLooks {
    /// Looks at one run, the first included.
    package static let most = 3

    /// The chance of error granted to each look, so that all together err at most `total`.
    ///
    /// - Parameter total: 0 … 1; 0.05 = 95 % confidence in the answer, whichever look gave it.
    package static func alpha(total: Double) -> Double {
        total / Double(most)
    }
}
