import Timekeeping
import Workload

extension ScenarioBuilder {
    func buildContract() {
        guard let value = root["contract"] else {
            effective.note("3s for 90% of each online operation", at: .root / "contract")
            return
        }
        guard let path = text(value) else { return }
        let full = Paths.resolve(path, besides: file)
        contract = Contract(name: "", response: [:])
        if let read = ContractReader(context: context).read(
            full,
            namedAt: value.position,
            "contract"
        ) {
            contract = read
        }
    }

    func buildService() -> Service {
        let value = root["service"]
        for (number, item) in (root["hosts"]?.items ?? []).enumerated() {
            guard let host = text(item)?.lowercased() else { continue }
            if host.contains(where: { "/:@?# ".contains($0) }) && !host.hasPrefix("[") {
                fault(
                    item,
                    (.root / "hosts")[number],
                    "“\(host)” is not a host alone",
                    "write the name without scheme, port and path"
                )
            }
            allowedHosts.insert(host)
        }
        guard let value, let address = text(value), address != "rehearsal" else {
            return .rehearsal
        }
        switch ServiceAddress.parse(address) {
        case .success(let parsed):
            serviceHost = parsed.host
            return .url(parsed.text)
        case .failure(let problem):
            fault(value, .root / "service", problem.problem, problem.remedy)
            return .rehearsal
        }
    }

    func buildRehearsal(_ service: Service) -> RehearsalSettings {
        guard let value = root["rehearsal"] else { return RehearsalSettings() }
        let place = Place.root / "rehearsal"
        if text(root["service"]) != "rehearsal" {
            fault(
                value,
                place,
                "the settings of the embedded service are used with another",
                "write “service: rehearsal”, or remove them"
            )
        }
        let faults = (value["faults"]?.items ?? []).enumerated().compactMap { number, item in
            let entry = text(item)
            if let entry, !Self.isFaultEntry(entry) {
                fault(
                    item,
                    (place / "faults")[number],
                    "“\(entry)” is no entry of a fault programme",
                    "write “at 20s for 20s: stall”, or slow +4s, slow +4s 1%, "
                        + "error 5%, database down, reset, reset 5%, leak 1%"
                )
            }
            return entry
        }
        return RehearsalSettings(
            faults: faults,
            storage: text(value["storage"]).flatMap(ScalarText.size)
        )
    }

    /// `at <time> for <length>: stall | slow +<time> [<share>] | error <share> | database down |
    /// reset [<share>] | leak <share>`.
    static func isFaultEntry(_ text: String) -> Bool {
        guard
            let match = text.wholeMatch(of: /at (?<at>\S+) for (?<length>\S+): (?<what>.+)/),
            ScalarText.duration(String(match.at)) != nil,
            (ScalarText.duration(String(match.length)) ?? .zero) > .zero
        else { return false }
        let words = match.what.split(separator: " ").map(String.init)
        func isShare(_ words: ArraySlice<String>) -> Bool {
            words.count == 1 && words.allSatisfy { ScalarText.share($0) != nil || $0 == "100%" }
        }
        switch words.first {
        case "stall": return words.count == 1
        case "database": return words == ["database", "down"]
        case "reset": return words.count == 1 || isShare(words[1...])
        case "error", "leak": return isShare(words[1...])
        case "slow":
            guard words.count > 1, words[1].hasPrefix("+"),
                ScalarText.duration(String(words[1].dropFirst())) != nil
            else { return false }
            return words.count == 2 || isShare(words[2...])
        default: return false
        }
    }

    func buildTransport() -> TransportSettings {
        var settings = TransportSettings()
        let place = Place.root / "transport"
        let value = root["transport"]
        func read(_ key: String, _ written: String, _ take: (String) -> Void) {
            if let text = text(value?[key]) {
                take(text)
            } else if value?[key] == nil {
                effective.add(written, at: place / key)
            }
        }
        read("http", "1.1") { settings.httpVersion = .init(rawValue: $0) ?? .http1 }
        read("verify", "true") { settings.verifyTLS = $0 != "false" }
        read("compression", "true") { settings.compression = $0 != "false" }
        read("timeout", "300s") { settings.timeout = ScalarText.duration($0) ?? .seconds(300) }
        read("connect-timeout", "30s") {
            settings.connectTimeout = ScalarText.duration($0) ?? .seconds(30)
        }
        read("largest-body", "64MiB") { settings.largestBody = ScalarText.size($0) ?? 64 << 20 }
        read("user-agent", "sanbyo") { settings.userAgent = $0 }
        settings.lane = text(value?["lane"]).flatMap(Lane.init(rawValue:))
        if settings.lane == nil { effective.note("chosen by itself", at: place / "lane") }
        settings.caFile = readableFile("ca-file")
        settings.clientCertificateFile = readableFile("client-certificate")
        settings.clientKeyFile = readableFile("client-key")
        settings.unixSocket = text(value?["unix-socket"]).map { Paths.resolve($0, besides: file) }
        settings.proxy = text(value?["proxy"])
        checkTransport(settings)
        return settings
    }

    private func readableFile(_ key: String) -> String? {
        guard let value = root["transport"]?[key], let path = text(value) else { return nil }
        let full = Paths.resolve(path, besides: file)
        if case .failure(let problem) = Files.read(full, atMost: 16 << 20) {
            fault(
                value,
                .root / "transport" / key,
                "“\(full)”: \(problem.problem)",
                problem.remedy
            )
        }
        return full
    }

    private func checkTransport(_ settings: TransportSettings) {
        let place = Place.root / "transport"
        if let value = root["transport"]?["client-key"], settings.clientCertificateFile == nil {
            fault(
                value,
                place / "client-key",
                "there is a key but no certificate",
                "add “client-certificate:”"
            )
        }
        if let value = root["transport"]?["proxy"], let proxy = settings.proxy,
            proxy.wholeMatch(of: /(https?|socks4a?|socks5h?):\/\/\S+/) == nil
        {
            fault(
                value,
                place / "proxy",
                "is no proxy address",
                "write “http://host:port” or “socks5://host:port”"
            )
        }
        if !settings.verifyTLS, let value = root["transport"]?["verify"] {
            warn(
                value,
                place / "verify",
                "any certificate is accepted",
                "name the authority with “ca-file:” instead"
            )
        }
    }
}
