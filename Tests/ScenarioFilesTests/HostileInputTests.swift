import Foundation
import Testing
import Workload

@testable import ScenarioFiles

/// Whatever a file holds, reading it ends, and ends with a scenario or with faults.
@Suite("hostile input")
struct HostileInputTests {
    static func read(_ bytes: [UInt8]) -> (value: YAMLValue?, faults: [Fault]) {
        var reader = YAMLReader(file: "Scenarios/test.yaml")
        let value = reader.read(bytes)
        return (value, reader.faults)
    }

    /// Checks and builds a document as if it had been read from a file.
    static func build(_ bytes: [UInt8]) -> (built: Bool, faults: [Fault]) {
        let read = read(bytes)
        let context = ReadingContext(options: ReaderOptions())
        read.faults.forEach(context.report)
        if let root = read.value {
            ShapeChecker(context: context).check(root, ScenarioShape.root, at: "")
            _ = ScenarioBuilder(
                root,
                file: "\(Fixtures.folder)/valid/test.yaml",
                context: context
            ).build()
            ShapeChecker(context: context, allowsReferences: false)
                .check(root, ContractShape.root, at: "")
        }
        return (read.value != nil, context.faults)
    }

    @Test("random bytes give faults, never a trap")
    func randomBytes() {
        var generator = SeededGenerator(seed: 1, stream: .dataRow)
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...120, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(!Self.build(bytes).faults.isEmpty)
        }
    }

    @Test("random YAML signs give faults, never a trap")
    func randomSigns() {
        var generator = SeededGenerator(seed: 2, stream: .dataRow)
        let signs = Array("{}[]:,-?*&!|>'\"%@`#~ \n\n\tab1$<".utf8)
        for _ in 0..<6_000 {
            let count = Int.random(in: 0...60, using: &generator)
            let bytes = (0..<count).compactMap { _ in signs.randomElement(using: &generator) }
            #expect(!Self.build(bytes).faults.isEmpty)
        }
    }

    @Test(
        "mutated scenarios end with a scenario or with faults",
        arguments: [
            "valid/everything.yaml", "valid/aliases.yaml", "invalid/variables.yaml",
            "invalid/keys.yaml",
        ]
    )
    func mutations(name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Fixtures.folder)/\(name)"))
        let original = [UInt8](data)
        var generator = SeededGenerator(seed: 3, stream: .dataRow)
        for _ in 0..<400 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let end = min(bytes.count, place + Int.random(in: 0...20, using: &generator))
                switch Int.random(in: 0...4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...127, using: &generator)
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                case 3: bytes.insert(contentsOf: Array("${}:[{\n- ".utf8), at: place)
                default: bytes.removeLast(bytes.count - max(place, 1))
                }
                if bytes.isEmpty { bytes = [0x61] }
            }
            let result = Self.build(bytes)
            #expect(result.built || !result.faults.isEmpty)
        }
    }

    @Test("aliases that multiply are refused before they are expanded, also as keys")
    func multiplyingAliases() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
        }
        for ending in ["", "b: {? *a30 : 1}\n", "b: {*a30 : 1, *a30 : 2}\n"] {
            let faults = Self.read(Array((text + ending).utf8)).faults
            #expect(faults.count == 1)
            #expect(faults.first?.problem.contains("could multiply without end") == true)
        }
    }

    @Test("a few aliases used often are fine")
    func frequentAlias() {
        let text = "ok: &ok { status: 200 }\nall:\n" + String(repeating: "  - *ok\n", count: 900)
        let read = Self.read(Array(text.utf8))
        #expect(read.faults.isEmpty)
        #expect(read.value?["all"]?.items.count == 900)
    }

    @Test("nesting of any depth is a fault, not a stack overflow", arguments: ["[", "{a: ", "- "])
    func deepNesting(opening: String) {
        for depth in [100, 900, 5_000] {
            let text = String(repeating: opening, count: depth)
            #expect(!Self.read(Array(text.utf8)).faults.isEmpty)
        }
    }

    @Test("more than 50 repeated keys still end with a fault")
    func manyRepeatedKeys() {
        let text = (0..<120).map { "k\($0 % 60): 1\n" }.joined()
        #expect(!Self.read(Array(text.utf8)).faults.isEmpty)
    }

    @Test("devices, folders and files that are too large are faults")
    func specialFiles() {
        for path in ["/dev/zero", "/tmp", "/dev/null", ""] {
            let reading = ScenarioReader().readScenario(path)
            #expect(reading.value == nil && reading.faults.count == 1)
        }
    }
}
