package import Inspections
import Verdicts
import Wording

/// `inspection.json`: the layout is that of the values, which read it back.
package enum InspectionJson {
    package static func bytes(of inspection: Inspection) -> [UInt8] {
        Array(document(inspection).text.utf8)
    }

    private static func document(_ inspection: Inspection) -> Json {
        [
            "formatVersion": .int(inspection.formatVersion),
            "scenario": .string(inspection.scenario),
            "service": .string(inspection.service),
            "contract": .string(inspection.contract),
            "tool": .string(inspection.tool),
            "started": .string(inspection.started),
            "finished": .string(inspection.finished),
            "verdict": .string(inspection.verdict.rawValue),
            "exitCode": .int(inspection.exitCode),
            "cut": .optional(inspection.cut?.en),
            "reasons": texts(inspection.reasons),
            "items": .array(inspection.items.map(item)),
            "certificates": .array(inspection.certificates.map(certificate)),
        ]
    }

    private static func item(_ item: ItemFinding) -> Json {
        [
            "item": .int(item.item),
            "name": .string(item.name),
            "japaneseName": .string(item.japaneseName),
            "promised": .string(item.promised.en),
            "verdict": .optional(item.verdict?.rawValue),
            "words": .string(item.words.en),
            "checks": .array(item.checks.map(check)),
        ]
    }

    private static func check(_ check: CheckFinding) -> Json {
        [
            "id": .string(check.id),
            "name": .string(check.name.en),
            "verdict": .optional(check.verdict?.rawValue),
            "words": .string(check.words.en),
            "faults": strings(check.faults),
            "figure": check.figure.map {
                ["value": .number($0.value), "unit": .string($0.unit)]
            } ?? .null,
            "warning": .optional(check.warning?.en),
            "evidence": texts(check.evidence),
        ]
    }

    private static func certificate(_ one: CertificateFacts) -> Json {
        [
            "subject": .string(one.subject),
            "issuer": .string(one.issuer),
            "names": strings(one.names),
            "validFrom": .int(one.validFrom),
            "validUntil": .int(one.validUntil),
            "keyKind": .string(one.keyKind),
            "keyBits": .int(one.keyBits),
            "signature": .string(one.signature),
            "digest": .string(one.digest),
            "isSelfSigned": .bool(one.isSelfSigned),
            "isForHost": .bool(one.isForHost),
            "sha256": .string(one.sha256),
        ]
    }

    /// In English, as every file for programs.
    private static func texts(_ texts: [Bilingual]) -> Json { strings(texts.map(\.en)) }

    private static func strings(_ texts: [String]) -> Json { .array(texts.map(Json.string)) }
}
