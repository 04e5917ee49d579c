package import Availability
package import Foundation
package import Timekeeping
package import Workload

extension AvailabilityTerms {
    /// A contract's terms of availability, its times in its zone.
    ///
    /// - Parameter every: the distance between ticks, where it is not the contract's.
    package init(_ contract: Contract, every: Nanoseconds? = nil) {
        let declarations = contract.declarations
        let zone = contract.zone.flatMap(TimeZone.init(identifier:))
        self.init(every: every ?? declarations.probeEvery ?? Self.usualDistance)
        serviceHours = declarations.serviceHours
        share = declarations.availability
        over = declarations.availabilityOver
        notice = declarations.maintenanceNotice
        meanRepair = declarations.meanRepair
        notifyWithin = declarations.notifyWithin
        longOutage = declarations.longOutage
        longOutagesAtMost = declarations.longOutagesAtMost
        independentAfter = declarations.probeEvery ?? Self.usualDistance
        promisedEvery = declarations.probeEvery
        monitoring = declarations.probes.compactMap(ProbeKind.init(rawValue:))
        probes = monitoring
        windows = declarations.maintenanceWindows.compactMap { PlannedWindow($0, zone: zone) }
    }
}

extension PlannedWindow {
    /// A window of a contract; `nil` when its times are none, or mean nothing without a zone: what
    /// is not known to be a planned stop counts as downtime.
    ///
    /// Where a clock is put back a time of day comes twice, and where it is put forward it does
    /// not come at all: the window is taken as short as the words allow, since what lies in it is
    /// not counted as downtime.
    package init?(_ written: Declarations.MaintenanceWindow, zone: TimeZone?) {
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
