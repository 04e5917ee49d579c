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
    /// Bytes of photos that one user may store; `nil` = any number.
    var storageLimit: Int?
    /// Months of earlier records a new database gets.
    var historyMonths = 24
}
