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
            || (0x61...0x7A).contains(byte)
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    }

    private struct Place {
        let marker: TenantMarkers.Marker
        let range: Range<Int>
        let isSure: Bool
    }

    /// Where markers stand, whoever has them.
    private static func places(_ bytes: [UInt8], _ markers: [TenantMarkers.Marker]) -> [Place] {
        let text = folded(bytes)
        return markers.flatMap { marker -> [Place] in
            let written = Array(marker.text.utf8)
            let letters = folded(written)
            guard bytes.count >= written.count else { return [] }
            return (0...(bytes.count - written.count)).compactMap { start in
                let end = start + written.count
                guard text[start] == letters[0], text[start..<end].elementsEqual(letters)
                else { return nil }
                let before = start > 0 ? bytes[start - 1] : 0x20
                let behind = end < bytes.count ? bytes[end] : 0x20
                if marker.isWord, isOfWord(before) || isOfWord(behind) { return nil }
                let isPlain =
                    marker.isWord && marker.text.allSatisfy { $0.isASCII && !$0.isNumber }
                let isSure =
                    !isPlain
                    || Array(bytes[start..<end]) == written && before != 0x5F && behind != 0x5F
                return Place(marker: marker, range: start..<end, isSure: isSure)
            }
        }
    }

    /// Whether another tenant's marker is among the places; `false` = perhaps.
    private static func naive(_ all: [Place], tenant: Int32) -> Bool? {
        let foreign = all.filter { place in
            !place.marker.owners.contains(tenant)
                && !all.contains { other in
                    other.range != place.range
                        && other.range.lowerBound <= place.range.lowerBound
                        && other.range.upperBound >= place.range.upperBound
                        && (other.isSure || other.marker.owners.contains(tenant))
                }
        }
        return foreign.isEmpty ? nil : foreign.contains(where: \.isSure)
    }

    @Test("it finds what the naive search finds and nothing else", arguments: 1...60)
    func equal(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .thinkTime)
        let letters: [Character] = ["a", "b", "東", "_", "-", "A", "7"]
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
            let places = Self.places(bytes, markers.markers)
            for tenant in markers.tenants.indices {
                let expected = Self.naive(places, tenant: Int32(tenant))
                let found = AnswerSearchTests.find(bytes, tenant: Int32(tenant), in: search)
                #expect(found?.isSure == expected, "\(text) for \(markers.tenants[tenant])")
                if expected == true { hits += 1 }
            }
        }
        #expect(hits > 0)
    }

    @Test("undoing escapes in a stream is undoing them first", arguments: 1...40)
    func escaped(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed, stream: .dataRow)
        let search = try AnswerSearchTests.search([
            ["alpha1", "user01", "canary-aa11"], ["beta22", "user02", "canary-bb22"],
            ["東京支店", "user03", "鍵は内緒"], ["alpha1", "x-beta22-x", "1beta22a東京支店"],
            ["delta", "delta-x", "canary-dd33"],
        ])
        let parts = [
            "x-", "-x", "&#45;", "delta", "DELTA", "BETA22", "%64elta", "1beta22a",
            String(repeating: "-", count: 60), "1", "%31",
            "%", "&", "\\", "u", "x", "#", ";", "beta22", "東京支店", "%62", "&#x62;", "\\u0062",
            "eta22", "%E6%9D%B1", "京支店", "\\ud83d\\ude00", "\\ud83d", "&amp;", "a", "_", " ", "1",
        ]
        for _ in 0..<60 {
            let text = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }.joined()
            let bytes = Array(text.utf8)
            let undone = AnswerSearch.withoutEscapes(bytes)
            let expected = [bytes, undone].compactMap {
                Self.naive(Self.places($0, search.index.markers), tenant: 0)
            }
            let found = AnswerSearchTests.find(bytes, in: search)
            #expect(
                found?.isSure == (expected.isEmpty ? nil : expected.contains(true)),
                "\(text)"
            )
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
