package import Foundation
package import Timekeeping

/// Times of day of a zone as moments.
package enum LocalTime {
    /// The moments that a written time may mean.
    package struct Instants: Sendable, Hashable {
        package var earliest: UTCInstant
        package var latest: UTCInstant

        package var isAmbiguous: Bool { earliest != latest }

        /// The one that lies nearer to another moment; the earlier when there is none.
        ///
        /// A log that goes through the hour twice tells by its order which of the two it means.
        func nearest(to other: UTCInstant?) -> UTCInstant {
            guard let other else { return earliest }
            func distance(_ instant: UTCInstant) -> Nanoseconds {
                max(instant - other, other - instant)
            }
            return distance(latest) < distance(earliest) ? latest : earliest
        }
    }

    /// The moments of a text in ISO 8601; `nil` when it is none, or has no offset where no zone is
    /// known: none is ever assumed.
    ///
    /// A text with an offset means one moment. Without one it is the time of day that a clock of
    /// the zone shows: one moment on most days, two in the hour that comes twice when the clock is
    /// put back, and the moment of the change for a time that is left out when it is put forward.
    package static func instants(_ text: String, in zone: TimeZone?) -> Instants? {
        switch WrittenTime(text) {
        case .none: nil
        case .instant(let instant): Instants(earliest: instant, latest: instant)
        case .civil(let civil): zone.map { instants(of: civil, in: $0) }
        }
    }

    /// How often a clock shows a time of day.
    package enum Kind: Sendable {
        case once, twice, never
    }

    /// How often the clocks of a zone show a written time; `nil` when the text is no time.
    package static func kind(of text: String, in zone: TimeZone) -> Kind? {
        switch WrittenTime(text) {
        case .none: nil
        case .instant: .once
        case .civil(let civil):
            switch shown(civil, in: zone).count {
            case 0: .never
            case 1: .once
            default: .twice
            }
        }
    }

    private static func offset(of zone: TimeZone, at instant: UTCInstant) -> Nanoseconds {
        let seconds = TimeInterval(instant.unixNanoseconds) / 1e9
        return .seconds(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
    }

    /// The moments that a time of day would be by the zone's offsets of the days around it.
    private static func candidates(
        _ civil: CivilTime,
        in zone: TimeZone
    ) -> [(moment: UTCInstant, offset: Nanoseconds)] {
        let asUTC = UTCInstant(unixNanoseconds: civil.nanoseconds)
        let day = Nanoseconds.seconds(86_400)
        return Set([offset(of: zone, at: asUTC - day), offset(of: zone, at: asUTC + day)])
            .map { (asUTC - $0, $0) }
    }

    /// The moments at which the zone's clocks really show a time of day.
    private static func shown(_ civil: CivilTime, in zone: TimeZone) -> [UTCInstant] {
        candidates(civil, in: zone).filter { offset(of: zone, at: $0.moment) == $0.offset }
            .map(\.moment)
    }

    private static func instants(of civil: CivilTime, in zone: TimeZone) -> Instants {
        let shown = shown(civil, in: zone)
        if let earliest = shown.min(), let latest = shown.max() {
            return Instants(earliest: earliest, latest: latest)
        }
        let moments = candidates(civil, in: zone).map(\.moment)
        let before = moments.min() ?? UTCInstant(unixNanoseconds: civil.nanoseconds)
        let seconds = TimeInterval(before.unixNanoseconds) / 1e9
        let change = zone.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: seconds)
        )
        let moment =
            change.map {
                UTCInstant(
                    unixNanoseconds: Int64($0.timeIntervalSince1970.rounded()) * 1_000_000_000
                )
            } ?? before
        return Instants(earliest: moment, latest: moment)
    }
}
