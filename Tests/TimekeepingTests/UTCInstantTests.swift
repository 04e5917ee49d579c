import Testing
import Timekeeping

@Suite("Moments by the wall clock")
struct UTCInstantTests {
    private func instant(_ text: String) -> UTCInstant? {
        if case .instant(let instant) = WrittenTime(text) { instant } else { nil }
    }

    @Test(
        "ISO 8601 with an offset is read to the nanosecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.5Z", -500_000_000),
            ("2026-11-23T08:30:00+09:00", 1_795_390_200_000_000_000),
            ("2026-11-22T23:30:00Z", 1_795_390_200_000_000_000),
            ("2026-11-22 18:30-0500", 1_795_390_200_000_000_000),
            ("2026-11-22T23:30:00.000000001z", 1_795_390_200_000_000_001),
            ("2024-02-29T00:00Z", 1_709_164_800_000_000_000),
        ]
    )
    func read(text: String, nanoseconds: Int) {
        #expect(instant(text)?.unixNanoseconds == Int64(nanoseconds), "\(text)")
    }

    @Test(
        "what no calendar or clock shows is refused",
        arguments: [
            "", "2026", "2026-02-30", "2025-02-29T00:00Z", "2026-13-01", "2026-00-10",
            "2026-11-23T24:00Z", "2026-11-23T08:60Z", "2026-11-23T08:30:60Z", "2026-11-23T08Z",
            "2026-11-23T08:30:00.Z", "2026-11-23T08:30:00+9", "2026-11-23T08:30:00+09:0",
            "2026-11-23T08:30:00+24:00", "2026-11-23T08:30:00Zx", "1677-01-01", "2262-01-01",
            "２０２６-11-23", "-026-11-23",
        ]
    )
    func refused(text: String) {
        #expect(WrittenTime(text) == nil)
    }

    @Test("without an offset it is what a clock shows, and no moment yet")
    func civil() {
        guard case .civil(let time) = WrittenTime("1970-01-02 00:00") else {
            Issue.record("no civil time")
            return
        }
        #expect(time.nanoseconds == 86_400_000_000_000)
    }

    @Test("what is written reads back as the same moment to the millisecond")
    func roundTrip() {
        for step in stride(from: Int64(-9_000_000_000), through: 9_100_000_000, by: 86_399_777) {
            let moment = UTCInstant(unixNanoseconds: step * 1_000_000_000 + 250_000_000)
            #expect(instant(moment.description) == moment)
        }
        #expect(UTCInstant(unixNanoseconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(UTCInstant(unixNanoseconds: 0).dateAndTime == "1970-01-01 00:00:00")
    }

    @Test("slots are multiples since 1970, before it too")
    func slots() {
        let five = Nanoseconds.seconds(300)
        #expect(
            UTCInstant(unixNanoseconds: -1).rounded(downTo: five).unixNanoseconds
                == -300_000_000_000
        )
        #expect(
            instant("2026-11-23T08:34:59Z")?.rounded(downTo: five)
                == instant("2026-11-23T08:30:00Z")
        )
    }

    @Test("sums and differences stay within the range")
    func clamped() {
        let last = UTCInstant(unixNanoseconds: .max)
        #expect(last + .seconds(1) == last)
        #expect(
            UTCInstant(unixNanoseconds: .min) - .seconds(1)
                == UTCInstant(unixNanoseconds: .min)
        )
        #expect((last - UTCInstant(unixNanoseconds: .min)).count == .max)
    }
}
