import Testing
import Timekeeping

@testable import RehearsalService

@Suite("Fault board: what faults do to requests")
struct FaultBoardTests {
    @Test(
        "of n requests exactly the share, rounded down, fails",
        arguments: [1, 33, 50_000, 999_999]
    )
    func shareIsExact(millionths: Int) {
        let share = Share(millionths: millionths)
        var hits = 0
        for number in 1...10_000 {
            hits += share.hits(number) ? 1 : 0
            #expect(hits == number * millionths / 1_000_000)
        }
    }

    @Test("a fault that is off does nothing, on it acts, off again it stops")
    func onAndOff() throws {
        var board = FaultBoard(try .parse(["at 1s for 1s: error 100%"]))
        #expect(board.treat(needsDatabase: true) == Treatment())
        board.turn(0, on: true)
        #expect(board.treat(needsDatabase: true).ending == .error)
        board.turn(0, on: false)
        #expect(board.treat(needsDatabase: true) == Treatment())
        #expect(board.tallies == [FaultTally(failed: 1)])
    }

    @Test("delays add up and a reset waits for nothing")
    func delaysAddUp() throws {
        var board = FaultBoard(
            try .parse(["at 0s for 9s: slow +1s; at 0s for 9s: slow +2s; at 0s for 9s: reset 50%"])
        )
        for index in 0..<3 { board.turn(index, on: true) }
        let first = board.treat(needsDatabase: false)
        #expect(first == Treatment(ending: .answer, delay: .seconds(3), causes: [0, 1]))
        let second = board.treat(needsDatabase: false)
        #expect(second == Treatment(ending: .reset, delay: .zero, causes: [2]))
    }

    @Test("a share of slow answers is exact of the requests that reach it")
    func slowShare() throws {
        var board = FaultBoard(try .parse(["at 0s for 9s: slow +1s 1%"]))
        board.turn(0, on: true)
        let delayed = (0..<1_000).count { _ in board.treat(needsDatabase: false).delay > .zero }
        #expect(delayed == 10 && board.tallies[0].delayed == 10)
    }

    @Test("overlapping shares are exact of the requests that reach them")
    func overlappingShares() throws {
        var board = FaultBoard(
            try .parse(["at 0s for 9s: error 50%; at 0s for 9s: reset 50%"])
        )
        for index in 0..<2 { board.turn(index, on: true) }
        for _ in 0..<100 { _ = board.treat(needsDatabase: false) }
        #expect(board.tallies[1].reset == 50)
        #expect(board.tallies[0].failed == 25)
    }

    @Test("a database fault spares what needs no database")
    func databaseFault() throws {
        var board = FaultBoard(try .parse(["at 0s for 9s: database down"]))
        board.turn(0, on: true)
        #expect(board.treat(needsDatabase: false) == Treatment())
        #expect(board.treat(needsDatabase: true).ending == .databaseDown)
        #expect(board.refuseDatabase() == 0)
        #expect(board.tallies[0].failed == 2)
    }
}
