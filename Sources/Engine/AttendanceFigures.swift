package import Timekeeping

/// How many users came and got in; a user that comes twice counts twice.
package struct AttendanceFigures: Sendable, Equatable {
    package internal(set) var begun = 0
    package internal(set) var signedIn = 0
    /// Those that had a sign-in fail and did not get through later.
    package internal(set) var refused = 0
    /// The most users there at one time.
    package internal(set) var peak = 0
    /// The time that users were there in the judged span, all added up, of ended sessions.
    package internal(set) var timeThere = Nanoseconds.zero
    /// Of ``timeThere``, before they had got in.
    package internal(set) var timeSigningIn = Nanoseconds.zero
    /// Users there now.
    package internal(set) var present = 0
    /// The time that users were there in the whole run, all added up, of ended sessions.
    package internal(set) var timePresent = Nanoseconds.zero
    /// Of ``timePresent``, between operations: thinking, waiting for a cycle or an arrival.
    package internal(set) var timeIdle = Nanoseconds.zero

    /// Operations that ended, or were planned and given up: as many samples were handed to the
    /// recorder.
    package internal(set) var operations = 0

    package init() {}

    /// Adds another shard's users.
    package mutating func add(_ other: AttendanceFigures) {
        begun += other.begun
        signedIn += other.signedIn
        refused += other.refused
        peak += other.peak
        timeThere += other.timeThere
        timeSigningIn += other.timeSigningIn
        present += other.present
        timePresent += other.timePresent
        timeIdle += other.timeIdle
        operations += other.operations
    }
}
