import Testing
import Timekeeping

@testable import sanbyo

@Suite("A stretch of a run by times of day")
struct LeftOutStretchTests {
    /// A run that began at 10:00:30 UTC.
    private let clock = RunClock(
        start: ClockAnchor(
            monotonic: MonotonicInstant(nanoseconds: 7),
            unixNanoseconds: 1_795_428_030_000_000_000
        )
    )

    private func offsets(_ from: String, _ to: String, hours: Int) -> [Nanoseconds]? {
        guard let begin = clock.offset(from, length: .seconds(hours * 3_600)),
            let end = clock.offset(to, near: begin)
        else { return nil }
        return [begin, end]
    }

    @Test("means the time that lies within the run, also hours after its start")
    func within() {
        #expect(clock.timeOfDay(.zero) == "10:00:30")
        #expect(offsets("10:03", "10:05:10", hours: 1) == [.seconds(150), .seconds(280)])
        #expect(offsets("05:00", "06:00", hours: 20) == [.seconds(68_370), .seconds(71_970)])
        #expect(offsets("23:50", "00:10", hours: 20) == [.seconds(49_770), .seconds(50_970)])
        #expect(offsets("10:00", "10:01", hours: 1) == [.seconds(-30), .seconds(30)])
        #expect(offsets("90s", "10:05", hours: 1) == [.seconds(90), .seconds(270)])
    }

    @Test("that is written the wrong way round ends before it begins")
    func reversed() {
        #expect(offsets("10:05", "10:03", hours: 1) == [.seconds(270), .seconds(150)])
    }

    @Test(
        "takes digits only",
        arguments: ["10:-5", "+9:05", "1:05", "24:00", "10:60", "10", "10:05:", "１０:05"]
    )
    func digits(text: String) {
        #expect(clock.offset(text, length: .seconds(3_600)) == nil)
    }
}
