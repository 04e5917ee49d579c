import Engine
import Foundation
import HTTPLanes
import Workload

/// What is looked at before the first request, so that a run that cannot succeed never begins.
enum Preflight {
    /// Hosts that were looked up and a service that takes connections.
    ///
    /// - Throws: `ToolFailure` with 69 when the service cannot be reached, with 65 when this
    ///   machine does not allow so many users.
    static func check(_ scenario: Scenario, baseURL: String) throws -> [ResolvedHost] {
        if let problem = MachineLimits.provideDescriptors(connections: connections(of: scenario)) {
            throw ToolFailure(message: problem, exitCode: ExitCodes.faultyInput)
        }
        if let ports = MachineLimits.ephemeralPorts, scenario.transport.unixSocket == nil,
            connections(of: scenario) > ports
        {
            throw ToolFailure(
                message: """
                    \(connections(of: scenario)) connections need as many ports and this machine \
                    gives \(ports) to one address; widen net.ipv4.ip_local_port_range or use \
                    fewer users
                    """,
                exitCode: ExitCodes.faultyInput
            )
        }
        do throws(LaneError) {
            let hosts = try resolved(scenario, baseURL: baseURL)
            try ConnectionProbe.connect(url: baseURL, transport: scenario.transport, hosts: hosts)
            return hosts
        } catch {
            throw ToolFailure(
                message: """
                    the service \(baseURL) cannot be reached: \(error.description). \
                    Nothing was sent; check `service:` and whether the service is up
                    """,
                exitCode: ExitCodes.targetUnavailable
            )
        }
    }

    /// The most connections at one time: one per user, or one per request sent together.
    static func connections(of scenario: Scenario) -> Int {
        let widest = scenario.operations.map { $0.together ? $0.requests.count : 1 }.max() ?? 1
        return scenario.load.peakUsers * widest
    }

    static func resolved(
        _ scenario: Scenario,
        baseURL: String
    ) throws(LaneError) -> [ResolvedHost] {
        // Through a proxy the proxy looks hosts up; a socket file needs no address.
        guard scenario.transport.proxy == nil, scenario.transport.unixSocket == nil else {
            return []
        }
        let own = try ServiceEndpoint(url: baseURL)
        var hosts = [try HostResolver.resolve(own)]
        for host in scenario.allowedHosts.sorted() where host != own.host {
            let scheme = own.scheme
            let endpoint = try ServiceEndpoint(url: "\(scheme)://\(host)/")
            hosts.append(try HostResolver.resolve(endpoint))
        }
        return hosts
    }
}
