package import Measuring
package import Responses
import Timekeeping
import Workload

/// An answer that held another tenant's data, with enough around the marker to mask secrets in.
package struct FoundLeak: Sendable {
    package var evidence: LeakEvidence
    package let context: AnswerSearch.Context
}

/// Looks whether the answers of one shard's users hold other tenants' data.
///
/// Confined to its shard's thread.
final class TenantWatch {
    private let search: AnswerSearch
    /// The names of the accounts' columns that tell.
    private let columns: [String]
    /// By user: its account within the company.
    private let members: [String?]
    /// As many as may be kept of a run; the first of all shards are.
    private var room = LeakEvidence.most
    private var fresh: [FoundLeak] = []

    private struct Seen {
        let find: AnswerSearch.Find
        let place: LeakEvidence.Place
        let context: AnswerSearch.Context?
    }

    /// `nil` when the scenario keeps no tenants apart, or none that could be told.
    init?(_ plan: RunPlan) {
        guard let index = plan.tenants, let search = AnswerSearch(index) else { return nil }
        self.search = search
        let tenancy = plan.scenario.accounts?.tenancy
        columns = tenancy?.columns.map(\.name) ?? []
        let column = tenancy?.memberColumn?.index
        members = (plan.scenario.accounts?.rows ?? []).map { row in column.map { row[$0] } }
    }

    /// Which request an answer is to, and when.
    struct Asked {
        let operation: Int
        let request: Int
        let hop: Int
        /// Since the run's origin.
        let planned: Nanoseconds
        let done: Nanoseconds
    }

    /// Searches all that came of an exchange.
    func look(at exchange: Exchange, user: Int, asked: Asked) -> AnswerSearched {
        guard !exchange.head.isEmpty || !exchange.body.isEmpty || exchange.status > 0 else {
            return exchange.hasUnread ? .incomplete : .no
        }
        let tenants = search.index.tenantOfRow
        guard tenants.indices.contains(user) else { return .incomplete }
        let body = Answer.searchable(exchange.body, head: exchange.head)
        guard let seen = seen(in: exchange, body, tenant: tenants[user]) else {
            if exchange.hasUnread { return .incomplete }
            return body.form == .packed ? .packed : body.form == .media ? .media : .clean
        }
        // Something else may be in what was not seen.
        guard seen.find.isSure else {
            return exchange.hasUnread ? .incomplete : body.form == .packed ? .packed : .alike
        }
        if room > 0, let context = seen.context {
            room -= 1
            let evidence = evidence(of: seen, user: user, status: exchange.status, asked)
            fresh.append(FoundLeak(evidence: evidence, context: context))
        }
        return .leaked
    }

    /// What was found since the last call.
    func take() -> [FoundLeak] {
        defer { fresh = [] }
        return fresh
    }

    /// The first that is another tenant's for sure, or else the first that may be.
    private func seen(in exchange: Exchange, _ body: SearchableBody, tenant: Int32) -> Seen? {
        let head = seen(in: exchange.head, .header, tenant)
        if let head, head.find.isSure { return head }
        var alike = head
        // Pages in other encodings are searched as they are, too.
        if let seen = seen(in: exchange.body, .body, tenant) {
            if seen.find.isSure { return seen }
            alike = alike ?? seen
        }
        for text in body.conversions {
            guard let seen = seen(in: text, .body, tenant) else { continue }
            if seen.find.isSure { return seen }
            alike = alike ?? seen
        }
        return alike
    }

    private func seen(
        in bytes: [UInt8],
        _ place: LeakEvidence.Place,
        _ tenant: Int32
    ) -> Seen? {
        guard !bytes.isEmpty else { return nil }
        return unsafe bytes.span.bytes.withUnsafeBytes { text in
            guard let find = unsafe search.firstForeign(in: text, tenant: tenant) else {
                return nil
            }
            let context = room > 0 && find.isSure ? unsafe search.context(of: find, in: text) : nil
            return Seen(find: find, place: place, context: context)
        }
    }

    private func evidence(of seen: Seen, user: Int, status: Int, _ asked: Asked) -> LeakEvidence {
        let index = search.index
        let marker = index.markers[seen.find.marker]
        return LeakEvidence(
            operation: asked.operation,
            request: asked.request,
            hop: asked.hop,
            status: status,
            user: user,
            tenant: index.tenants[Int(index.tenantOfRow[user])],
            member: members[user],
            marker: marker.text,
            column: columns[marker.column],
            owner: index.tenants[Int(marker.owners.first ?? 0)],
            ownerMember: marker.column == 0 ? nil : members[marker.row],
            owners: marker.owners.count,
            place: seen.place,
            planned: asked.planned,
            done: asked.done
        )
    }
}
