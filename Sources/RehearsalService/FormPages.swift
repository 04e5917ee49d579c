/// The list of forms and the forms themselves.
enum FormPages {
    @Sendable static func list(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        let items = try store.forms().map {
            "<li><a href=\"/forms/\($0.number)\">\(Pages.escaped($0.title))</a></li>"
        }
        return Pages.page(
            "帳票一覧",
            "<ul>\n\(items.joined(separator: "\n"))\n</ul>\n\(Pages.of(session))\n\(signOut)"
        )
    }

    @Sendable static func show(
        _ request: Request,
        _ session: Session,
        _ store: Store
    ) throws -> Answer {
        guard let form = try request.numbers.first.flatMap(store.form) else {
            return Pages.notFound
        }
        let csrf = "<input type=\"hidden\" name=\"csrf\" value=\"\(session.csrf)\">"
        return Pages.page(
            form.title,
            """
            <form method="post" action="/forms/\(form.number)/records">
            \(csrf)
            <label>温度 <input name="temperature" inputmode="decimal" required></label>
            <label>備考 <textarea name="note"></textarea></label>
            <button>保存</button>
            </form>
            <form method="post" action="/forms/\(form.number)/photos" enctype="multipart/form-data">
            \(csrf)
            <label>写真 <input type="file" name="photo" required></label>
            <button>送信</button>
            </form>
            \(Pages.of(session))
            \(signOut)
            """
        )
    }

    private static let signOut =
        "<form method=\"post\" action=\"/logout\"><button>サインアウト</button></form>"
}
