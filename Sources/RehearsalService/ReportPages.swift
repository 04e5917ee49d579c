import NIOHTTP1
import Timekeeping

/// Reports that are made in the background: asked for, then looked after until they are ready.
enum ReportPages {
    @Sendable static func form(
        _ request: Request,
        _ session: Session,
        _ service: Service
    ) -> Answer {
        Pages.page(
            "月報",
            """
            <form method="post" action="/reports">
            <input type="hidden" name="csrf" value="\(session.csrf)">
            <label>秒 <input name="seconds" inputmode="decimal"></label>
            <button>作成</button>
            </form>
            \(Pages.of(session))
            """
        )
    }

    /// Starts a job that takes the `seconds` of the form, or 4 s without.
    @Sendable static func start(
        _ request: Request,
        _ session: Session,
        _ service: Service
    ) throws -> Answer {
        let fields = try request.formFields()
        guard fields["csrf"] == session.csrf else { return RecordPages.wrongToken }
        guard let length = length(fields["seconds"]) else {
            return Pages.refusal(
                .unprocessableEntity,
                "seconds: 0.001 から \(ReportJobs.mostSeconds) までの数を入力してください。"
            )
        }
        guard let job = service.startReport(taking: length, for: session.member) else {
            return Pages.refusal(.serviceUnavailable, "作成中の月報が多すぎます。")
        }
        var answer = json(job)
        answer.status = .accepted
        answer.headers.append(("Location", "/reports/\(job.number)"))
        return answer
    }

    @Sendable static func state(
        _ request: Request,
        _ session: Session,
        _ service: Service
    ) -> Answer {
        request.numbers.first.flatMap { service.report($0, of: session.member) }.map(json)
            ?? Pages.notFound
    }

    private static func json(_ job: ReportJobs.Job) -> Answer {
        .json(
            .object([
                "job": .count(job.number),
                "state": .text(job.isReady(at: .now) ? "ready" : "running"),
            ])
        )
    }

    /// The time written, in seconds with at most three decimals; `nil` for anything else.
    private static func length(_ text: String) -> Nanoseconds? {
        guard !text.isEmpty else { return ReportJobs.usualLength }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            parts[0].utf8.count <= 4, parts.count == 1 || parts[1].utf8.count <= 3,
            let seconds = Double(text), seconds > 0
        else { return nil }
        let length = Nanoseconds.seconds(seconds)
        return length <= .seconds(ReportJobs.mostSeconds) ? length : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
