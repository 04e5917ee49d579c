import Foundation
import Measuring
import Reporting
import Testing
import Timekeeping
import Verdicts
import Workload

@testable import Journaling

@Suite("The journal of a run")
struct JournalTests {
    @Test("a run read back is the run itself, and so is its verdict", arguments: 1...12)
    func roundTrip(seed: UInt64) throws {
        let sample = try JournaledSample(seed: seed)
        let run = try JournalReader.read(sample.bytes())
        #expect(run.record == sample.record)
        #expect(run.header == sample.header)
        #expect(run.failures == sample.failures)
        #expect(run.leaks == sample.leaks && !run.leaks.isEmpty)
        #expect(run.end == sample.end)
        #expect(Judge.judge(run.facts) == Judge.judge(sample.facts))
    }

    @Test("every report of a run read back is the same to the byte", arguments: [1, 2, 4, 5])
    func reports(seed: UInt64) throws {
        let sample = try JournaledSample(seed: seed)
        let run = try JournalReader.read(sample.bytes())
        func files(_ facts: RunFacts, _ failures: [FailureExample]) -> [ReportFile] {
            Reporters.files(
                of: RunReport(
                    facts: facts,
                    judgement: Judge.judge(facts),
                    meta: sample.header.meta,
                    failures: failures
                )
            )
        }
        #expect(files(run.facts, run.failures) == files(sample.facts, sample.failures))
    }

    @Test("a run that was cut off is judged for the time covered, at best INCONCLUSIVE")
    func cutOff() throws {
        for seed in UInt64(1)...8 {
            let sample = try JournaledSample(seed: seed)
            let run = try JournalReader.read(sample.bytes(ticks: 20, isComplete: false))
            #expect(run.end == nil && run.covered == .seconds(20))
            let judgement = Judge.judge(run.facts)
            #expect(judgement.verdict != .pass)
            #expect(judgement.reasons.contains { $0.contains("breaks off after 20.0 s") })
            // In flight for 4 s at the cut on each shard: late now.
            let before = run.record.totals(operation: 2, judgedOnly: false)
            let now = run.facts.record.totals(operation: 2, judgedOnly: false)
            #expect(now.unfinished == before.unfinished + 2 && now.late == before.late + 2)
        }
    }

    @Test("a run that was cut off keeps its machine's noise and its part of the chance of error")
    func cutOffKeepsItsTerms() throws {
        var header = try JournaledSample(seed: 1).header
        header.machine = MachineFacts(
            noiseFloor: .milliseconds(2),
            descriptorLimit: 4_096,
            calibration: "calibrated"
        )
        header.isExtended = true
        let facts = try JournalReader.read(JournalFormat.bytes(of: header)).facts
        #expect(facts.machine == header.machine && facts.errorBound >= .milliseconds(2))
        #expect(facts.isExtended && facts.look == nil)
    }

    @Test("a journal of before machines and looks were told is read as if they were not")
    func olderHeader() throws {
        let header = try JournaledSample(seed: 1).header
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(header), as: UTF8.self)
        let older = text.replacingOccurrences(of: "\"isExtended\":false,", with: "")
        #expect(older != text)
        let read = try JSONDecoder().decode(JournalHeader.self, from: Data(older.utf8))
        #expect(read == header)
    }

    @Test("a journal cut anywhere is read up to its last whole entry")
    func cutAnywhere() throws {
        let sample = try JournaledSample(seed: 3, seconds: 6)
        let bytes = try sample.bytes()
        let head = try JournalFormat.bytes(of: sample.header).count
        var seen = 0
        for length in stride(from: head, to: bytes.count, by: 41) {
            let run = try JournalReader.read(Array(bytes[..<length]))
            let planned = run.record.totals(judgedOnly: false).planned
            #expect(planned >= seen && run.end == nil)
            seen = planned
            #expect(Judge.judge(run.facts).verdict != .pass)
        }
        #expect(seen > 0)
        for length in stride(from: 0, to: head, by: 29) {
            #expect(throws: JournalFault.self) {
                try JournalReader.read(Array(bytes[..<length]))
            }
        }
    }

    @Test("a damaged byte ends the journal there and never passes", arguments: 1...60)
    func damaged(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .thinkTime, 2)
        let sample = try JournaledSample(seed: 6, seconds: 8)
        var bytes = try sample.bytes()
        let head = try JournalFormat.bytes(of: sample.header).count
        let place = Int.random(in: head..<bytes.count, using: &generator)
        bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
        let run = try JournalReader.read(bytes)
        #expect(run.end == nil)
        #expect(Judge.judge(run.facts).verdict != .pass)
    }

    @Test("other files are refused with the reason")
    func otherFiles() throws {
        #expect(throws: JournalFault.notAJournal) { try JournalReader.read([]) }
        #expect(throws: JournalFault.notAJournal) {
            try JournalReader.read(Array("<html>".utf8))
        }
        #expect(throws: JournalFault.otherVersion("07")) {
            try JournalReader.read(Array("SANBYO07".utf8))
        }
        #expect(throws: JournalFault.noHeader) {
            try JournalReader.read(Array("SANBYO02".utf8))
        }
    }

    @Test("no secret is written, and the masked run is judged as the masked report says")
    func masked() throws {
        let sample = try JournaledSample(seed: 2)
        let masker = Masker(secrets: ["save report", "bench"])
        let header = sample.header.masked(by: masker)
        var bytes = try JournalFormat.bytes(of: header)
        for tick in sample.ticks { bytes += try JournalFormat.bytes(of: tick) }
        bytes += try JournalFormat.bytes(of: sample.end)
        let text = String(decoding: try JournalFormat.bytes(of: header), as: UTF8.self)
        #expect(!text.contains("save report") && !text.contains("bench"))
        let run = try JournalReader.read(bytes)
        let again = RunReport(
            facts: run.facts,
            judgement: Judge.judge(run.facts),
            meta: run.header.meta
        )
        let live = RunReport(
            facts: sample.facts,
            judgement: Judge.judge(sample.facts),
            meta: sample.header.meta,
            secrets: ["save report", "bench"]
        )
        #expect(Reporters.files(of: again) == Reporters.files(of: live))
    }
}
