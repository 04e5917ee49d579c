import Timekeeping
import Wording

/// The latency-continuation periods for programs.
enum EpisodesJson {
    static func document(_ model: ReportModel) -> Json {
        [
            "format": "sanbyo-episodes",
            "formatVersion": 1,
            "term": "latency-continuation period (遅延継続時間)",
            "episodes": .array(model.episodes.map(episode)),
        ]
    }

    static func episode(_ row: EpisodeRow) -> Json {
        [
            "number": .int(row.number),
            "scope": .string(row.scope),
            "subject": .string(row.subject.en),
            "startS": .seconds(row.start),
            "endS": .seconds(row.end),
            "durationS": .seconds(row.duration),
            "start": .string(row.startTime),
            "end": .string(row.endTime),
            "alertedAtS": .seconds(row.alertedAt),
            "planned": .int(row.planned),
            "violations": .int(row.violations),
            "worstShare": .number(row.worstShare),
            "responseMs": [
                "p50": .milliseconds(row.p50), "p95": .milliseconds(row.p95),
                "max": .milliseconds(row.longest),
            ],
            "leftCensored": .bool(row.leftCensored),
            "rightCensored": .bool(row.rightCensored),
            "generatorSuspect": .bool(row.generatorSuspect),
            "operations": .array(row.operations.map(Json.string)),
        ]
    }
}
