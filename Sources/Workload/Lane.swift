/// The way that HTTP requests take; the lanes mean the same and differ in cost and reach.
package enum Lane: String, Sendable, Equatable, CaseIterable, Codable {
    /// Connections opened by libcurl, HTTP/1.1 spoken by the tool itself.
    case direct
    /// Everything by libcurl.
    case curl
}
