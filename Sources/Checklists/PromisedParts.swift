import Workload

/// The parts of an item that each need a measurement of their own: the classes of operations
/// that a contract promises a time for, at normal and at peak hours.
struct PromisedParts {
    let contract: Contract

    init(_ contract: Contract) {
        self.contract = contract
    }

    /// What is promised of an item and was measured by none of its findings.
    func missing(of item: Int, in findings: [ChecklistFinding]) -> [Bilingual] {
        classes(of: item).flatMap { name -> [Bilingual] in
            let measured = findings.filter { $0.classes.contains(name) }
            let title = ClassWords.name(of: name)
            guard !measured.isEmpty else {
                return [
                    Bilingual(
                        ja: "\(title.ja)は未測定(この種別の操作を含むシナリオで測定が必要)",
                        en: "\(title.en) was not measured: play operations of this class"
                    )
                ]
            }
            return hours(of: item, name).filter { wanted in
                !measured.contains { $0.hours == wanted }
            }.map { wanted in
                let hours = HoursWords.name(of: wanted)
                return Bilingual(
                    ja: "\(title.ja)は\(hours.ja)に未測定(hours: \(wanted.rawValue) で測定が必要)",
                    en: "\(title.en) was not measured at \(hours.en): play a run with "
                        + "hours: \(wanted.rawValue)"
                )
            }
        }
    }

    private func classes(of item: Int) -> [OperationClass] {
        let wanted: Set<OperationClass> =
            switch item {
            case 19: [.online, .heavy]
            case 20: contract.delay == nil ? [] : [.online, .heavy, .batch]
            case 21: [.batch]
            default: []
            }
        return contract.response.keys.filter(wanted.contains).sorted()
    }

    /// Hours tell only where the contract has a share of its own for peak hours; limits on delays
    /// are the same at all hours.
    private func hours(of item: Int, _ name: OperationClass) -> [ServiceHours] {
        item == 20 || contract.response[name]?.shareAtPeak == nil ? [] : [.normal, .peak]
    }
}

/// Hours of service in words.
enum HoursWords {
    static func name(of hours: ServiceHours) -> Bilingual {
        switch hours {
        case .normal: Bilingual(ja: "通常時", en: "normal hours")
        case .peak: Bilingual(ja: "ピーク時", en: "peak hours")
        }
    }
}
