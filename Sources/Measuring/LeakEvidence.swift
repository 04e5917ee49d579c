package import Timekeeping
package import Wording

/// One answer that held another tenant's data: what, where, when and for whom.
package struct LeakEvidence: Sendable, Hashable, Codable {
    package enum Place: String, Sendable, Hashable, Codable {
        case header, body
    }

    /// How many of a run are kept; all are counted.
    package static let most = 100

    /// Index into ``MeasuringPlan/operations``.
    package var operation: Int
    /// Index into ``MeasuringPlan/requests``.
    package var request: Int
    /// 0 for the request itself, 1 for the first redirect hop, and so on.
    package var hop: Int
    package var status: Int
    /// Of the user who asked, from 0.
    package var user: Int
    /// Whom the answer was for: the company, and the account within it if the accounts say.
    package var tenant: String
    package var member: String?
    package var marker: String
    /// The column of the accounts where the marker stands.
    package var column: String
    /// Whose it is: the first of the companies that have it.
    package var owner: String
    /// The account within it, where the marker is one account's.
    package var ownerMember: String?
    /// How many companies have it.
    package var owners: Int
    package var place: Place
    /// When the request was planned, and when its answer was complete, since the run's origin.
    package var planned: Nanoseconds
    package var done: Nanoseconds
    /// ``done`` by the wall clock, in nanoseconds since 1970; set outside of the engine.
    package var unixNanoseconds: Int64
    /// What stands around the marker, secrets masked; set outside of the engine.
    package var excerpt: String

    package init(
        operation: Int,
        request: Int,
        hop: Int,
        status: Int,
        user: Int,
        tenant: String,
        member: String?,
        marker: String,
        column: String,
        owner: String,
        ownerMember: String?,
        owners: Int,
        place: Place,
        planned: Nanoseconds,
        done: Nanoseconds,
        unixNanoseconds: Int64 = 0,
        excerpt: String = ""
    ) {
        self.operation = operation
        self.request = request
        self.hop = hop
        self.status = status
        self.user = user
        self.tenant = tenant
        self.member = member
        self.marker = marker
        self.column = column
        self.owner = owner
        self.ownerMember = ownerMember
        self.owners = owners
        self.place = place
        self.planned = planned
        self.done = done
        self.unixNanoseconds = unixNanoseconds
        self.excerpt = excerpt
    }

    /// Whom the answer was for: "company comp01, u001".
    package var asker: Bilingual {
        let member = member.map { Bilingual(ja: "、\($0)", en: ", \($0)") } ?? .none
        return Bilingual(ja: "会社 \(tenant)\(member)", en: "company \(tenant)\(member)")
    }

    /// What it held: "u002" of company comp02".
    package var found: Bilingual {
        guard marker != owner else {
            return Bilingual(
                ja: "他社の\(column) “\(marker)”",
                en: "“\(marker)”, the \(column) of another company"
            )
        }
        let others =
            owners > 1
            ? Bilingual(ja: "ほか\(owners - 1)社", en: " and \(owners - 1) more") : .none
        let account = ownerMember.flatMap { $0 == marker ? nil : $0 }.map {
            Bilingual(ja: "、アカウント \($0)", en: ", account \($0)")
        }
        return Bilingual(
            ja: "会社 \(owner)\(others)の\(column) “\(marker)”\(account ?? .none)",
            en: "“\(marker)”, the \(column) of company \(owner)\(others)\(account ?? .none)"
        )
    }

    /// When its answer was complete, in UTC to the millisecond.
    package var time: String {
        let seconds = unixNanoseconds / 1_000_000_000
        let milliseconds = String(1_000 + unixNanoseconds % 1_000_000_000 / 1_000_000).dropFirst()
        return UTCText.timestamp(unixSeconds: Int(seconds)).dropLast() + ".\(milliseconds)Z"
    }
}
