import Foundation
import Timekeeping
import Wording
import Workload

/// Reads and checks a contract file.
struct ContractReader {
    let context: ReadingContext

    /// The contract, as far as it could be read; nil when the file has no readable document.
    ///
    /// - Parameter place: where the file is named; nil when it was named on the command line.
    func read(_ path: String, namedAt place: Position?, _ documentPath: String) -> Contract? {
        guard let root = Document.read(path, namedAt: place, documentPath, context: context) else {
            return nil
        }
        ShapeChecker(context: context, allowsReferences: false)
            .check(root, ContractShape.root, at: "")
        checkWindows(root)
        checkZones(root)
        return Contract(
            name: root["contract"]?.scalarText ?? "",
            path: path,
            response: response(root),
            delay: delay(root["delay"]),
            concurrentUsers: root["concurrent-users"]?.scalarText.flatMap(ScalarText.count),
            dependence: root["dependence"]?.scalarText
                .flatMap(Contract.Dependence.init(rawValue:)) ?? .measured,
            declarations: declarations(root),
            zone: zone(root["zone"])
        )
    }

    private func duration(_ value: YAMLValue?) -> Nanoseconds? {
        value?.scalarText.flatMap(ScalarText.duration)
    }

    private func response(_ root: YAMLValue) -> [OperationClass: ResponseTarget] {
        var targets: [OperationClass: ResponseTarget] = [:]
        guard let response = root["response"] else { return targets }
        for entry in response.entries {
            guard let name = OperationClass(rawValue: entry.key),
                let within = duration(entry.value["within"])
            else { continue }
            let asked = entry.value["for"]?.scalarText
            let isStrict = asked == "strict"
            let peak = entry.value["at-peak"]?.scalarText.flatMap(ScalarText.share)
            targets[name] = ResponseTarget(
                within: within,
                share: isStrict ? 0.99 : asked.flatMap(ScalarText.share) ?? 0.9,
                shareAtPeak: peak ?? (isStrict ? 0.95 : nil)
            )
        }
        if case .mapping(let entries) = response.kind, entries.isEmpty {
            context.fault(
                at: response.position,
                "response",
                "promises nothing",
                "add “online: { within: 3s, for: 90% }”"
            )
        }
        return targets
    }

    private func delay(_ value: YAMLValue?) -> DelayTerms? {
        guard let value, case .mapping = value.kind else { return nil }
        let window = duration(value["window"]) ?? DelayTerms.usualWindow
        if window < .milliseconds(100) || window.count % 100_000_000 != 0 {
            context.fault(
                at: value["window"]?.position ?? value.position,
                "delay.window",
                "\(DurationText.canonical(window)) is not a number of tenths of a second",
                "write for example 10s, 1s or 500ms"
            )
        }
        return DelayTerms(
            longest: duration(value["longest"]),
            worstResponse: duration(value["worst-response"]),
            window: window
        )
    }

    private func declarations(_ root: YAMLValue) -> Declarations {
        var terms = Declarations()
        terms.serviceHours = root["service-hours"]?.scalarText
        terms.maintenanceNotice = duration(root["maintenance"]?["notice"])
        terms.maintenanceWindows = (root["maintenance"]?["windows"]?.items ?? []).compactMap {
            guard let from = $0["from"]?.scalarText, let to = $0["to"]?.scalarText else {
                return nil
            }
            return Declarations.MaintenanceWindow(
                from: from,
                to: to,
                announced: $0["announced"]?.scalarText
            )
        }
        terms.availability = root["availability"]?["at-least"]?.scalarText
            .flatMap(ScalarText.share)
        terms.availabilityOver = duration(root["availability"]?["over"])
        terms.meanRepair = duration(root["recovery"]?["mean"])
        terms.notifyWithin = duration(root["recovery"]?["notify-within"])
        terms.longOutage = duration(root["long-outages"]?["longer-than"])
        terms.longOutagesAtMost = root["long-outages"]?["at-most"]?.scalarText
            .flatMap(ScalarText.count)
        terms.probeEvery = duration(root["monitoring"]?["every"])
        terms.probes = root["monitoring"]?["probes"]?.items.compactMap(\.scalarText) ?? []
        terms.storagePerUser = root["storage"]?["per-user"]?.scalarText.flatMap(ScalarText.size)
        terms.leastTLS = root["transport"]?["tls"]?.scalarText
        terms.isolationBy = root["isolation"]?["by"]?.items.compactMap(\.scalarText) ?? []
        terms.answers = answers(root["declared"])
        return terms
    }

    /// Answers in words; a text by itself stands for both languages.
    private func answers(_ value: YAMLValue?) -> [Int: Bilingual] {
        var answers: [Int: Bilingual] = [:]
        for entry in value?.entries ?? [] {
            guard let item = Int(entry.key), (1...49).contains(item) else {
                context.fault(
                    at: entry.value.position,
                    "declared.\(entry.key)",
                    "the checklist has no item of this number",
                    "write a number from 1 to 49"
                )
                continue
            }
            if let text = entry.value.scalarText {
                answers[item] = Bilingual(text)
            } else if let ja = entry.value["ja"]?.scalarText, let en = entry.value["en"]?.scalarText
            {
                answers[item] = Bilingual(ja: "\(ja)", en: "\(en)")
            }
        }
        return answers
    }

    private func zone(_ value: YAMLValue?) -> String? {
        guard let value, let name = value.scalarText else { return nil }
        guard TimeZone(identifier: name) != nil else {
            context.fault(
                at: value.position,
                "zone",
                "“\(name)” is no time zone known here",
                "write its IANA name, such as Asia/Tokyo or UTC"
            )
            return nil
        }
        return name
    }

    private func checkWindows(_ root: YAMLValue) {
        for (number, window) in (root["maintenance"]?["windows"]?.items ?? []).enumerated() {
            // Compared as text only where both are written in the same zone.
            guard let from = window["from"]?.scalarText, let to = window["to"]?.scalarText,
                ScalarText.isDate(from), ScalarText.isDate(to), from.count == to.count,
                from.suffix(6) == to.suffix(6) || from.hasSuffix("Z"), to <= from
            else { continue }
            context.fault(
                at: window.position,
                "maintenance.windows[\(number)]",
                "the window ends before it begins",
                "write “to” after “from”"
            )
        }
    }

    /// Times without an offset mean nothing where no zone is named: taken as UTC, the stop of a
    /// contract in Japan would hide nine other hours.
    private func checkZones(_ root: YAMLValue) {
        guard root["zone"] == nil else { return }
        for (number, window) in (root["maintenance"]?["windows"]?.items ?? []).enumerated() {
            for key in ["from", "to", "announced"] {
                guard let value = window[key], let text = value.scalarText,
                    case .civil = WrittenTime(text)
                else { continue }
                context.fault(
                    at: value.position,
                    "maintenance.windows[\(number)].\(key)",
                    "“\(text)” has no offset from UTC, and the contract names no zone",
                    "add “zone: Asia/Tokyo” to the contract, or write the offset: "
                        + (text.count > 10 ? "\(text)+09:00" : "\(text)T00:00+09:00")
                )
            }
        }
    }
}
