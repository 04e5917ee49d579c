/// What becomes of one user's connections; shared by the user's client and its sockets.
final class UserConnections {
    var open = 0
    /// Connections that were found dead while idle and have not been replaced yet.
    var diedIdle = 0
    /// The turn of the loop in which an answer began.
    var answeredInTurn: Int?
    /// Of the newest connection, for example "TLSv1.3"; empty without TLS.
    var tlsVersion = ""
}
