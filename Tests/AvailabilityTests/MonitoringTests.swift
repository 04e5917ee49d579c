import Testing
import Timekeeping
import Wording

@testable import Availability

@Suite("Monitoring, items 13 and 16")
struct MonitoringTests {
    private func promised(_ change: (inout AvailabilityTerms) -> Void = { _ in })
        -> AvailabilityTerms
    {
        terms {
            $0.promisedEvery = fiveMinutes
            $0.monitoring = [.web, .database]
            $0.probes = $0.monitoring
            change(&$0)
        }
    }

    private func verdicts(_ report: AvailabilityReport) -> [AvailabilityVerdict?] {
        [finding(report, .monitoring)?.verdict, finding(report, .interval)?.verdict]
    }

    private let both: [ProbeKind] = [.web, .database]

    @Test("a whole period with every probe at every slot keeps both")
    func kept() {
        let whole = report(run(".", 8_640), promised(), kinds: both)
        #expect(verdicts(whole) == [.pass, .pass])
        #expect(
            finding(whole, .monitoring)?.reasons.map(\.en)
                == ["probed web at 8,640, database at 8,640 of 8,640 slots"]
        )
    }

    @Test("one tick, or a part of the period, keeps nothing yet and says how much was watched")
    func short() {
        #expect(verdicts(report(".", promised(), kinds: both)) == [.inconclusive, .inconclusive])
        let part = report(run(".", 8_639), promised(), kinds: both)
        #expect(verdicts(part) == [.inconclusive, .inconclusive])
        #expect(finding(part, .interval)?.reasons.last?.en.hasSuffix("go on probing") == true)
        let open = promised { $0.over = nil }
        #expect(
            verdicts(report(run(".", 287), open, kinds: both)) == [.inconclusive, .inconclusive]
        )
        #expect(verdicts(report(run(".", 288), open, kinds: both)) == [.pass, .pass])
    }

    @Test("ticks further apart than the contract's show nothing of its distance")
    func wide() {
        let hourly = promised { $0.every = .seconds(3_600) }
        let year = report(run(".", 365 * 24), hourly, kinds: both)
        #expect(finding(year, .interval)?.verdict == .inconclusive)
        #expect(
            finding(year, .interval)?.reasons.contains {
                $0.en.contains("cannot show the promised 5 min")
            } == true
        )
        let often = promised { $0.every = .seconds(60) }
        #expect(
            finding(report(run(".", 43_200), often, kinds: both), .interval)?.verdict == .pass
        )
    }

    @Test("a probe that was never made, or not at every slot, is named")
    func missingKind() {
        let only = finding(report(run(".", 8_640), promised()), .monitoring)
        #expect(only?.verdict == .inconclusive)
        #expect(
            only?.reasons.map(\.en) == [
                "probed web at 8,640, database at 0 of 8,640 slots",
                "add database to each tick of the probe",
            ]
        )
    }

    /// A month whose ticks begin so many seconds after their slots, in turn.
    private func uneven(_ offsets: [Int], _ terms: AvailabilityTerms, stop: Range<Int> = 0..<0)
        -> Finding?
    {
        var month = ticks(run(".", 8_640), kinds: both)
        for index in month.indices {
            let late = Nanoseconds.seconds(offsets[index % offsets.count])
            month[index].started = month[index].slot + late
        }
        month.removeSubrange(stop)
        let judged = AvailabilityReport(
            ticks: month,
            terms: terms,
            now: start + day * 30 - Nanoseconds(1)
        )
        return finding(judged, .interval)
    }

    @Test("ticks up to a tenth further apart than promised keep the distance, others do not")
    func uneven() {
        #expect(uneven([0, 0, 0], promised())?.verdict == .pass)
        #expect(uneven([-15, 15], promised())?.verdict == .pass)
        #expect(uneven([-15, 16], promised())?.verdict == .inconclusive)
        let wide = uneven([-140, 140], promised())
        #expect(wide?.verdict == .inconclusive)
        #expect(
            wide?.reasons.contains { $0.en.contains("9 min 40 s lay between two ticks") } == true,
            "\(wide?.reasons ?? [])"
        )
        #expect(wide?.reasons.contains { $0.en.contains("a tenth of it are 5.5 min") } == true)
        let often = promised { $0.promisedEvery = .seconds(600) }
        #expect(uneven([-140, 140], often)?.verdict == .pass, "closer than promised all the same")
    }

    @Test("what nobody probed in a planned stop is no distance between two ticks")
    func stop() {
        let stop = PlannedWindow(
            from: start + fiveMinutes * 100,
            to: start + fiveMinutes * 110,
            announced: start - day
        )
        let found = uneven([0], promised { $0.windows = [stop] }, stop: 100..<110)
        #expect(found?.verdict == .pass, "\(found?.reasons ?? [])")
    }

    @Test("a slot nobody probed keeps both away")
    func gap() {
        let gapped = report(run(".", 100) + " " + run(".", 8_539), promised(), kinds: both)
        #expect(verdicts(gapped) == [.inconclusive, .inconclusive])
        #expect(
            finding(gapped, .monitoring)?.reasons.map(\.en) == [
                "probed web at 8,639, database at 8,639 of 8,640 slots", "not probed at 1 tick",
            ]
        )
    }

    @Test("a contract without monitoring is judged by neither")
    func silent() {
        let silent = report(run(".", 8_640), terms { $0.probes = [.web] })
        #expect(verdicts(silent) == [nil, nil])
    }
}
