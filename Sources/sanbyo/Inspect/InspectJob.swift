import Engine
import Foundation
import HTTPLanes
import Inspections
import Measuring
import Timekeeping
import Wording
import Workload

/// The looking itself, one check after another.
struct InspectJob {
    private let ready: ReadyScenario
    private let baseURL: String
    private let endpoint: ServiceEndpoint
    private let hosts: [ResolvedHost]
    /// The addresses to ask for without encryption.
    private let plain: [String]
    private let note: (String) -> Void
    private(set) var items: [ItemFinding] = []
    private(set) var certificates: [CertificateFacts] = []
    /// Why it ended early; `nil` when it did not.
    private(set) var cut: Bilingual?

    private var scenario: Scenario { ready.scenario }

    /// Looks the service's host up and makes sure that something takes connections there.
    ///
    /// - Throws: `ToolFailure` with 69 when nothing does, with 64 for a faulty `--plain`.
    init(
        _ ready: ReadyScenario,
        target: Target,
        plain: String?,
        note: @escaping (String) -> Void
    ) throws {
        self.ready = ready
        self.note = note
        baseURL = target.baseURL
        do throws(LaneError) {
            endpoint = try ServiceEndpoint(url: target.baseURL)
            hosts = try Preflight.resolved(ready.scenario, baseURL: target.baseURL)
            if endpoint.scheme == "http" {
                try ConnectionProbe.connect(
                    url: baseURL,
                    transport: ready.scenario.transport,
                    hosts: hosts
                )
            }
        } catch {
            throw Preflight.unreachable(target.baseURL, error.description)
        }
        self.plain = try Self.plainURLs(plain, endpoint, ready.scenario)
    }

    /// Looks at the items that are wanted.
    ///
    /// - Throws: `ToolFailure` with 69 when the service takes no connection.
    mutating func look(at wanted: InspectedItems, signals: inout Signals) throws {
        if wanted.contains(.protection) || wanted.contains(.encryption) {
            let facts = try transportFacts(&signals)
            certificates = facts.certificates
            let least = scenario.contract.declarations.leastTLS.flatMap(TLSVersion.init(promise:))
            items += TransportFindings.items(facts, least: least).filter { finding in
                InspectedItem(rawValue: finding.item).map(wanted.contains) ?? false
            }
        }
        let tries = InspectTries(ready, baseURL: baseURL, hosts: hosts)
        if wanted.contains(.input), let input = scenario.input, goesOn(&signals) {
            note("item 38: \(input.forbidden.count) forbidden and 2 allowed texts")
            add(try tries.input(input, &signals))
        }
        if wanted.contains(.resources), let storage = scenario.storage, goesOn(&signals) {
            note("item 25: uploads up to \(storage.limit) bytes and \(storage.step) over")
            add(try tries.storage(storage, &signals))
        }
    }

    private mutating func add(_ found: (item: ItemFinding, signal: Int32?)) {
        items.append(found.item)
        if let signal = found.signal { cut = Self.stopped(by: signal) }
    }

    // MARK: Encryption

    private mutating func transportFacts(_ signals: inout Signals) throws -> TransportFacts {
        var facts = TransportFacts(
            address: baseURL,
            host: endpoint.host,
            isSecure: endpoint.scheme == "https",
            isOwnMachine: isOwnMachine,
            verifies: scenario.transport.verifyTLS,
            allowedHosts: scenario.allowedHosts,
            plainURLs: plain,
            now: Int(ClockAnchor.now().unixNanoseconds / 1_000_000_000)
        )
        guard facts.isSecure else { return facts }
        do {
            try look(into: &facts, &signals)
        } catch let error as LaneError {
            throw ToolFailure(message: error.description, exitCode: ExitCodes.ownFault)
        }
        return facts
    }

    private mutating func look(
        into facts: inout TransportFacts,
        _ signals: inout Signals
    ) throws {
        let inspector = try TLSInspector(url: baseURL, transport: scenario.transport, hosts: hosts)
        note("handshake as a run makes it")
        let usual = try inspector.usual()
        if case .notConnected(let why) = usual.handshake.end {
            throw Preflight.unreachable(baseURL, why)
        }
        facts.usual = usual.handshake
        facts.authorities = usual.authorities
        take(usual, into: &facts)
        // Who is silent once is silent to every version: each would be waited for.
        if case .timedOut = usual.handshake.end {
        } else {
            try probe(inspector, into: &facts, &signals)
        }
        for url in facts.plainURLs {
            guard goesOn(&signals) else { return }
            note("plain HTTP at \(url)")
            facts.plain.append(try plainFacts(url))
        }
    }

