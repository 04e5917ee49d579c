/// What the inspecting tests look at.
enum Inspected {
    /// A scenario with a contract that promises a version of TLS.
    static func scenario(
        _ service: String,
        _ authority: Authority? = nil,
        least: String? = "1.2",
        in folder: Folder
    ) throws -> String {
        let promise = least.map { "transport: { tls: \"\($0)\" }\n" } ?? ""
        try folder.write(
            "contract: promised\nresponse: { online: { within: 3s } }\n" + promise,
            as: "contract.yaml"
        )
        let file = authority.map { ", ca-file: \($0.path("root.pem"))" } ?? ""
        let more = """
            contract: contract.yaml
            transport: { connect-timeout: 2s\(file) }
            """
        return sample(service: service, more: more)
    }

    /// Inspects a server of openssl.
    static func server(
        _ authority: Authority,
        _ certificate: String,
        _ options: String = "",
        least: String? = "1.2",
        plain: String? = nil
    ) async throws -> InspectionFile {
        let server = try await TLSServer(authority, certificate, options)
        let folder = try Folder()
        let text = try scenario(
            "https://127.0.0.1:\(server.port)",
            authority,
            least: least,
            in: folder
        )
        // Nothing listens on port 1 of loopback, whatever stands on port 80.
        let found = try await Tool.inspect(
            text,
            in: folder,
            ["--plain", plain ?? "http://127.0.0.1:1/"]
        )
        withExtendedLifetime(server) {}
        return found.found
    }
}
