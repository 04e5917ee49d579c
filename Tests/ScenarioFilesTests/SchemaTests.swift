import Foundation
import Testing

@testable import ScenarioFiles

@Suite("JSON schemas")
struct SchemaTests {
    /// Whether PyPI's `jsonschema` can be used here.
    static let hasOracle = (try? python("import jsonschema", [])) == ""

    /// What a piece of Python prints; errors of Python are part of it.
    static func python(_ code: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-W", "ignore", "-c", code] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// A document as the JSON that YAML tools make of it.
    static func json(_ value: YAMLValue) -> JSONText {
        switch value.kind {
        case .scalar(let text, let plain):
            if plain, let whole = Int(text) { return .number(whole) }
            if plain, let truth = ScalarText.boolean(text) { return .boolean(truth) }
            return .string(text)
        case .list(let items): return .array(items.map(json))
        case .mapping(let entries): return .object(entries.map { ($0.key, json($0.value)) })
        }
    }

    /// The messages of a validator that is not ours.
    static func oracle(_ schema: String, _ documents: [YAMLValue]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let schemaFile = folder.appendingPathComponent("schema.json")
        let documentFile = folder.appendingPathComponent("documents.json")
        try schema.write(to: schemaFile, atomically: true, encoding: .utf8)
        try JSONText.array(documents.map(json)).pretty
            .write(to: documentFile, atomically: true, encoding: .utf8)
        let code = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for document in json.load(open(sys.argv[2])):
                errors = [e.json_path + ' ' + e.message for e in validator.iter_errors(document)]
                print(errors[0].replace(chr(10), ' ') if errors else 'valid')
            """
        return try python(code, [schemaFile.path, documentFile.path])
            .split(separator: "\n").map(String.init)
    }

    static func document(_ path: String) throws -> YAMLValue {
        var reader = YAMLReader(file: path)
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let read = reader.read([UInt8](data))
        return try #require(read)
    }

    @Test("every shipped scenario and fixture is valid by its schema", .enabled(if: hasOracle))
    func shippedIsValid() throws {
        let shipped = ShippedScenarioTests.names.map { "\(Fixtures.scenarios)/\($0).yaml" }
        let fixtures = Fixtures.names(in: "valid").map { "\(Fixtures.folder)/valid/\($0)" }
        let documents = try (shipped + fixtures).map(Self.document)
        let answers = try Self.oracle(ScenarioSchema.scenario, documents)
        #expect(answers == documents.map { _ in "valid" })
        let contract = try Self.document("\(Fixtures.scenarios)/contracts/xc-gate.yaml")
        #expect(try Self.oracle(ScenarioSchema.contract, [contract]) == ["valid"])
    }

    @Test("probe files are valid by their schema, a faulty one is not", .enabled(if: hasOracle))
    func probes() throws {
        let documents = try [
            "\(Fixtures.scenarios)/probe-outage.yaml",
            "\(Fixtures.folder)/probes/everything.yaml", "\(Fixtures.folder)/probes/faulty.yaml",
        ].map(Self.document)
        let answers = try Self.oracle(ScenarioSchema.probe, documents)
        #expect(answers.prefix(2) == ["valid", "valid"] && answers.last != "valid", "\(answers)")
    }

    @Test("effective scenarios are valid by the schema", .enabled(if: hasOracle))
    func effectiveIsValid() throws {
        var reader = YAMLReader(file: "effective.yaml")
        let text = try ScenarioReaderTests.everything().effectiveYAML
        let read = reader.read(text: text)
        let document = try #require(read)
        #expect(try Self.oracle(ScenarioSchema.scenario, [document]) == ["valid"])
    }

    @Test("the schema refuses what the reader refuses by shape", .enabled(if: hasOracle))
    func faultyIsInvalid() throws {
        let names = ["keys", "types", "zero", "open"]
        let documents = try names.map { try Self.document("\(Fixtures.folder)/invalid/\($0).yaml") }
        let answers = try Self.oracle(ScenarioSchema.scenario, documents)
        #expect(answers.count == names.count && !answers.contains("valid"))
        let contract = try Self.document("\(Fixtures.folder)/data/bad-contract.yaml")
        #expect(try Self.oracle(ScenarioSchema.contract, [contract]) != ["valid"])
    }

    @Test(
        "schema and reader accept the same keys in every mapping",
        arguments: ["scenario", "contract", "probe"]
    )
    func sameKeys(of document: String) throws {
        let (schema, root) =
            switch document {
            case "contract": (ScenarioSchema.contract, ContractShape.root)
            case "probe": (ScenarioSchema.probe, ProbeShape.root)
            default: (ScenarioSchema.scenario, ScenarioShape.root)
            }
        let parsed = try #require(
            JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any]
        )
        let definitions = try #require(parsed["$defs"] as? [String: [String: Any]])
        var seen: Set<String> = []
        for object in Self.objects(in: root) where seen.insert(object.name).inserted {
            let properties = definitions[object.name]?["properties"] as? [String: Any]
            let named = Set((properties ?? [:]).keys)
            #expect(!named.isEmpty)
            // The reader's own answer: each key of the schema is known, and one more is not.
            for key in named.union(["no-such-key"]) {
                let context = ReadingContext(options: ReaderOptions())
                let place = Position(file: "test", line: 1, column: 1)
                let entry = YAMLValue.Entry(
                    key: key,
                    keyPosition: place,
                    value: YAMLValue(.scalar("x", plain: true), at: place)
                )
                ShapeChecker(context: context)
                    .check(YAMLValue(.mapping([entry]), at: place), .object(object), at: "")
                let isUnknown = context.faults.contains { $0.problem.contains("is unknown here") }
                #expect(isUnknown == !named.contains(key))
            }
            #expect(named == Set(object.keys.map(\.name)))
        }
        #expect(seen == Set(definitions.keys))
    }

    @Test("the guide beside the scenarios names every key")
    func guideIsComplete() throws {
        let guide = try String(contentsOfFile: "\(Fixtures.scenarios)/README.md", encoding: .utf8)
        let named = Set(guide.matches(of: /[a-z-]+/).map { String($0.output) })
        let objects = Self.objects(in: ScenarioShape.root) + Self.objects(in: ContractShape.root)
        for key in Set(objects.flatMap(\.keys).map(\.name)) {
            #expect(named.contains(key), "the guide does not name \(key)")
        }
    }

    static func objects(in shape: Shape) -> [ObjectShape] {
        switch shape {
        case .scalar, .anything: []
        case .list(let inner, _), .map(let inner, _, _): objects(in: inner)
        case .either(let shapes): shapes.flatMap(objects)
        case .object(let object): [object] + object.keys.flatMap { objects(in: $0.shape) }
        }
    }
}
