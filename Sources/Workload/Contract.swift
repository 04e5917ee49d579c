package import Timekeeping
package import Wording

/// The measurable part of a service-level contract (METI checklist item numbers in brackets).
package struct Contract: Sendable, Equatable, Codable {
    package var name: String
    /// Where it was read from; `nil` for the built-in default.
    package var path: String?
    /// [19] What each class of operation promises.
    package var response: [OperationClass: ResponseTarget]
    /// [20] How long slow phases may continue; `nil` = reported, not judged.
    package var delay: DelayTerms?
    /// [24] The contracted users; `nil` = no limit is known.
    package var concurrentUsers: Int?
    /// How the sample's dependence enters the judging.
    package var dependence: Dependence
    package var declarations: Declarations
    /// The IANA name of the time zone that its times are in; `nil` = UTC.
    package var zone: String?

    package init(
        name: String,
        path: String? = nil,
        response: [OperationClass: ResponseTarget],
        delay: DelayTerms? = nil,
        concurrentUsers: Int? = nil,
        dependence: Dependence = .measured,
        declarations: Declarations = Declarations(),
        zone: String? = nil
    ) {
        self.name = name
        self.path = path
        self.response = response
        self.delay = delay
        self.concurrentUsers = concurrentUsers
        self.dependence = dependence
        self.declarations = declarations
        self.zone = zone
    }

    /// Used when a scenario names no contract: 3 s for 90 % of each online operation.
    package static let `default` = Contract(
        name: "default",
        response: [.online: ResponseTarget(within: .seconds(3), share: 0.9, shareAtPeak: nil)]
    )

    /// Whether operations are treated as independent observations.
    package enum Dependence: String, Sendable, Equatable, CaseIterable, Codable {
        /// Effective sample size by batch means; too short a run to assess it is never a PASS.
        case measured = "measured"
        case assumeIndependent = "assume-independent"
    }
}

/// The share of operations that must answer within a time.
package struct ResponseTarget: Sendable, Equatable, Codable {
    package var within: Nanoseconds
    /// In (0, 1): 0.9 for "90%".
    package var share: Double
    /// The share in peak hours; `nil` = the same.
    package var shareAtPeak: Double?

    package init(within: Nanoseconds, share: Double, shareAtPeak: Double?) {
        self.within = within
        self.share = share
        self.shareAtPeak = shareAtPeak
    }

    package func share(in hours: ServiceHours) -> Double {
        hours == .peak ? shareAtPeak ?? share : share
    }
}

/// Limits on latency-continuation periods (item 20).
package struct DelayTerms: Sendable, Equatable, Codable {
    /// The longest one allowed.
    package var longest: Nanoseconds?
    /// The longest response time allowed at any moment.
    package var worstResponse: Nanoseconds?
    /// The windows that periods are told by; whole tenths of a second.
    package var window: Nanoseconds

    /// Ten seconds: a period is told after two of them.
    package static let usualWindow = Nanoseconds.seconds(10)

    package init(
        longest: Nanoseconds? = nil,
        worstResponse: Nanoseconds? = nil,
        window: Nanoseconds = usualWindow
    ) {
        self.longest = longest
        self.worstResponse = worstResponse
        self.window = window
    }
}

/// Terms of the contract that are read and shown; all but ``isolationBy`` are judged by probes, not by
/// load runs.
package struct Declarations: Sendable, Equatable, Codable {
    /// [1] For example "24x7".
    package var serviceHours: String?
    /// [2] Notice of planned stops.
    package var maintenanceNotice: Nanoseconds?
    package var maintenanceWindows: [MaintenanceWindow] = []
    /// [5] Share in (0, 1] over a period.
    package var availability: Double?
    package var availabilityOver: Nanoseconds?
    /// [10] Mean time to repair.
    package var meanRepair: Nanoseconds?
    package var notifyWithin: Nanoseconds?
    /// [12] How long an outage is that counts as long.
    package var longOutage: Nanoseconds?
    package var longOutagesAtMost: Int?
    /// [13, 16] The distance between probes.
    package var probeEvery: Nanoseconds?
    package var probes: [String] = []
    /// [25] Bytes per user.
    package var storagePerUser: Int?
    /// [33, 42] The lowest TLS version accepted, for example "1.2".
    package var leastTLS: String?
    /// [34, 44] The fields that keep tenants apart.
    package var isolationBy: [String] = []
    /// Answers in words, by the item's number: what no load can measure, or what is shown instead
    /// of words made from the terms above.
    package var answers: [Int: Bilingual] = [:]

    package init() {}

    /// A planned stop; times as ISO 8601 text.
    package struct MaintenanceWindow: Sendable, Equatable, Codable {
        package var from: String
        package var to: String
        package var announced: String?

        package init(from: String, to: String, announced: String?) {
            self.from = from
            self.to = to
            self.announced = announced
        }
    }
}
