import Testing
import Timekeeping
import Workload

@Suite("Tenants among the accounts")
struct TenantMarkersTests {
    static let tenancy = Tenancy(columns: [
        .init(name: "company", index: 0, kind: .code),
        .init(name: "user", index: 1, kind: .code),
    ])

    @Test("what is too short, empty or a short number is not searched for, and is told")
    func unsearchable() {
        let rows = [
            ["abc", "user1"], ["abcd", ""], ["12345", "user1"], ["123456", "東京支店"],
            ["wxyz", String(repeating: "long", count: 60)],
        ]
        let markers = TenantMarkers(rows: rows, tenancy: Self.tenancy)
        #expect(markers.tenants == ["abc", "abcd", "12345", "123456", "wxyz"])
        #expect(markers.markers.map(\.text) == ["abcd", "123456", "wxyz", "user1", "東京支店"])
        #expect(
            markers.unsearchable.map(\.reason) == [.tooShort, .digitsOnly, .empty, .tooLong]
        )
        #expect(markers.unseenTenants.isEmpty, "user1 stands for two of them")
        let silent = TenantMarkers(
            rows: [["c01", "u1"], ["comp02", "u2"]],
            tenancy: Self.tenancy
        )
        #expect(silent.unseenTenants == [0])
    }

    @Test("a text belongs to every tenant that has it, and to nobody when all have it")
    func owners() {
        let rows = [
            ["comp1", "admin"], ["comp2", "admin"], ["comp3", "clerk"], ["comp1", "comp2"],
        ]
        let markers = TenantMarkers(rows: rows, tenancy: Self.tenancy)
        let owners = Dictionary(
            uniqueKeysWithValues: markers.markers.map { ($0.text, $0.owners) }
        )
        #expect(owners["admin"] == [0, 1])
        #expect(owners["comp2"] == [0, 1], "a user of the first is named like the second")
        #expect(owners["clerk"] == [2])
        let all = TenantMarkers(
            rows: [["comp1", "admin"], ["comp2", "admin"]],
            tenancy: Self.tenancy
        )
        #expect(all.markers.map(\.text) == ["comp1", "comp2"])
    }

    private static func feed(_ sizes: [Int], _ mix: AccountMix) -> AccountFeed {
        let rows = sizes.enumerated().flatMap { company, size in
            (0..<size).map { ["comp\(company)", "user\(company)-\($0)"] }
        }
        return AccountFeed(path: "", columns: [], rows: rows, tenancy: tenancy, mix: mix)
    }

    private static func counts(_ feed: AccountFeed, _ users: Int) -> [String: Int] {
        feed.rows.prefix(users).reduce(into: [:]) { $0[$1[0], default: 0] += 1 }
    }

    @Test("an even mix gives each company the same number at every moment, give or take one")
    func even() throws {
        let feed = Self.feed([30, 10, 20, 15], .even)
        let arranged = try #require(feed.arranged(seed: 7, users: 38))
        #expect(Set(arranged.rows) == Set(feed.rows) && arranged.rows.count == 75)
        for users in 1...38 {
            let counts = Self.counts(arranged, users).values
            #expect((counts.max() ?? 0) - (counts.count < 4 ? 0 : counts.min() ?? 0) <= 1)
        }
        #expect(feed.arranged(seed: 7, users: 44) == nil, "one has ten accounts only")
        let short = try #require(feed.shortage(users: 44))
        #expect(short.tenant == "comp1" && short.needed == 11 && short.has == 10)
    }

    @Test("Zipf's law gives the largest company twice the users of the next, at every moment")
    func zipf() throws {
        let feed = Self.feed([50, 90, 50, 50, 50], .zipf)
        let arranged = try #require(feed.arranged(seed: 1, users: 120))
        // The one with the most accounts is the first in rank.
        let ranks = ["comp1", "comp0", "comp2", "comp3", "comp4"]
        let whole = (1...5).reduce(0.0) { $0 + 1 / Double($1) }
        for users in [20, 60, 120] {
            let counts = Self.counts(arranged, users)
            for (rank, name) in ranks.enumerated() {
                let share = Double(users) / Double(rank + 1) / whole
                #expect(abs(Double(counts[name] ?? 0) - share) <= 1, "\(users) users, \(name)")
            }
        }
    }

    @Test("the seed alone decides which accounts come first")
    func seeded() {
        let feed = Self.feed([20, 20], .even)
        #expect(feed.arranged(seed: 3, users: 10) == feed.arranged(seed: 3, users: 10))
        #expect(feed.arranged(seed: 3, users: 10) != feed.arranged(seed: 4, users: 10))
        let inOrder = Self.feed([20, 20], .inOrder)
        #expect(inOrder.arranged(seed: 3, users: 10) == inOrder)
    }

    @Test("users of a company that flows name play those; all others the rest")
    func flowGroups() throws {
        let flows = [
            Flow(name: "export", steps: [], tenants: ["comp1"]), Flow(name: "file", steps: []),
            Flow(name: "look", steps: []),
            Flow(name: "audit", steps: [], tenants: ["comp1", "comp2"]),
        ]
        var scenario = Scenario(
            name: "s",
            service: .rehearsal,
            accounts: Self.feed([2, 1, 1], .inOrder),
            load: .users([UserStage(target: 4, duration: .seconds(1))]),
            flows: flows,
            operations: []
        )
        let groups = try #require(FlowGroups(scenario))
        #expect(groups.groups == [[1, 2], [0, 3], [3]])
        #expect(groups.groupOfUser == [0, 0, 1, 2])
        #expect(groups.shares == [0.5, 0.25, 0.25])
        for index in flows.indices { scenario.flows[index].tenants = [] }
        #expect(FlowGroups(scenario) == nil)
    }
}
