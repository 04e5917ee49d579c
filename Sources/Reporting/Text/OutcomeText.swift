import Measuring
import Wording

/// Causes of failures by their names in files, in Japanese with what they mean.
enum OutcomeText {
    static func cause(_ outcome: Outcome) -> Bilingual {
        Bilingual(ja: "\(japanese(outcome)) (\(outcome.name))", en: "\(outcome.name)")
    }

    private static func japanese(_ outcome: Outcome) -> String {
        switch outcome {
        case .succeeded: "成功"
        case .unexpectedStatus: "想定外のステータス"
        case .unexpectedContent: "想定外の内容"
        case .nothingToTake: "取り出す値がない"
        case .notReady: "期限内に準備が整わず"
        case .nameNotResolved: "名前解決の失敗"
        case .connectionRefused: "接続拒否"
        case .connectionFailed: "接続失敗"
        case .tlsFailed: "TLSの失敗"
        case .sendFailed: "送信失敗"
        case .connectionLost: "接続断"
        case .malformedAnswer: "不正な応答"
        case .answerTooLarge: "応答が大きすぎる"
        case .timedOut: "タイムアウト"
        case .hostNotAllowed: "許可されていないホスト"
        case .tooManyRedirects: "転送の回数超過"
        case .unfinished: "未完了"
        case .missed: "開始されず"
        case .notPlayable: "実行不能"
        case .noSocket: "ソケット不足(計測側)"
        }
    }
}
