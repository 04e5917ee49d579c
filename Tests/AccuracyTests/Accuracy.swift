import Testing

/// Plants a fault whose time and size are known and compares what is measured with the service's
/// own log, over real sockets.
///
/// The parent of all such suites, so that no two of them disturb each other's clocks. They take
/// about three minutes of real time together.
@Suite("Accuracy", .serialized)
enum Accuracy {}
