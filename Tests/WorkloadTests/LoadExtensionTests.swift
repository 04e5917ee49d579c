import Testing
import Timekeeping
import Workload

@Suite("A load that may go on")
struct LoadExtensionTests {
    private static func users(_ stages: [(Int, Int)]) -> LoadModel {
        .users(stages.map { UserStage(target: $0.0, duration: .seconds($0.1)) })
    }

    @Test("the last hold grows, what follows moves back, and each length ends with a look")
    func extends() throws {
        let load = Self.users([(50, 10), (50, 60), (0, 5)])
        let extended = try #require(load.extended(times: 3))
        #expect(extended.load == Self.users([(50, 10), (50, 180), (0, 5)]))
        #expect(extended.looks == [.seconds(70), .seconds(130), .seconds(190)])
        #expect(extended.load.judgedSpan().upperBound == extended.looks.last)
    }

    @Test("arrivals count their looks from the run's start, the sign-in included")
    func arrivals() throws {
        let load = LoadModel.arrivals(
            ArrivalLoad(
                law: .poisson,
                stages: [
                    RateStage(target: 20, duration: .zero),
                    RateStage(target: 20, duration: .seconds(30)),
                ],
                users: 10,
                leadIn: .seconds(2)
            )
        )
        #expect(load.extended(times: 2)?.looks == [.seconds(32), .seconds(62)])
    }

    @Test("a load that does not end by holding a level cannot go on")
    func cannot() {
        #expect(Self.users([(50, 10)]).extended(times: 3) == nil)
        #expect(Self.users([(50, 0), (50, 60), (90, 5)]).extended(times: 3) == nil)
        #expect(Self.users([(50, 0), (50, 60), (20, 5), (0, 5)]).extended(times: 3) == nil)
        #expect(Self.users([(0, 10), (0, 60)]).extended(times: 3) == nil)
        #expect(Self.users([]).extended(times: 3) == nil)
    }

    @Test("a warm-up comes off the beginning of the judged span, never beyond its end")
    func warmUp() {
        let load = Self.users([(50, 10), (50, 60), (0, 5)])
        #expect(load.judgedSpan(after: .seconds(20)) == .seconds(30)..<(.seconds(70)))
        #expect(load.judgedSpan(after: .seconds(99)).isEmpty)
    }
}
