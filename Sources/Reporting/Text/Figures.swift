import Timekeeping
import Verdicts

/// Figures as the reports print them.
enum Figures {
    /// A count with commas between thousands: "12,345".
    static func count(_ count: Int) -> String {
        Words.figure(count)
    }

    /// A time to about three figures, or a dash.
    static func time(_ time: Nanoseconds?) -> String {
        time.map(DurationText.readable) ?? "–"
    }
}
