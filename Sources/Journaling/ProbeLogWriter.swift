package import Availability
import Encodings
package import Timekeeping

/// The lines of a probe's log.
package enum ProbeLine {
    /// `{"tick":"2026-11-23T08:30:00Z","started":"…","web":{"ok":true,"ms":12.345},…}`; a probe that
    /// was made a second time has the failure of the first time as its `"first":{…}`.
    package static func text(of tick: Tick) -> String {
        var fields = [
            field("tick", quoted("\(tick.slot)")), field("started", quoted("\(tick.started)")),
        ]
        for result in tick.results { fields.append(field(result.kind.rawValue, text(of: result))) }
        return object(fields)
    }

    package static func text(of head: ProbeLog.Head) -> String {
        var fields = [
            field("begin", quoted("\(head.begin)")), field("version", "\(ProbeLog.version)"),
            field("tool", quoted(head.tool)), field("probe", quoted(head.probe)),
        ]
        func optional(_ name: String, _ value: String?) {
            if let value { fields.append(field(name, quoted(value))) }
        }
        optional("question", head.question)
        fields.append(field("service", quoted(head.service)))
        fields.append(field("probes", list(head.kinds.map { quoted($0.rawValue) })))
        optional("contract", head.contract)
        optional("contractSHA256", head.contractSHA256)
        optional("importedFrom", head.importedFrom)
        optional("phase", head.phase.map(DurationText.canonical))
        fields.append(field("terms", text(of: head.terms)))
        return object(fields)
    }

    package static func text(of step: ProbeLog.ClockStep) -> String {
        object([
            field("clock", quoted("\(step.at)")), field("steppedMs", milliseconds(step.by)),
        ])
    }

    package static func text(of run: ProbeLog.HookRun) -> String {
        var fields = [
            field("hook", quoted(run.edge.rawValue)), field("slot", quoted("\(run.slot)")),
            field("ended", quoted("\(run.ended)")), field("tookMs", milliseconds(run.took)),
        ]
        if let failure = run.failure { fields.append(field("failure", quoted(failure))) }
        return object(fields)
    }

    /// The last line of a probe that ended in order.
    package static func end(at instant: UTCInstant, why: String) -> String {
        object([field("end", quoted("\(instant)")), field("why", quoted(why))])
    }

    private static func text(of result: ProbeResult) -> String {
        var fields: [String] = []
        switch result.outcome {
        case .ok: fields.append(field("ok", "true"))
        case .failed: fields.append(field("ok", "false"))
        case .unknown: fields.append(field("ok", "null"))
        }
        if let time = result.time { fields.append(field("ms", milliseconds(time))) }
        switch result.outcome {
        case .ok: break
        case .failed(let why), .unknown(let why): fields.append(field("why", quoted(why)))
        }
        if let first = result.first { fields.append(field("first", text(of: first))) }
        return object(fields)
    }

    /// Written as the result that it was.
    private static func text(of first: FirstLook) -> String {
        text(
            of: ProbeResult(kind: .web, outcome: .failed(first.reason), time: first.time)
        )
    }

    private static func text(of terms: AvailabilityTerms) -> String {
        var fields = [field("every", quoted(DurationText.canonical(terms.every)))]
        func optional(_ name: String, _ value: Nanoseconds?) {
            if let value { fields.append(field(name, quoted(DurationText.canonical(value)))) }
        }
        if let hours = terms.serviceHours { fields.append(field("serviceHours", quoted(hours))) }
        if let share = terms.share { fields.append(field("share", "\(share)")) }
        optional("over", terms.over)
        optional("notice", terms.notice)
        optional("meanRepair", terms.meanRepair)
        optional("notifyWithin", terms.notifyWithin)
        optional("longOutage", terms.longOutage)
        if let most = terms.longOutagesAtMost {
            fields.append(field("longOutagesAtMost", "\(most)"))
        }
        optional("independentAfter", terms.independentAfter)
        optional("promisedEvery", terms.promisedEvery)
        fields.append(field("downWhen", quoted(terms.rule.rawValue)))
        if terms.leastOutage > .zero { optional("leastOutage", terms.leastOutage) }
        optional("confirm", terms.confirm)
        fields.append(field("monitoring", list(terms.monitoring.map { quoted($0.rawValue) })))
        fields.append(field("probes", list(terms.probes.map { quoted($0.rawValue) })))
        fields.append(field("windows", list(terms.windows.map(text))))
        return object(fields)
    }

    private static func text(of window: PlannedWindow) -> String {
        var fields = [
            field("from", quoted("\(window.from)")), field("to", quoted("\(window.to)")),
        ]
        if let announced = window.announced {
            fields.append(field("announced", quoted("\(announced)")))
        }
        return object(fields)
    }

    // MARK: JSON

    private static func quoted(_ text: String) -> String { "\"\(JSONString.escaped(text))\"" }
    private static func field(_ name: String, _ value: String) -> String { "\"\(name)\":\(value)" }
    private static func object(_ fields: [String]) -> String {
        "{" + fields.joined(separator: ",") + "}"
    }
    private static func list(_ items: [String]) -> String {
        "[" + items.joined(separator: ",") + "]"
    }
    private static func milliseconds(_ time: Nanoseconds) -> String {
        DecimalText.fixed(time.milliseconds, decimals: 3)
    }
}

extension Tick {
    /// As a log keeps it: begun to the millisecond, times to the microsecond.
    ///
    /// What is judged while the probe runs is then what is judged from its log later.
    package var asLogged: Tick {
        var tick = self
        tick.started = started.rounded(downTo: .milliseconds(1))
        for index in tick.results.indices {
            tick.results[index].time = results[index].time.map(\.asLogged)
            tick.results[index].first?.time = results[index].first?.time.map(\.asLogged)
        }
        return tick
    }
}

extension ProbeLog.HookRun {
    /// As a log keeps it: to the millisecond, and ``took`` to the microsecond.
    package var asLogged: Self {
        var run = self
        run.ended = ended.rounded(downTo: .milliseconds(1))
        run.took = took.asLogged
        return run
    }
}

extension Nanoseconds {
    fileprivate var asLogged: Nanoseconds { Nanoseconds((count + 500) / 1_000 * 1_000) }
}
