import Wording
import Workload

extension ChecklistItem {
    /// The 49 items in their order.
    ///
    /// Kinds, names and units are those of METI's クラウドサービスレベルのチェックリスト (2010).
    package static let all: [ChecklistItem] = [
        item(1, .availability, "サービス時間", "Service hours", "時間帯"),
        item(2, .availability, "計画停止予定通知", "Notice of planned stops", "有無"),
        item(3, .availability, "サービス提供終了時の事前通知", "Notice of end of service", "有無"),
        item(4, .availability, "突然のサービス提供停止に対する対処", "Handling of a sudden stop", "有無"),
        item(5, .availability, "サービス稼働率", "Availability", "%"),
        item(6, .availability, "ディザスタリカバリ", "Disaster recovery", "有無"),
        item(7, .availability, "重大障害時の代替手段", "Alternative in a grave failure", "有無"),
        item(8, .availability, "代替措置で提供するデータ形式", "Data format of the alternative", "有無(ファイル形式)"),
        item(9, .availability, "アップグレード方針", "Upgrade policy", "有無"),
        item(10, .reliability, "平均復旧時間(MTTR)", "Mean time to repair", "時間"),
        item(11, .reliability, "目標復旧時間(RTO)", "Recovery time objective", "時間"),
        item(
            12,
            .reliability,
            "障害発生件数",
            "Number of failures; those that took long (1 day or more)",
            "回"
        ),
        item(13, .reliability, "システム監視基準", "Monitoring standard", "有無"),
        item(14, .reliability, "障害通知プロセス", "Failure notice process", "有無"),
        item(15, .reliability, "障害通知時間", "Time from detection to notice", "時間"),
        item(16, .reliability, "障害監視間隔", "Monitoring interval", "時間(分)"),
        item(17, .reliability, "サービス提供状況の報告方法/間隔", "Status reports", "時間"),
        item(18, .reliability, "ログの取得", "Logs provided", "有無"),
        item(19, .performance, "応答時間", "Response time of processing", "時間(秒)"),
        item(20, .performance, "遅延", "How long delayed response continues", "時間(分)"),
        item(21, .performance, "バッチ処理時間", "Batch processing time", "時間(分)"),
        item(22, .scalability, "カスタマイズ性", "Customising", "有無"),
        item(23, .scalability, "外部接続性", "Connection to outside systems", "有無"),
        item(24, .scalability, "同時接続利用者数", "Users connected at the same time", "有無(制約条件)"),
        item(25, .scalability, "提供リソースの上限", "Limit of resources", "処理能力"),
        item(26, .support, "サービス提供時間帯(障害対応)", "Support hours, failures", "時間帯"),
        item(27, .support, "サービス提供時間帯(一般問合せ)", "Support hours, questions", "時間帯"),
        item(28, .dataManagement, "バックアップの方法", "Backup method", "有無/内容"),
        item(29, .dataManagement, "バックアップデータを取得するタイミング(RPO)", "Backup time (RPO)", "時間"),
        item(30, .dataManagement, "バックアップデータの保存期間", "Backup kept", "時間"),
        item(31, .dataManagement, "データ消去の要件", "Erasure", "有無"),
        item(32, .dataManagement, "バックアップ世代数", "Generations", "世代数"),
        item(33, .dataManagement, "データ保護のための暗号化要件", "Encryption for protection", "有無"),
        item(
            34,
            .dataManagement,
            "マルチテナントストレージにおけるキー管理要件",
            "Keys in multi-tenant storage",
            "有無/内容"
        ),
        item(35, .dataManagement, "データ漏えい・破壊時の補償/保険", "Compensation for leak or loss", "有無"),
        item(36, .dataManagement, "解約時のデータポータビリティ", "Portability at the end", "有無/内容"),
        item(37, .dataManagement, "預託データの整合性検証作業", "Integrity verification", "有無"),
        item(38, .dataManagement, "入力データ形式の制限機能", "Restriction of input", "有無"),
        item(39, .security, "公的認証取得の要件", "Certification", "有無"),
        item(40, .security, "アプリケーションに関する第三者評価", "Third-party assessment", "有無/実施状況"),
        item(41, .security, "情報取扱い環境", "Environment", "有無"),
        item(42, .security, "通信の暗号化レベル", "Encryption of communication", "有無"),
        item(43, .security, "会計監査報告書における情報セキュリティ関連事項の確認", "Audit reports (SOC 2 type 2)", "有無"),
        item(
            44,
            .security,
            "マルチテナント下でのセキュリティ対策",
            "Separation between tenants, containment of failures",
            "有無"
        ),
        item(45, .security, "情報取扱者の制限", "Who handles data", "有無/設定状況"),
        item(46, .security, "セキュリティインシデント発生時のトレーサビリティ", "Traceability", "設定状況"),
        item(47, .security, "ウイルススキャン", "Virus scan", "頻度"),
        item(48, .security, "二次記憶媒体の安全性対策", "Secondary media", "有無"),
        item(49, .security, "データの外部保存方針", "Law of the place of storage", "把握状況"),
    ]

    private static func item(
        _ number: Int,
        _ kind: Kind,
        _ ja: String,
        _ en: String,
        _ unit: String
    ) -> ChecklistItem {
        ChecklistItem(
            number: number,
            kind: kind,
            name: Bilingual(ja: "\(ja)", en: "\(en)"),
            unit: Bilingual(ja: "\(unit)", en: "\(units[unit] ?? unit)")
        )
    }

    /// Units as METI writes them, in English.
    static let units = [
        "時間帯": "hours",
        "有無": "yes or no",
        "%": "%",
        "有無(ファイル形式)": "yes or no (file format)",
        "時間": "time",
        "回": "times",
        "時間(分)": "time (min)",
        "時間(秒)": "time (s)",
        "有無(制約条件)": "yes or no (conditions)",
        "処理能力": "capacity",
        "有無/内容": "yes or no, what",
        "世代数": "generations",
        "有無/実施状況": "yes or no, state",
        "有無/設定状況": "yes or no, settings",
        "設定状況": "settings",
        "頻度": "frequency",
        "把握状況": "state",
    ]
}
