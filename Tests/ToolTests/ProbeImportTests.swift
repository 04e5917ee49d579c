import Foundation
import Testing

extension ToolTests {
    /// The log of a monitor that asks every five minutes, taken over and judged: time that a test
    /// cannot wait for.
    @Suite("Months of probes, from another monitor's log", .timeLimit(.minutes(3)))
    struct ProbeImportTests {
        /// 2026-11-01T00:00:00Z.
        private static let begin = 1_793_491_200
        private static let contract = Tool.scenario("contracts/xc-gate.yaml")

        /// A log of the three probes at every full five minutes.
        ///
        /// - Parameter outage: seconds from the begin in which the database is gone.
        private static func log(ticks: Int, outage: Range<Int>) -> String {
            var text = "time,ok,probe,reason\n"
            for tick in 0..<ticks {
                let second = tick * 300
                let isDown = outage.contains(second)
                text += "\(begin + second),true,web,\n"
                text += "\(begin + second),\(!isDown),database,\(isDown ? "status 503" : "")\n"
                text += "\(begin + second),true,timeout,\n"
            }
            return text
        }

        private static func taken(
            _ log: String,
            in folder: Folder,
            contract: String = contract
        ) async throws -> String {
            let file = try folder.write(log, as: "log.csv")
            let place = folder.path + "/probe-forms"
            let end = try await Tool.run([
                "probe", "import", file, "--into", place, "--contract", contract,
            ])
            #expect(end.code == 0, "\(end)")
            return place
        }

        @Test(
            "an outage of 12 minutes lies within one distance of what the ticks say, in every phase",
            arguments: 0..<5
        )
        func twelveMinutes(phase: Int) async throws {
            let folder = try Folder()
            let begin = 8 * 3_600 + phase * 60 + 30
            let log = Self.log(ticks: 288, outage: begin..<begin + 720)
            let record = try await Tool.status(Self.taken(log, in: folder))
            try #require(record.outages.count == 1)
            let outage = record.outages[0]
            // Full five minutes from 08:00:30 + phase on: two in 12 minutes, or three.
            let ticks = (0..<288).filter { (begin..<begin + 720).contains($0 * 300) }.count
            #expect(outage.ticks == ticks && [2, 3].contains(ticks))
            #expect(outage.measured == Double(ticks) * 300)
            #expect(abs(outage.measured - 720) <= 300)
            #expect(outage.least < 720 && 720 < outage.greatest ?? 0)
            #expect(outage.causes == ["database": "status 503"])
            #expect(record.ticks["up"] == 288 - ticks && record.ticks["notProbed"] == 0)
            #expect(record.verdict == "INCONCLUSIVE")
            #expect(record.items[10] == "PASS")
        }

        private func table(_ folder: Folder, _ language: String) async throws -> [String] {
            let lists = folder.path + "/lists-" + language
            let end = try await Tool.run([
                "checklist", "--probe", folder.path + "/probe-forms", "--contract",
                Self.contract, "--lang", language, "--results", lists,
            ])
            // A year has not been watched, so item 12 stays open.
            #expect(end.code == 3, "\(end)")
            let name = try #require(folder.names(in: "lists-" + language).first)
            let text = try String(contentsOfFile: "\(lists)/\(name)/checklist.md", encoding: .utf8)
            return text.split(separator: "\n").map(String.init)
        }

