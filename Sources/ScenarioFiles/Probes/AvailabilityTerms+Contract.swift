package import Availability
package import Foundation
package import Timekeeping
package import Workload

extension AvailabilityTerms {
    /// The zone of a contract that names none: the customers' of the contract Sanbyo comes from.
    package static let usualZone = TimeZone(identifier: "Asia/Tokyo") ?? .gmt

    /// A contract's terms of availability.
    ///
    /// - Parameters:
    ///   - every: the distance between ticks, where it is not the contract's.
    ///   - zone: of times written without an offset.
    package init(
        _ declarations: Declarations,
        every: Nanoseconds? = nil,
        zone: TimeZone = usualZone
    ) {
        self.init(every: every ?? declarations.probeEvery ?? Self.usualDistance)
        share = declarations.availability
        over = declarations.availabilityOver
        notice = declarations.maintenanceNotice
        meanRepair = declarations.meanRepair
        notifyWithin = declarations.notifyWithin
        longOutage = declarations.longOutage
        longOutagesAtMost = declarations.longOutagesAtMost
        independentAfter = declarations.probeEvery ?? Self.usualDistance
        probes = declarations.probes.compactMap(ProbeKind.init(rawValue:))
        windows = declarations.maintenanceWindows.compactMap { PlannedWindow($0, zone: zone) }
    }
}

extension PlannedWindow {
    /// A window of a contract; `nil` when its times are none.
    ///
    /// Where a clock is put back a time of day comes twice, and where it is put forward it does
    /// not come at all: the window is taken as short as the words allow, since what lies in it is
    /// not counted as downtime.
    package init?(_ written: Declarations.MaintenanceWindow, zone: TimeZone) {
        guard let from = LocalTime.instants(written.from, in: zone),
            let to = LocalTime.instants(written.to, in: zone)
        else { return nil }
        self.init(
            from: from.latest,
            to: to.earliest,
            announced: written.announced
                .flatMap { LocalTime.instants($0, in: zone)?.latest }
        )
    }
}
