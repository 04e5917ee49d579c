/// What a service is started with.
struct ServiceSettings: Sendable {
    /// A loopback address.
    var host = "127.0.0.1"
    /// 0 takes a free port.
    var port = 0
    /// `nil` keeps the data in a temporary file until the service stops.
    var database: String?
    var programme = FaultProgramme()
    var log: String?
    var accessLog: String?
    /// Months of earlier records a new database gets.
    var historyMonths = 24
}
