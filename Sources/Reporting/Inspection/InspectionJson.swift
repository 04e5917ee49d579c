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
            "cut": optional(inspection.cut),
            "reasons": texts(inspection.reasons),
            "items": .array(inspection.items.map(item)),
            "certificates": .array(inspection.certificates.map(certificate)),
        ]
    }

    private static func item(_ item: ItemFinding) -> Json {
        [
            "item": .int(item.item),
            "name": text(item.name),
            "promised": text(item.promised),
            "verdict": .optional(item.verdict?.rawValue),
            "words": text(item.words),
            "checks": .array(item.checks.map(check)),
        ]
    }

    private static func check(_ check: CheckFinding) -> Json {
        [
            "id": .string(check.id),
            "name": text(check.name),
            "verdict": .optional(check.verdict?.rawValue),
            "words": text(check.words),
            "faults": strings(check.faults),
            "figure": check.figure.map {
                ["value": .number($0.value), "unit": .string($0.unit)]
            } ?? .null,
            "warning": optional(check.warning),
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

    /// In both languages, so that a checklist in either says it in the words of the inspection.
    private static func text(_ text: Bilingual) -> Json {
        ["ja": .string(text.ja), "en": .string(text.en)]
    }

    private static func optional(_ text: Bilingual?) -> Json { text.map(Self.text) ?? .null }

    private static func texts(_ texts: [Bilingual]) -> Json { .array(texts.map(text)) }

    private static func strings(_ texts: [String]) -> Json { .array(texts.map(Json.string)) }
}
