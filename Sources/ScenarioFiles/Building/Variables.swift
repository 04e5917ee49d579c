import Workload

/// The variables of a scenario and the slots they get.
///
/// Slots are given on first use, so that a user's values hold only what is needed; the columns of
/// a feed get theirs together, in column order.
struct Variables {
    /// The columns of "account" and of each data feed; a feed whose file is faulty has nil.
    private(set) var feeds: [String: [String]?] = [:]
    /// What `variables:` defines.
    var constants: [String: YAMLValue] = [:]
    /// Names that some request takes.
    var taken: Set<String> = []
    private(set) var slotNames: [String] = []
    private var slots: [String: Slot] = [:]

    static let builtins = ["user", "iteration", "unique"]

    /// The slot of a variable, made when it is new.
    mutating func slot(_ name: String) -> Slot {
        if let slot = slots[name] { return slot }
        let slot = Slot(index: slotNames.count)
        slotNames.append(name)
        slots[name] = slot
        return slot
    }

    /// The slot of a variable that is used.
    func usedSlot(_ name: String) -> Slot? { slots[name] }

    mutating func addFeed(_ name: String, columns: [String]?) -> [Slot] {
        feeds[name] = .some(columns)
        return (columns ?? []).map { slot("\(name).\($0)") }
    }

    /// Every name that may stand in `${…}`, for suggestions.
    var known: [String] {
        let columns = feeds.flatMap { feed, columns in
            (columns ?? []).map { "\(feed).\($0)" }
        }
        return (columns + constants.keys + taken + Self.builtins).sorted()
    }
}
