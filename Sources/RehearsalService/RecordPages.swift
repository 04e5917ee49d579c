import NIOHTTP1

/// Records: saved, shown, searched and exported.
enum RecordPages {
    @Sendable static func save(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        guard let form = try request.numbers.first.flatMap(store.form) else {
            return Pages.notFound
        }
        let fields = try request.formFields()
        guard fields["csrf"] == session.csrf else { return wrongToken }
        do {
            let entry = try RecordEntry(fields)
            let id = try store.save(entry, form: form.number, by: session.member)
            return .seeOther("/records/\(id)")
        } catch let refusal as RecordEntry.Refusal {
            return Pages.refusal(.unprocessableEntity, refusal.reasons.joined(separator: " "))
        }
    }

    @Sendable static func show(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        guard
            let id = request.numbers.first,
            let record = try store.record(id, of: session.member.company)
        else { return Pages.notFound }
        return Pages.page(
            "記録 \(record.id)",
            "<table>\n\(row(record))\n</table>\n<p><a href=\"/forms\">帳票一覧</a></p>"
        )
    }

    @Sendable static func search(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        let text = try request.queryFields()["query"]
        let records = try store.search(text, of: session.member.company)
        return Pages.page(
            "検索: \(text)",
            """
            <p>\(records.count) 件</p>
            <table>
            \(records.map(row).joined(separator: "\n"))
            </table>
            \(Pages.of(session))
            """
        )
    }

    @Sendable static func exportMonth(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        let month = try request.queryFields()["month"]
        guard isMonth(month) else {
            return Pages.refusal(.badRequest, "month=YYYY-MM を指定してください。")
        }
        let lines = try store.monthAsCSV(month, of: session.member.company)
        var answer = Answer.typed("text/csv; charset=utf-8", lines)
        answer.headers.append(
            ("Content-Disposition", "attachment; filename=\"records-\(month).csv\"")
        )
        return answer
    }

    static let wrongToken = Pages.refusal(.forbidden, "フォームの有効期限が切れました。開き直してください。")

    private static func isMonth(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1])
        else { return false }
        return (1...12).contains(month)
    }

    private static func row(_ record: StoredRecord) -> String {
        let cells = [
            String(record.id), record.form, record.user, String(record.temperature), record.note,
            record.created,
        ]
        return "<tr>" + cells.map { "<td>\(Pages.escaped($0))</td>" }.joined() + "</tr>"
    }
}