        @Test(
            "a month with 12 minutes without a database: items 5, 10, 12, 13 and 16, both languages"
        )
        func checklist() async throws {
            let folder = try Folder()
            let begin = 8 * 3_600 + 90
            let log = Self.log(ticks: 8_640, outage: begin..<begin + 720)
            let record = try await Tool.status(Self.taken(log, in: folder))
            #expect(record.verdict == "PASS", "\(record.reasons)")
            let availability = try #require(record.root["availability"] as? [String: Any])
            #expect(availability["downSeconds"] as? Double == 600)
            #expect(availability["budgetSeconds"] as? Double == 12_960)
            #expect(availability["budgetLeftSeconds"] as? Double == 12_360)
            let measured = try #require(availability["measured"] as? Double)
            #expect(abs(measured - (1 - 2.0 / 8_640)) < 1e-12)

            let english = try await table(folder, "en")
            let japanese = try await table(folder, "ja")
            for (item, verdict, en, ja) in [
                (
                    5, "PASS", "99.976% available, 1 outage; down for 10 min of the 216 min",
                    "稼働率 99.976%、障害1回。停止10分"
                ),
                (
                    10, "PASS", "10 min (between 5 min and 15 min); promised 210",
                    "平均復旧時間は10分(5分〜15分)"
                ),
                (12, "INCONCLUSIVE", "a year has not been watched yet", "30日に0回"),
                (
                    13, "PASS", "probed web at 8,640, database at 8,640, timeout at 8,640 of 8,640",
                    "予定8,640回中 web 8,640回、database 8,640回、timeout 8,640回を実施"
                ),
                (16, "PASS", "100% of the slots were probed", "5分ごと"),
            ] {
                let row = try #require(english.first { $0.hasPrefix("| \(item) |") })
                #expect(row.contains(verdict) && row.contains(en), "\(row)")
                let other = try #require(japanese.first { $0.hasPrefix("| \(item) |") })
                #expect(other.contains(ja), "\(other)")
                #expect(other.contains(verdict == "PASS" ? "適合" : "判定保留"), "\(other)")
            }
        }

        @Test(
            "44 failed ticks overdraw a month's 216 minutes, 43 do not; 598 clean ones prove 99.5 %"
        )
        func budget() async throws {
            for (ticks, outage, verdict) in [
                (8_640, 43, "PASS"), (8_640, 44, "FAIL"), (598, 0, "PASS"),
                (597, 0, "INCONCLUSIVE"),
            ] {
                let folder = try Folder()
                let log = Self.log(ticks: ticks, outage: 0..<outage * 300)
                let record = try await Tool.status(Self.taken(log, in: folder))
                #expect(record.items[5] == verdict, "\(ticks), \(outage): \(record.reasons)")
                if ticks == 597 {
                    #expect(record.ticks["cleanTicksNeeded"] == 1)
                    #expect(record.reasons.first?.contains("needs 1 more clean") == true)
                }
            }
        }

        @Test("a stop across a change of clocks is taken out as long as it really was")
        func changeOfClocks() async throws {
            let folder = try Folder()
            let contract = try folder.write(
                """
                contract: berlin
                zone: Europe/Berlin
                response: { online: { within: 3s } }
                availability: { at-least: 99%, over: 1d }
                monitoring: { every: 5min, probes: [web] }
                maintenance:
                  notice: 1d
                  windows:
                    - { from: 2026-10-25T01:00, to: 2026-10-25T04:00, announced: 2026-10-01 }

                """,
                as: "berlin.yaml"
            )
            // The clocks of Berlin from midnight to midnight of that day: 25 hours, down for the
            // four hours of the stop, and for one tick more.
            let midnight = 1_792_879_200  // 2026-10-24T22:00:00Z
            let rows = (0..<300).map { tick in
                let hour = tick / 12
                return
                    "\(midnight + tick * 300),\((1..<5).contains(hour) || tick == 60 ? "down" : "ok")\n"
            }
            let log = "time,ok\n" + rows.joined()
            let place = try await Self.taken(log, in: folder, contract: contract)
            let record = try await Tool.status(
                place,
                ["--from", "2026-10-25", "--to", "2026-10-26", "--zone", "Europe/Berlin"]
            )
            #expect(record.ticks["inPlannedStops"] == 48)
            #expect(record.ticks["planned"] == 252 && record.ticks["down"] == 1)
            let outage = try #require(record.outages.first)
            #expect(record.outages.count == 1 && outage.ticks == 1)
            // Downtime right after the stop: it may have begun within it.
            #expect(outage.first == "2026-10-25T03:00:00Z")
        }

        @Test("cut at any byte of its last lines, a record keeps every whole line and goes on")
        func cutAnywhere() async throws {
            let folder = try Folder()
            let place = try await Self.taken(Self.log(ticks: 6, outage: 600..<900), in: folder)
            let path = place + "/ticks.jsonl"
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let lines = whole.split(separator: 0x0A)
            try #require(lines.count == 7)
            let tail = lines.suffix(2).reduce(0) { $0 + $1.count + 1 }
            // The same ticks again: those that were cut away come back, no other changes.
            let log = folder.path + "/log.csv"
            let lengths = Array(stride(from: whole.count - tail, to: whole.count, by: 7))
            for length in lengths + [whole.count - lines[6].count - 1, whole.count - 1] {
                try Data(whole[..<length]).write(to: URL(fileURLWithPath: path))
                let cut = try await Tool.status(place)
                let ends = whole[..<length].filter { $0 == 0x0A }.count
                #expect((ends - 1...ends).contains(cut.ticks["planned"] ?? 0), "\(length)")
                let end = try await Tool.run(["probe", "import", log, "--into", place])
                #expect(end.code == 0, "\(length): \(end)")
                let record = try await Tool.status(place)
                #expect(record.faults.isEmpty, "\(length): \(record.faults)")
                #expect(record.ticks["up"] == 5 && record.ticks["down"] == 1, "\(length)")
            }
        }

