import Measuring
import Timekeeping

extension RunFacts {
    /// The users that were there while the service was judged: at least so many at 19 of 20
    /// readings, one a second, in ``judgedSpan``.
    ///
    /// The peak of the whole run proves little: 200 users for a second on the way to ten are
    /// 200 at the peak. The first second of the span is left to the users that still come. Users
    /// whom the service never let in are not there, however often they try.
    package var heldUsers: Int {
        let span = judgedSpan
        guard !span.isEmpty else { return 0 }
        let last = (span.upperBound - Nanoseconds(1)).wholeSecond
        let users = record.timeline.filter {
            $0.second > span.lowerBound.wholeSecond && $0.second <= last
                && !leftOut.contains($0.second)
        }.map(\.users).sorted()
        let held = users.isEmpty ? load.achievedPeakUsers : users[users.count / 20]
        // Who got in is not known of a run that was cut off.
        return ended == .completed ? min(held, load.usersReady) : held
    }
}
