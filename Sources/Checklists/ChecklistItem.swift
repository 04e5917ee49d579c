package import Wording

/// An item of METI's checklist of service levels for clouds.
package struct ChecklistItem: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case availability, reliability, performance, scalability, support, dataManagement, security

        package var name: Bilingual {
            switch self {
            case .availability: Bilingual(ja: "可用性", en: "Availability")
            case .reliability: Bilingual(ja: "信頼性", en: "Reliability")
            case .performance: Bilingual(ja: "性能", en: "Performance")
            case .scalability: Bilingual(ja: "拡張性", en: "Scalability")
            case .support: Bilingual(ja: "サポート", en: "Support")
            case .dataManagement: Bilingual(ja: "データ管理", en: "Data management")
            case .security: Bilingual(ja: "セキュリティ", en: "Security")
            }
        }
    }

    /// 1 … 49.
    package let number: Int
    package let kind: Kind
    package let name: Bilingual
    /// What an answer is written in ("時間(秒)", "有無").
    package let unit: Bilingual

    /// The items that a load run, a probe or an inspection can measure; the others are declared.
    package static let measurable: Set<Int> = [
        1, 2, 5, 10, 12, 13, 15, 16, 19, 20, 21, 24, 25, 33, 34, 38, 42, 44,
    ]

    package var isMeasurable: Bool { Self.measurable.contains(number) }
}
