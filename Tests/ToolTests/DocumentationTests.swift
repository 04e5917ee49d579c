import Foundation
import Testing

/// The documentation beside what the tool, the manifest and the files really say.
@Suite("Documentation")
struct DocumentationTests {
    @Test(
        "the reference names every key of a file, and no other",
        arguments: [
            ("scenario", "ScenarioKeys.md"), ("contract", "ContractKeys.md"),
            ("probe", "ProbeKeys.md"),
        ]
    )
    func keys(document: String, page: String) throws {
        let schema = try JSONSerialization.jsonObject(
            with: Data(Documents.output(of: ["schema", document]).utf8)
        )
        let known = Documents.keys(in: schema)
        #expect(known.count > 20)
        let text = try Documents.page("Reference/" + page)
        let named = Set(Documents.code(in: text).flatMap(Documents.words))
        for key in known.sorted() {
            #expect(named.contains(key), "\(page) does not name \(key)")
        }
        for key in Documents.firstCells(of: text).flatMap(Documents.code(in:)) {
            #expect(known.contains(key), "\(page) names \(key), which no schema has")
        }
    }

    @Test("every flag of the help is in the reference, and every flag of the texts in the help")
    func flags() throws {
        let commands = [
            "run", "check", "plan", "try", "judge", "report", "inspect", "checklist",
            "calibrate", "schema", "probe run", "probe status", "probe import",
        ]
        let help = try commands.map { command in
            try Documents.output(of: command.split(separator: " ").map(String.init) + ["--help"])
        }.joined()
        let known = Set(Documents.flags(in: help))
        #expect(known.count > 10)
        let reference = Set(Documents.flags(in: try Documents.page("Reference/Commands.md")))
        #expect(reference == known)
        let texts = try Documents.file("README.md") + Documents.catalog().joined()
        // Flags of other programs, of the scripts and of the benchmark.
        let others: Set = [
            "--strict", "--faulty", "--filter", "--quick", "--rows", "--parts", "--markdown",
        ]
        let used = Set(Documents.flags(in: texts)).subtracting(others)
        #expect(used.isSubset(of: known), "\(used.subtracting(known).sorted())")
    }

    @Test("the commands of the reference are those of the tool")
    func commands() throws {
        let help = try Documents.output(of: ["--help"])
        let listed = help.components(separatedBy: "SUBCOMMANDS:").last ?? ""
        let known = Set(listed.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) })
        #expect(known.count > 3)
        let cells = Documents.firstCells(of: try Documents.page("Reference/Commands.md"))
        let named = Set(cells.flatMap { $0.matches(of: #/`sanbyo ([a-z]+)/#) }.map { String($0.1) })
        #expect(named == known)
    }

    @Test("every link between pages leads to a page, and the landing page lists them all")
    func links() throws {
        let pages = try Documents.catalogNames()
        let landing = try Documents.page("Sanbyo.md")
        for name in pages where name != "Sanbyo" {
            #expect(landing.contains("<doc:\(name)>"), "the landing page leaves out \(name)")
        }
        for text in try Documents.catalog() {
            for link in text.matches(of: /<doc:([^>]+)>/) {
                #expect(pages.contains(String(link.1)), "no page is named \(link.1)")
            }
        }
    }

    @Test("the grammar of gates stands alike in code, reference and README")
    func grammar() throws {
        let code = try Documents.file("Sources/Verdicts/Gate.swift")
        let lines = code.split(separator: "\n").drop { !$0.contains("gate      ::=") }
            .prefix { !$0.contains("```") }
            .map { String($0.dropFirst("/// ".count)) }
        #expect(lines.count > 10)
        let grammar = lines.joined(separator: "\n")
        #expect(try Documents.page("Reference/Gates.md").contains(grammar))
        #expect(try Documents.file("README.md").contains(grammar))
    }

    @Test("the README's table of modules is the manifest's")
    func modules() throws {
        let manifest = try Documents.file("Package.swift").split(separator: "let testTargets")[0]
        let targets = manifest.matches(
            of:
                #/\.(?:executableTarget|target)\(\s*name: "(\w+)"(?:,\s*dependencies: \[(.*?)\],?\s*)?\)/#
                .dotMatchesNewlines()
        )
        #expect(targets.count > 14)
        let readme = try Documents.file("README.md")
        for target in targets {
            let row = readme.split(separator: "\n").first { $0.hasPrefix("| `\(target.1)` |") }
            let cells = (row ?? "").split(separator: "|")
            let named = Set(Documents.code(in: cells.count > 2 ? String(cells[2]) : ""))
            let names = (target.2 ?? "").matches(of: #/"(\w+)"/#)
            let wanted = Set(names.map { String($0.1) })
            #expect(row != nil && named == wanted, "\(target.1): \(wanted.sorted())")
        }
    }
}

/// Texts to compare.
private enum Documents {
    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ path: String) throws -> String {
        try String(contentsOf: project.appendingPathComponent(path), encoding: .utf8)
    }

    static func page(_ path: String) throws -> String {
        try file("Sources/sanbyo/Sanbyo.docc/" + path)
    }

    /// The paths of all pages of the catalog, from the project.
    private static func paths() throws -> [String] {
        let folder = "Sources/sanbyo/Sanbyo.docc"
        let path = project.appendingPathComponent(folder).path
        return try FileManager.default.subpathsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }

    static func catalog() throws -> [String] { try paths().map(file) }

    static func catalogNames() throws -> Set<String> {
        Set(
            try paths().map {
                URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent
            }
        )
    }

    /// What a call of the tool prints.
    static func output(of arguments: [String]) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("sanbyo")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names of all properties of a JSON schema.
    static func keys(in schema: Any) -> Set<String> {
        if let list = schema as? [Any] {
            return list.reduce(into: []) { $0.formUnion(keys(in: $1)) }
        }
        guard let object = schema as? [String: Any] else { return [] }
        let own = (object["properties"] as? [String: Any]).map { Set($0.keys) } ?? []
        return object.values.reduce(into: own) { $0.formUnion(keys(in: $1)) }
    }

    /// What stands between back quotes, without examples of whole mappings.
    static func code(in text: String) -> [String] {
        text.matches(of: /`([^`\n]+)`/).map { String($0.1) }.map {
            $0.hasSuffix(":") ? String($0.dropLast()) : $0
        }
    }

    static func words(in code: String) -> [String] {
        code.matches(of: /[a-z][a-z-]*/).map { String($0.output) }
    }

    static func flags(in text: String) -> [String] {
        text.matches(of: #/(?:^|[\s`(\[])(--[a-z][a-z-]*)/#).map { String($0.1) }
    }

    /// The first cells of all rows of all tables, headings left out.
    static func firstCells(of text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { String($0.split(separator: "|")[0]) }
    }
}
