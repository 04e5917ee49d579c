package import Foundation
package import Timekeeping

/// Times of day of a zone as moments.
package enum LocalTime {
    /// The moments that a written time may mean.
    package struct Instants: Sendable, Hashable {
        package var earliest: UTCInstant
        package var latest: UTCInstant

        package var isAmbiguous: Bool { earliest != latest }
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

    private static func instants(of civil: CivilTime, in zone: TimeZone) -> Instants {
        func offset(at instant: UTCInstant) -> Int64 {
            let seconds = TimeInterval(instant.unixNanoseconds) / 1e9
            return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)))
                * 1_000_000_000
        }
        let asUTC = UTCInstant(unixNanoseconds: civil.nanoseconds)
        let day = Nanoseconds.seconds(86_400)
        let offsets = Set([offset(at: asUTC - day), offset(at: asUTC + day)])
        let moments = offsets.map { asUTC - Nanoseconds($0) }
        let real = zip(offsets, moments).filter { offset(at: $0.1) == $0.0 }.map(\.1)
        if let earliest = real.min(), let latest = real.max() {
            return Instants(earliest: earliest, latest: latest)
        }
        let before = moments.min() ?? asUTC
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
