import Workload

/// IPA's levels of the share of responses in time (レスポンス順守率, B.2.1.1 and B.2.1.2).
///
/// 非機能要求グレード2018: level 1 is 60 %, 2 is 80 %, 3 is 90 %, 4 is 95 %, 5 is 99 % and more.
package enum ComplianceLevel {
    private static let shares = [0.6, 0.8, 0.9, 0.95, 0.99]

    /// The level that a share reaches, 0 … 5.
    package static func reached(by share: Double) -> Int {
        shares.count { share >= $0 }
    }
}
