import Foundation

/// What is gathered while one scenario with its files is read.
final class ReadingContext {
    let options: ReaderOptions
    private(set) var faults: [Fault] = []
    private(set) var warnings: [Fault] = []
    private(set) var secrets: Set<String> = []
    private(set) var sources: [String] = []
    private var files: [String: String?] = [:]

    init(options: ReaderOptions) {
        self.options = options
    }

    func report(_ fault: Fault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    func fault(at position: Position, _ path: String, _ problem: String, _ remedy: String) {
        report(Fault(position: position, path: path, problem: problem, remedy: remedy))
    }

    func warn(at position: Position, _ path: String, _ problem: String, _ remedy: String) {
        let warning = Fault(position: position, path: path, problem: problem, remedy: remedy)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    func addSecret(_ value: String) {
        if !value.isEmpty { secrets.insert(value) }
    }

    func addSource(_ path: String) {
        if !sources.contains(path) { sources.append(path) }
    }

    /// Faults without the secrets that a value in them may hold.
    func masked(_ faults: [Fault]) -> [Fault] {
        // Shorter ones would blot out ordinary words and hide nothing.
        let hidden = secrets.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
        guard !hidden.isEmpty else { return faults }
        return faults.map { fault in
            var fault = fault
            for secret in hidden where fault.problem.contains(secret) {
                fault.problem = fault.problem.replacing(secret, with: "***")
            }
            for secret in hidden where fault.remedy.contains(secret) {
                fault.remedy = fault.remedy.replacing(secret, with: "***")
            }
            return fault
        }
    }

    // MARK: - References to the outside

    /// A text with `${env:…}` and `${file:…}` replaced; nil when one has no value.
    ///
    /// Silent: ``checkReferences(in:at:path:secret:)`` has reported what is missing.
    func resolved(_ text: String, at position: Position) -> String? {
        guard text.contains("${") else { return text }
        var result = ""
        for piece in TemplateText.pieces(of: text) {
            switch piece {
            case .literal(let literal): result += literal
            case .variable(let name): result += "${\(name)}"
            case .unclosed: return nil
            case .environment, .file:
                guard let value = outsideValue(of: piece, at: position) else { return nil }
                result += value
            }
        }
        return result
    }

    /// The value behind `${env:…}` or `${file:…}`.
    func outsideValue(of piece: TemplateText.Piece, at position: Position) -> String? {
        switch piece {
        case .environment(let name): return options.environment[name]
        case .file(let path):
            let full = Paths.resolve(path, besides: position.file)
            if let known = files[full] { return known }
            let value = Self.secretFile(full)
            files[full] = .some(value)
            return value
        default: return nil
        }
    }

    /// Reports references without a value, and remembers the values of the others as secrets.
    func checkReferences(in text: String, at position: Position, path: String, secret: Bool) {
        guard text.contains("${") else { return }
        for piece in TemplateText.pieces(of: text) {
            switch piece {
            case .unclosed:
                fault(
                    at: position,
                    path,
                    "“${” is never closed",
                    "close it with “}”, or write “$${” for the characters themselves"
                )
            case .environment(let name) where outsideValue(of: piece, at: position) == nil:
                fault(
                    at: position,
                    path,
                    "the environment variable “\(name)” is not set",
                    "set it before the run: export \(name)=…"
                )
            case .file(let name) where outsideValue(of: piece, at: position) == nil:
                fault(
                    at: position,
                    path,
                    "the file “\(Paths.resolve(name, besides: position.file))” cannot be read",
                    "create it with the value as UTF-8 text of at most 64 kB"
                )
            case .environment, .file:
                if secret, let value = outsideValue(of: piece, at: position) { addSecret(value) }
            case .literal, .variable: break
            }
        }
    }

    /// The text of a small file without its last line end.
    private static func secretFile(_ path: String) -> String? {
        guard case .success(let bytes) = Files.read(path, atMost: 64_000),
            var text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
