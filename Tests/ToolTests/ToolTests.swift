import Testing

/// The built tool, end to end: what users meet, byte for byte.
///
/// One test at a time, since each starts the tool and most of them measure. Suites that play loads
/// for seconds have "Accuracy" in their name.
@Suite("The tool", .serialized)
enum ToolTests {}
