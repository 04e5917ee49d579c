/// A closed load without think time: every user sends again as soon as it has its answer.
struct BenchLoad {
    var users: Int
    var isEncrypted = false
    /// Where the pages are, without a path.
    var baseURL: String
    /// PEM file with the server's certificate.
    var authorities: String
    var journey = Journey.bareGet
    /// The processors of the shards, one for each.
    var processors = [Machine.clientProcessor]
    var countsAllocations = false

    /// For the subcommand `play`.
    var arguments: [String] {
        var words = [
            "--url", baseURL, "--users", "\(users)", "--journey", journey.rawValue,
            "--processors", processorList,
        ]
        if isEncrypted { words += ["--authorities", authorities] }
        if countsAllocations { words.append("--count-allocations") }
        return words
    }

    var processorList: String { processors.map(String.init).joined(separator: ",") }
}
