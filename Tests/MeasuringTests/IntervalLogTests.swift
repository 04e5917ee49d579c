import Testing
import Timekeeping

@testable import Measuring

@Suite("Interval logs")
struct IntervalLogTests {
    static func record(seed: UInt64) -> RunRecord {
        var generator = TestGenerator(state: seed)
        let plan = Fixture.plan([
            Fixture.operation("open form"), Fixture.operation("点検表を保存"),
            Fixture.operation("open,form"),
        ])
        return Fixture.record(
            (0..<2_000).map { index in
                Fixture.sample(
                    at: .milliseconds(Int(generator.next() % 12_000)),
                    took: generator.time(),
                    operation: Int(generator.next() % 3),
                    user: index
                )
            },
            plan: plan
        )
    }

    static func log(_ record: RunRecord) -> [UInt8] {
        HlogWriter.bytes(
            of: record,
            startUnixNanoseconds: 1_441_812_279_474_000_000,
            comment: "a run\nof two"
        )
    }

    @Test("a log has the header of version 1.3 and one line per tag and second")
    func form() throws {
        let record = Self.record(seed: 1)
        let lines = String(decoding: Self.log(record), as: UTF8.self).split(separator: "\n")
        #expect(lines[0] == "#[a run of two]")
        #expect(lines[1] == "#[Histogram log format version 1.3]")
        #expect(
            lines[2]
                == "#[StartTime: 1441812279.474 (seconds since epoch), 2015-09-09T15:24:39Z]"
        )
        #expect(
            lines[3]
                == "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
                + "\"Interval_Compressed_Histogram\""
        )
        #expect(lines.count == 4 + 12 * 6)
        #expect(lines[4].hasPrefix("Tag=open-form,0.000,1.000,"))
        #expect(lines[5].hasPrefix("Tag=open-form.service,0.000,1.000,"))
    }

    @Test("what was written is read back, tag by tag", arguments: 1...5)
    func roundTrip(seed: UInt64) throws {
        let record = Self.record(seed: seed)
        let reader = try HlogReader(Self.log(record))
        #expect(reader.startTime == .seconds(1_441_812_279.474))
        for tag in HlogTag.tags(of: record.plan) {
            let totals = record.totals(operation: tag.operation, judgedOnly: false)
            let expected = tag.kind == .response ? totals.response : totals.service
            let found = LatencyHistogram(reader.total(tag: tag.tag))
            #expect(found.count == expected.count)
            #expect(found.indexedCounts.elementsEqual(expected.indexedCounts, by: ==))
        }
        #expect(reader.intervals.map(\.start) == reader.intervals.map(\.start).sorted())
    }

    @Test("tags hold no comma, space or line break, and are all different")
    func tags() {
        let names = [
            "open form", "open,form", "open\r\nform", "Open-Form", "", "é 秒", "a.service", "a",
        ]
        let tags = HlogTag.tags(of: Fixture.plan(names.map { Fixture.operation($0) })).map(\.tag)
        #expect(Set(tags.map { $0.lowercased() }).count == 16)
        #expect(tags.allSatisfy { !$0.contains { ", \r\n\"=#/".contains($0) } && !$0.isEmpty })
        #expect(
            tags[0] == "open-form" && tags[1] == "open-form.service" && tags[2] == "open-form-2"
        )
    }

    @Test("logs of other tools are read: no tags, absolute stamps, Windows line ends, no header")
    func others() throws {
        var histogram = SparseHistogram()
        histogram.record(.milliseconds(5))
        let coded = try #require(HistogramCodec.encode(histogram))
        let text = """
            #anything\r
            #[BaseTime: 1441812279.000 (seconds since epoch)]\r
            0.127,1.007,2.769,\(coded)\r
            \r
            Tag=x,1441812280.5,1,0,\(coded)
            """
        let reader = try HlogReader(Array(text.utf8))
        #expect(reader.baseTime == .seconds(1_441_812_279))
        #expect(reader.intervals.map(\.tag) == [nil, "x"])
        #expect(reader.intervals.map(\.length) == [.milliseconds(1_007), .seconds(1)])
        #expect(reader.total(tag: nil).entries == histogram.entries)
        #expect(try HlogReader([]).intervals.isEmpty)
    }

    @Test(
        "a fault is told with its line",
        arguments: [
            ("#[Histogram log format version 2.0]", "line 1: log format version 2.0"),
            ("\n1,2,3", "line 2: 3 columns"), ("a,1,1,HIST", "line 1: \"a\" is no time"),
            ("1,nan,1,HIST", "line 1: \"nan\""),
            ("1,1,1,HI*T", "line 1: the histogram is not valid"),
            ("1,1,1,HISEAgAA", "line 1: the histogram begins"),
            ("#[StartTime: x ]", "line 1: \"x\""), ("1,1,1,HIST", "line 1: the histogram is cut"),
        ]
    )
    func faults(text: String, message: String) {
        do {
            _ = try HlogReader(Array(text.utf8))
            Issue.record("read without error")
        } catch {
            #expect(error.description.hasPrefix(message), "\(error)")
        }
    }

    @Test("damaged logs give an error or a log, never a trap")
    func hostile() {
        var generator = TestGenerator(state: 23)
        let good = Self.log(Self.record(seed: 3))
        for _ in 0..<300 {
            var bytes = good
            for _ in 0...generator.next() % 4 {
                let position = Int(generator.next() % UInt64(bytes.count))
                bytes[position] = UInt8(truncatingIfNeeded: generator.next())
            }
            _ = try? HlogReader(bytes)
            _ = try? HlogReader(Array(good.prefix(Int(generator.next() % UInt64(good.count)))))
        }
        for _ in 0..<2_000 {
            let length = Int(generator.next() % 60)
            let alphabet = Array("Tag=,.0123456789#[]\n\r\"HISTFAAAAEé ".utf8)
            let bytes = (0..<length).map { _ in
                alphabet[Int(generator.next() % UInt64(alphabet.count))]
            }
            _ = try? HlogReader(bytes)
        }
    }

    @Test("times of day are those of the calendar")
    func calendar() {
        #expect(UTCText.timestamp(unixSeconds: 0) == "1970-01-01T00:00:00Z")
        #expect(UTCText.timestamp(unixSeconds: -1) == "1969-12-31T23:59:59Z")
        #expect(UTCText.timestamp(unixSeconds: 951_827_696) == "2000-02-29T12:34:56Z")
        #expect(UTCText.timestamp(unixSeconds: 1_795_000_000) == "2026-11-18T11:06:40Z")
        #expect(UTCText.timestamp(unixSeconds: 4_107_542_400) == "2100-03-01T00:00:00Z")
    }
}
