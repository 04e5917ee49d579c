/// Reads the YAML document of a file.
enum Document {
    /// The document, or nil after reporting why there is none.
    ///
    /// - Parameter place: where the file is named; nil when it was named on the command line.
    static func read(
        _ path: String,
        namedAt place: Position?,
        _ documentPath: String,
        context: ReadingContext
    ) -> YAMLValue? {
        switch Files.read(path, atMost: YAMLReader.largestFile) {
        case .failure(let problem):
            if let place {
                context.fault(
                    at: place,
                    documentPath,
                    "“\(path)”: \(problem.problem)",
                    problem.remedy
                )
            } else {
                context.fault(at: Position(file: path), "", problem.problem, problem.remedy)
            }
            return nil
        case .success(let bytes):
            context.addSource(path)
            var reader = YAMLReader(file: path)
            let root = reader.read(bytes)
            reader.faults.forEach(context.report)
            return root.flatMap { mapping($0, context) }
        }
    }

    private static func mapping(_ root: YAMLValue, _ context: ReadingContext) -> YAMLValue? {
        if case .mapping = root.kind { return root }
        context.fault(
            at: root.position,
            "",
            root.isNull ? "is empty" : "is \(root.kindInWords)",
            "write a mapping of keys and values, for a start “scenario: name”"
        )
        return nil
    }
}
