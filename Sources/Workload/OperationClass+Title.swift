package import Wording

extension OperationClass {
    /// The class in sentences.
    package var title: Bilingual {
        switch self {
        case .online: Bilingual(ja: "オンライン処理", en: "online")
        case .heavy: Bilingual(ja: "データ量の多い処理", en: "heavy")
        case .batch: Bilingual(ja: "バッチ処理", en: "batch")
        }
    }
}
