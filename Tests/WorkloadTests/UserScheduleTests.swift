import Testing
import Timekeeping
import Workload

@Suite("user schedules")
struct UserScheduleTests {
    @Test("a ramp of 4 users over 8 s starts one every 2 s and stops them in reverse")
    func ramp() {
        let schedule = UserSchedule([
            UserStage(target: 4, duration: .seconds(8)),
            UserStage(target: 4, duration: .seconds(10)),
            UserStage(target: 0, duration: .seconds(4)),
        ])
        #expect(schedule.peak == 4)
        #expect(schedule.duration == .seconds(22))
        for user in 0..<4 {
            let interval = Nanoseconds.seconds(2 * user)..<Nanoseconds.seconds(22 - user)
            #expect(schedule.intervals(ofUser: user) == [interval])
        }
        #expect(schedule.intervals(ofUser: 4).isEmpty)
    }

    @Test("a jump starts every user at zero and the end stops them")
    func jump() {
        let schedule = UserSchedule([
            UserStage(target: 200, duration: .zero),
            UserStage(target: 200, duration: .seconds(60)),
        ])
        for user in [0, 99, 199] {
            #expect(schedule.intervals(ofUser: user) == [.zero..<Nanoseconds.seconds(60)])
        }
    }

    @Test("a spike brings users twice, and those below it stay")
    func spike() {
        let schedule = UserSchedule([
            UserStage(target: 2, duration: .zero),
            UserStage(target: 2, duration: .seconds(10)),
            UserStage(target: 6, duration: .seconds(4)),
            UserStage(target: 2, duration: .seconds(4)),
            UserStage(target: 6, duration: .zero),
            UserStage(target: 6, duration: .seconds(1)),
        ])
        #expect(schedule.intervals(ofUser: 1) == [.zero..<Nanoseconds.seconds(19)])
        #expect(
            schedule.intervals(ofUser: 4) == [
                .seconds(12)..<Nanoseconds.seconds(16), .seconds(18)..<Nanoseconds.seconds(19),
            ]
        )
    }

    @Test("a user who leaves and returns at one moment was never away")
    func instantReturn() {
        let schedule = UserSchedule([
            UserStage(target: 3, duration: .zero), UserStage(target: 3, duration: .seconds(5)),
            UserStage(target: 0, duration: .zero), UserStage(target: 3, duration: .zero),
            UserStage(target: 3, duration: .seconds(5)),
        ])
        #expect(schedule.intervals(ofUser: 2) == [.zero..<Nanoseconds.seconds(10)])
    }

    @Test("at any moment as many users are there as the line says, rounded up")
    func countFollowsLine() {
        var generator = SeededGenerator(seed: 5, stream: .startSpread)
        for _ in 0..<50 {
            let stages = (0..<6).map { _ in
                UserStage(
                    target: Int.random(in: 0...40, using: &generator),
                    duration: .milliseconds(Int.random(in: 0...9_000, using: &generator))
                )
            }
            let schedule = UserSchedule(stages)
            guard schedule.duration > .zero else { continue }
            let intervals = (0..<schedule.peak).map(schedule.intervals(ofUser:))
            for _ in 0..<40 {
                let moment = Nanoseconds(
                    Int64.random(in: 1..<schedule.duration.count, using: &generator)
                )
                let line = schedule.target(at: moment)
                // Within rounding of a whole number either count is right.
                guard abs(line - line.rounded()) > 1e-5 else { continue }
                let there = intervals.count { spans in spans.contains { $0.contains(moment) } }
                #expect(there == Int(line.rounded(.up)))
            }
        }
    }

    @Test("intervals are in order and never touch")
    func ordered() {
        let schedule = UserSchedule(
            (0..<40).map { UserStage(target: $0 % 3 * 5, duration: .milliseconds(700)) }
        )
        for user in 0..<schedule.peak {
            let spans = schedule.intervals(ofUser: user)
            #expect(spans.allSatisfy { $0.lowerBound < $0.upperBound })
            #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }
}
