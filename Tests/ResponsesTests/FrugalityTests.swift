import Testing
import Workload

@testable import Responses

@Suite("What checks cost")
struct FrugalityTests {
    @Test("a status can be judged without an answer, in the words of the whole evaluation")
    func statusAlone() throws {
        let ranges: [[ClosedRange<Int>]] = [
            [], [200...204, 303...303], [500...599], [1_200...1_300],
        ]
        for accepted in ranges {
            let checks = try CompiledChecks(
                expectations: accepted.isEmpty ? [] : [.status(accepted)],
                takes: []
            )
            #expect(checks.looksAtStatusOnly && !checks.neededHeaders && !checks.neededBody)
            for status in [-1, 0, 99, 100, 200, 205, 303, 399, 400, 599, 999, 1_000, 1_250] {
                var values: [String?] = []
                let result = checks.evaluate(Answer(status: status), values: &values)
                #expect(checks.statusVerdict(status) ?? .succeeded == result)
                let fits = (accepted.isEmpty ? [100...399] : accepted).contains {
                    $0.contains(status)
                }
                #expect((result == .succeeded) == fits)
            }
        }
    }

    @Test("headers are asked for when something reads them or a text that they describe")
    func neededHeaders() throws {
        func needs(_ expectation: Expectation?, _ source: Take.Source? = nil) throws -> Bool {
            let checks = try CompiledChecks(
                expectations: expectation.map { [$0] } ?? [],
                takes: source.map { [Take(slot: Slot(index: 0), source: $0)] } ?? []
            )
            #expect(!checks.looksAtStatusOnly)
            return checks.neededHeaders
        }
        #expect(try !needs(.size(1...2)))
        #expect(try needs(.text(Template("a"))) && needs(.json(path: "a", equals: nil)))
        #expect(try needs(.header(name: "Location", contains: nil)) && needs(.cookie(name: "a")))
        #expect(try needs(nil, .input(name: "a")) && needs(nil, .cookie(name: "a")))
    }

    @Test("a compiled text shares no memory with the one it was made from")
    func unsharedText() {
        let text = String(repeating: "inspection ", count: 9)
        let copy = unshared(text)
        // As a number: it is compared, never followed.
        func address(_ text: String) -> Int? {
            unsafe text.utf8.withContiguousStorageIfAvailable { Int(bitPattern: $0.baseAddress) }
        }
        #expect(copy == text && address(copy) != nil)
        #expect(address(copy) != address(text))
    }

    @Test("looking for bytes finds what comparing at every place finds", arguments: 1...20)
    func search(seed: UInt64) {
        var generator = PageGenerator(state: seed)
        for _ in 0..<400 {
            // Few letters, so that parts occur, nearly occur, and their rarest byte is common.
            let letters = Array("aab ex".utf8)
            func bytes(_ count: Int) -> [UInt8] {
                (0..<count).map { _ in letters[generator.next(below: letters.count)] }
            }
            let whole = bytes(generator.next(below: 200))
            let part = bytes(generator.next(below: 7))
            let naive =
                part.isEmpty
                || whole.indices.contains { whole[$0...].starts(with: part) }
            #expect(ByteSearch.contains(SearchedText(part), in: whole) == naive)
        }
    }
}
