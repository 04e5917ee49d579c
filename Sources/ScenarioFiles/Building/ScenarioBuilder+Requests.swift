import Encodings
import Timekeeping
import Workload

extension ScenarioBuilder {
    func buildRequest(_ value: YAMLValue, _ place: Place, available: Set<String>) -> Request {
        let method = RequestShape.methods.first { value[$0] != nil } ?? "get"
        var request = Request(
            method: method.uppercased(),
            target: Template("/"),
            origin: value.position.description
        )
        if let target = value[method] {
            request.target = buildTarget(target, place / method, available: available)
        }
        request.headers = fields(value["headers"], place / "headers", available: available).map {
            Header(name: $0.name, value: $0.value)
        }
        checkHeaders(value["headers"], place / "headers")
        request.basicAuth = buildBasicAuth(value, place / "basic-auth", available: available)
        request.body = buildBody(value, place, available: available)
        if case .json = request.body, let type = text(value["content-type"]) {
            request.headers.append(Header(name: "Content-Type", value: Template(type)))
        }
        checkBody(value, place, method: method)
        request.expectations = buildExpectations(
            value["expect"],
            place / "expect",
            available: available
        )
        request.takes = buildTakes(value["take"], place / "take")
        request.polling = buildPolling(value, place, available: available)
        request.timeout = duration(value["timeout"])
        request.followRedirects = text(value["follow-redirects"]) == "true"
        return request
    }

    /// The target with characters that URLs do not allow percent-encoded in its literal parts.
    func buildTarget(
        _ value: YAMLValue,
        _ place: Place,
        available: Set<String>
    ) -> Template {
        let target = template(value, at: place, available: available)
        guard let first = target.pieces.first else {
            if (value.scalarText ?? "").isEmpty {
                fault(value, place, "the path is empty", "write “/” or a longer path")
            }
            return target
        }
        if case .literal(let text) = first {
            let lowered = text.lowercased()
            if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") {
                checkHost(of: text, isWhole: target.pieces.count == 1, value, place)
            } else if !text.hasPrefix("/") {
                fault(
                    value,
                    place,
                    "the path does not begin with “/”",
                    "write “/\(text)…” or an address with http:// or https://"
                )
            }
        }
        return Template(
            pieces: target.pieces.map { piece in
                guard case .literal(let text) = piece else { return piece }
                return .literal(PercentEncoding.encoded(text, .illegalOnly))
            }
        )
    }

    private func checkHost(
        of url: String,
        isWhole: Bool,
        _ value: YAMLValue,
        _ place: Place
    ) {
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        // A host that ends in a variable is checked when the request is sent.
        guard isWhole || rest.contains("/") else { return }
        guard let host = ServiceAddress.host(of: url) else {
            fault(value, place, "the address has no host", "write it as https://host/path")
            return
        }
        if host != serviceHost, !allowedHosts.contains(host) {
            fault(
                value,
                place,
                "“\(host)” is not the service's host",
                "add it to “hosts:”, or write the path alone"
            )
        }
    }

    /// The texts of a mapping of names; a list stands for a name several times.
    func fields(
        _ value: YAMLValue?,
        _ place: Place,
        available: Set<String>
    ) -> [(name: String, value: Template)] {
        (value?.entries ?? []).flatMap { entry in
            let isList = if case .list = entry.value.kind { true } else { false }
            return entry.value.itemsOrSelf.enumerated().map { number, item in
                let there = isList ? (place / entry.key)[number] : place / entry.key
                warnOfSecret(entry.key, item, there)
                return (entry.key, template(item, at: there, available: available))
            }
        }
    }

    /// Secrets belong in the environment or in a file, not in a scenario.
    private func warnOfSecret(_ name: String, _ value: YAMLValue, _ place: Place) {
        let lowered = name.lowercased()
        let names = ["password", "passwd", "secret", "authorization", "api-key", "api_key"]
        guard names.contains(where: lowered.contains), let text = value.scalarText, !text.isEmpty,
            !text.contains("${")
        else { return }
        warn(
            value,
            place,
            "looks like a secret written into the scenario",
            "write “${env:NAME}” or “${file:path}”"
        )
    }

    func checkHeaders(_ value: YAMLValue?, _ place: Place) {
        for entry in value?.entries ?? [] {
            if entry.key.wholeMatch(of: /[A-Za-z0-9!#$%&'*+.^_`|~-]+/) == nil {
                context.fault(
                    at: entry.keyPosition,
                    (place / entry.key).description,
                    "“\(entry.key)” cannot be the name of a header",
                    "use letters, digits and “-”"
                )
            }
            for item in entry.value.itemsOrSelf
            where (item.scalarText ?? "").unicodeScalars.contains(where: { $0.value < 0x20 }) {
                fault(
                    item,
                    place / entry.key,
                    "a header holds a line end or control character",
                    "write it in one line"
                )
            }
        }
    }

    func buildBasicAuth(
        _ value: YAMLValue,
        _ place: Place,
        available: Set<String>
    ) -> BasicCredentials? {
        guard let auth = value["basic-auth"], let user = auth["user"],
            let password = auth["password"]
        else { return nil }
        if let text = password.scalarText, !text.isEmpty, !text.contains("${") {
            fault(
                password,
                place / "password",
                "a password is written into the scenario",
                "write “${env:NAME}”, “${file:path}” or “${account.password}”"
            )
        }
        if let name = user.scalarText, !name.contains("${"), name.contains(":") {
            fault(
                user,
                place / "user",
                "the name holds a colon, which Basic cannot carry",
                "use a name without one"
            )
        }
        if value["headers"]?.entries.contains(where: { $0.key.lowercased() == "authorization" })
            == true
        {
            fault(
                auth,
                place,
                "“basic-auth” and a header “Authorization” exclude each other",
                "keep one of them"
            )
        }
        return BasicCredentials(
            user: template(user, at: place / "user", available: available),
            password: template(password, at: place / "password", available: available)
        )
    }

    private func buildTakes(_ value: YAMLValue?, _ place: Place) -> [Take] {
        (value?.entries ?? []).compactMap { entry in
            let inner = place / entry.key
            guard let source = entry.value.entries.first, let text = text(source.value) else {
                return nil
            }
            let slot = variables.slot(entry.key)
            switch source.key {
            case "input": return Take(slot: slot, source: .input(name: text))
            case "json":
                checkJSONPath(text, source.value, inner / "json")
                return Take(slot: slot, source: .json(path: text))
            case "header": return Take(slot: slot, source: .header(name: text))
            case "cookie": return Take(slot: slot, source: .cookie(name: text))
            case "regex":
                checkRegex(text, source.value, inner / "regex")
                return Take(slot: slot, source: .regex(text))
            case "xpath":
                if let problem = context.options.checkXPath(text) {
                    fault(
                        source.value,
                        inner / "xpath",
                        "is no XPath: \(problem)",
                        "write an XPath 1.0 expression such as //input[@name='csrf']/@value"
                    )
                }
                return Take(slot: slot, source: .xpath(text))
            default: return nil
            }
        }
    }

    func checkJSONPath(_ path: String, _ value: YAMLValue, _ place: Place) {
        if let problem = context.options.checkJSONPath(path) {
            fault(
                value,
                place,
                "is no path into JSON: \(problem)",
                "write names and positions such as items[0].id"
            )
        }
    }

    func checkRegex(_ pattern: String, _ value: YAMLValue, _ place: Place) {
        if let problem = context.options.checkRegex(pattern) {
            fault(
                value,
                place,
                "is no regular expression: \(problem)",
                "correct it, and put a backslash before characters meant literally"
            )
        }
    }
}