        @Test(
            "files of a monitor that asks a little early or late follow one another without a gap"
        )
        func files() async throws {
            // The first rows of three days, and of three days of a monitor between two slots.
            for (first, edge) in [(0, [10, -10, 10]), (150, [0, -10, 10]), (290, [5, 14, -5])] {
                let folder = try Folder()
                let place = folder.path + "/probe-forms"
                for day in 0..<3 {
                    let rows = (0..<288).map { tick in
                        let jitter = tick == 0 ? edge[day] : (tick * 7_919) % 21 - 10
                        return "\(Self.begin + day * 86_400 + tick * 300 + first + jitter),ok\n"
                    }
                    let file = try folder.write("time,ok\n" + rows.joined(), as: "\(day).csv")
                    let end = try await Tool.run(["probe", "import", file, "--into", place])
                    #expect(end.code == 0, "\(end)")
                    let again = try await Tool.run(["probe", "import", file, "--into", place])
                    #expect(again.output.contains("0 of them new"), "\(again)")
                }
                let record = try await Tool.status(place)
                #expect(
                    record.ticks["up"] == 864 && record.gaps.isEmpty,
                    "\(first): \(record.ticks)"
                )
            }
        }

        @Test("the checklist names what of a record could not be taken, as the probe's status does")
        func checklistFaults() async throws {
            let folder = try Folder()
            let place = try await Self.taken(Self.log(ticks: 6, outage: 600..<900), in: folder)
            let path = place + "/ticks.jsonl"
            let whole = try String(contentsOfFile: path, encoding: .utf8)
            try Data((whole + "{\"begin\":\"x\"}\n").utf8).write(to: URL(fileURLWithPath: path))
            let status = try await Tool.status(place)
            let fault = try #require(status.faults.first)
            #expect(fault.hasSuffix("this start and its ticks are left out"))
            let lists = folder.path + "/lists"
            let end = try await Tool.run([
                "checklist", "--probe", place, "--contract", Self.contract, "--results", lists,
            ])
            #expect(end.complains(of: fault), "\(end)")
            let name = try #require(folder.names(in: "lists").first)
            let text = try String(contentsOfFile: "\(lists)/\(name)/checklist.md", encoding: .utf8)
            #expect(text.contains("; 1 fault in its record)"))
        }

        @Test("a log with faults is not taken at all, and wrong arguments are told")
        func faults() async throws {
            let folder = try Folder()
            let place = folder.path + "/probe-x"
            let faulty = try folder.write("time,ok\n1793491200,maybe\nnoon,ok\n", as: "f.csv")
            let end = try await Tool.run(["probe", "import", faulty, "--into", place])
            #expect(end.code == 65, "\(end)")
            #expect(end.complains(of: "f.csv:2:", "“maybe” is no state"), "\(end)")
            #expect(end.complains(of: "f.csv:3:", "“noon” is no time"), "\(end)")
            #expect(folder.names(in: "probe-x").isEmpty)
            let local = try folder.write("time,ok\n2026-10-25 02:30:00,ok\n", as: "l.csv")
            for (arguments, code) in [
                (["import", folder.path + "/none.csv", "--into", place], Int32(65)),
                (["import", local, "--into", place], 65),
                (["import", local, "--into", place, "--zone", "Nowhere/City"], 64),
                (["import", local, "--into", place, "--every", "5"], 64),
                (["status", place], 65), (["status", folder.path], 65),
                (["status", faulty, "--from", "yesterday"], 65),
            ] {
                let end = try await Tool.run(["probe"] + arguments)
                #expect(end.code == code, "\(arguments): \(end)")
                #expect(!end.errors.isEmpty)
            }
        }
    }
}
