import NIOHTTP1

/// Signing in and out.
enum SignInPages {
    @Sendable static func home(_ request: Request, _ service: Service) -> Answer {
        .seeOther(service.session(of: request) == nil ? "/login" : "/forms")
    }

    @Sendable static func show(_ request: Request, _ service: Service) -> Answer {
        form(notice: "")
    }

    @Sendable static func signIn(_ request: Request, _ store: Store) throws -> Answer {
        let fields = try request.formFields()
        guard
            let member = try store.member(
                company: fields["company_code"],
                user: fields["user_code"],
                password: fields["password"]
            )
        else {
            var answer = form(notice: "<p>コードまたはパスワードが違います。</p>\n")
            answer.status = .unauthorized
            return answer
        }
        return .seeOther("/forms", session: .open(member))
    }

    @Sendable static func signOut(_ request: Request, _ service: Service) -> Answer {
        .seeOther("/login", session: .close)
    }

    private static func form(notice: String) -> Answer {
        Pages.page(
            "サインイン",
            """
            \(notice)<form method="post" action="/login">
            <label>会社コード <input name="company_code" required></label>
            <label>ユーザーコード <input name="user_code" required></label>
            <label>パスワード <input type="password" name="password" required></label>
            <button>サインイン</button>
            </form>
            """
        )
    }
}
