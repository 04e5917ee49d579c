import Testing
import Workload

@testable import Responses

/// The search against one that looks for every marker at every place.
@Suite("Searching answers beside the naive way")
struct AnswerSearchPropertyTests {
    /// Few letters, so that texts overlap, contain each other and end in each other.
    private static func word(
        _ letters: [Character],
        _ length: ClosedRange<Int>,
        _ generator: inout SeededGenerator
    ) -> String {
        String(
            (0..<Int.random(in: length, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? "a"
            }
        )
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    /// Whether a marker of another tenant stands in the bytes as they are.
    private static func naive(
        _ bytes: [UInt8],
        _ markers: [TenantMarkers.Marker],
        tenant: Int32
    ) -> Bool {
        markers.contains { marker in
            guard !marker.owners.contains(tenant) else { return false }
            let text = Array(marker.text.utf8)
            guard bytes.count >= text.count else { return false }
            return (0...(bytes.count - text.count)).contains { start in
                let end = start + text.count
                guard Array(bytes[start..<end]) == text else { return false }
                return !marker.isWord
                    || !(start > 0 && isOfWord(bytes[start - 1]))
                        && !(end < bytes.count && isOfWord(bytes[end]))
            }
        }
    }

    @Test("it finds what the naive search finds and nothing else", arguments: 1...60)
    func equal(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .thinkTime)
        let letters: [Character] = ["a", "b", "東", "_", "-"]
        let rows = (0..<Int.random(in: 2...12, using: &generator)).map { row in
            [
                Self.word(letters, 4...7, &generator), Self.word(letters, 4...6, &generator),
                Self.word(letters, 4...9, &generator),
            ]
        }
        let tenancy = Tenancy(columns: [
            .init(name: "company", index: 0, kind: .code),
            .init(name: "user", index: 1, kind: .code),
            .init(name: "canary", index: 2, kind: .canary),
        ])
        let markers = TenantMarkers(rows: rows, tenancy: tenancy)
        guard let search = AnswerSearch(TenantIndex(markers)) else { return }
        var hits = 0
        for _ in 0..<200 {
            var text = Self.word(letters + ["1", " "], 0...40, &generator)
            if Bool.random(using: &generator), let marker = markers.markers.randomElement() {
                text += marker.text + Self.word(letters + [" "], 0...3, &generator)
            }
            let bytes = Array(text.utf8)
            for tenant in markers.tenants.indices {
                let expected = Self.naive(bytes, markers.markers, tenant: Int32(tenant))
                let found = AnswerSearchTests.found(bytes, tenant: Int32(tenant), in: search)
                #expect((found != nil) == expected, "\(text) for \(markers.tenants[tenant])")
                if expected { hits += 1 }
            }
        }
        #expect(hits > 0)
    }

    @Test("undoing escapes in a stream is undoing them first", arguments: 1...40)
    func escaped(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .dataRow)
        let search = try AnswerSearchTests.search()
        let parts = [
            "%", "&", "\\", "u", "x", "#", ";", "beta22", "東京支店", "%62", "&#x62;", "\\u0062",
            "eta22", "%E6%9D%B1", "京支店", "\\ud83d\\ude00", "\\ud83d", "&amp;", "a", "_", " ", "1",
        ]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }.joined()
            let bytes = Array(text.utf8)
            let undone = AnswerSearch.withoutEscapes(bytes)
            let expected =
                Self.naive(bytes, search.index.markers, tenant: 0)
                || Self.naive(undone, search.index.markers, tenant: 0)
            let found = AnswerSearchTests.found(bytes, in: search)
            #expect((found != nil) == expected, "\(text)")
        }
    }

    @Test("ten thousand accounts take a few megabytes, and all are found")
    func large() throws {
        let rows = (0..<10_000).map { account in
            let canary = String(UInt64(account) &* 0x9E37_79B9_7F4A_7C15, radix: 36)
            return ["company\(account % 1_000)", "user\(account)", "canary-\(canary)"]
        }
        let search = try AnswerSearchTests.search(rows)
        #expect(search.index.memory < 8 << 20, "\(search.index.memory) bytes")
        for account in stride(from: 0, to: 10_000, by: 97) {
            let own = Int32(account % 1_000)
            let other = (own + 1) % 1_000
            for column in 0..<3 {
                let text = "<p>\(rows[account][column])</p>"
                #expect(AnswerSearchTests.found(text, tenant: own, in: search) == nil)
                let found = AnswerSearchTests.found(text, tenant: other, in: search)
                #expect(found == rows[account][column])
            }
        }
    }

    @Test("no bytes at all make it fail", arguments: 1...20)
    func hostile(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .startSpread)
        let search = try AnswerSearchTests.search()
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                [0x25, 0x26, 0x5C, 0x23, 0x75, UInt8.random(in: 0...255, using: &generator)]
                    .randomElement(using: &generator) ?? 0
            }
            _ = AnswerSearchTests.found(bytes, in: search)
        }
    }
}