    private mutating func probe(
        _ inspector: TLSInspector,
        into facts: inout TransportFacts,
        _ signals: inout Signals
    ) throws {
        guard goesOn(&signals) else { return }
        if facts.verifies { facts.strictFailure = try inspector.strictFailure() }
        for version in TLSVersion.allCases.reversed() {
            guard goesOn(&signals) else { return }
            note("\(version.name) offered alone")
            var look = try inspector.offering(version)
            // What comes twice is an answer.
            if look.handshake.mayBeAccident { look = try inspector.offering(version) }
            facts.probes[version] = look.handshake
            take(look, into: &facts)
        }
        guard goesOn(&signals) else { return }
        note("weak ciphers offered alone")
        let weak = try inspector.offeringWeakCiphers().handshake
        facts.weakCiphers =
            weak.mayBeAccident ? try inspector.offeringWeakCiphers().handshake : weak
    }

    /// The certificates of the first handshake that got as far.
    private func take(_ look: TLSInspector.Look, into facts: inout TransportFacts) {
        guard facts.certificates.isEmpty else { return }
        facts.certificates = look.certificates
        facts.trust = look.trust
    }

    private func plainFacts(_ url: String) throws(LaneError) -> PlainFacts {
        let plain = try ServiceEndpoint(url: url)
        let pinned = hosts.filter { $0.host == plain.host }.map {
            ResolvedHost(host: $0.host, port: plain.port, addresses: $0.addresses)
        }
        func look() throws(LaneError) -> PlainFacts {
            try PlainInspector.look(url: url, transport: scenario.transport, hosts: pinned)
        }
        let first = try look()
        switch first.end {
        case .refused, .answered, .notHTTP, .silent, .unreachable: return first
        // Taken for a refusal only when it happens twice.
        case .notConnected, .closed: return try look()
        }
    }

    /// The address asked for, or else the host's beginning and the page that signs in first asks for.
    private static func plainURLs(
        _ asked: String?,
        _ endpoint: ServiceEndpoint,
        _ scenario: Scenario
    ) throws -> [String] {
        guard let asked else {
            // A socket file has no port 80 beside it.
            guard scenario.transport.unixSocket == nil else { return [] }
            let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
            return ["http://\(host)/"] + firstPage(scenario).map { "http://\(host)\($0)" }
        }
        let plain = try? ServiceEndpoint(url: asked)
        guard let plain, plain.scheme == "http",
            plain.host == endpoint.host || scenario.allowedHosts.contains(plain.host)
        else {
            throw ToolFailure(
                message: "--plain \(asked): write an address with http:// on the service's host "
                    + "\(endpoint.host)",
                exitCode: ExitCodes.usage
            )
        }
        return [asked]
    }

    /// The path of the first request that a user signs in with, where it is the same for all.
    private static func firstPage(_ scenario: Scenario) -> [String] {
        guard let first = scenario.beforeEachUser.first,
            case .literal(let path)? = scenario[first].requests.first?.target.pieces.first,
            scenario[first].requests[0].target.pieces.count == 1, path.hasPrefix("/"), path != "/"
        else { return [] }
        return [path]
    }

    private var isOwnMachine: Bool {
        if case .rehearsal = scenario.service { return true }
        return endpoint.host == "localhost" || endpoint.host == "::1"
            || endpoint.host.hasPrefix("127.")
    }

    // MARK: Stopping

    private mutating func goesOn(_ signals: inout Signals) -> Bool {
        guard cut == nil else { return false }
        if let signal = signals.wait(atMost: .zero) {
            cut = Self.stopped(by: signal)
        }
        return cut == nil
    }

    private static func stopped(by signal: Int32) -> Bilingual {
        let name = Signals.name(of: signal)
        return Bilingual(
            ja: "検査は終了前に\(name)で中止された",
            en: "the inspection was stopped by \(name) before its end"
        )
    }
}
