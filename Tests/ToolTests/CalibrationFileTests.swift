import Foundation
import Testing
import Timekeeping
import Wording

@testable import sanbyo

@Suite("The calibration of a machine as a file")
struct CalibrationFileTests {
    private static let sound: [String: Double] = [
        "resolution": 30, "readCost": 40, "p999": 0.2, "operationsPerSecond": 1_000,
    ]

    /// What a run finds when some figures of a sound calibration are others.
    private func found(_ changes: [String: Double]) throws -> Calibration.Found {
        let figures = Self.sound.merging(changes) { $1 }
        let times = Calibration.Times(p50: 0.1, p99: 0.1, p999: figures["p999"] ?? 0, n: 1_000)
        let machine = Calibration.Machine(host: "h", processor: "p", cores: 2, kernel: "k")
        let calibration = Calibration(
            version: "0.1.0",
            made: "2026-11-26T00:00:00.000Z",
            machine: machine,
            clock: Calibration.Clock(
                resolution: figures["resolution"] ?? 0,
                readCost: figures["readCost"] ?? 0
            ),
            timers: times,
            noOp: times,
            ceiling: Calibration.Ceiling(
                operationsPerSecond: figures["operationsPerSecond"] ?? 0,
                busyShare: 0.5,
                usersTried: 10,
                lagMs: 1,
                memoryPerUser: 5_000,
                users: [:]
            ),
            proofs: []
        )
        let folder = try Folder()
        _ = try folder.write(
            String(decoding: try calibration.bytes, as: UTF8.self),
            as: Calibration.fileName
        )
        return Calibration.find(in: folder.path, machine: machine)
    }

    @Test("is used when its figures are such as a machine can have")
    func sound() throws {
        let found = try found([:])
        #expect(found.noiseFloor == .seconds(70e-9 + 0.2e-3))
        #expect(found.quote.en.contains("1,000 operations a second"))
    }

    @Test(
        "is not used, and never makes the error of measuring small, when a figure cannot be",
        arguments: [
            ("resolution", -1e9), ("resolution", 2e9), ("readCost", -1), ("readCost", 1e300),
            ("p999", 1e14), ("p999", -1), ("p999", 1_001), ("operationsPerSecond", 1e19),
            ("operationsPerSecond", -1),
        ]
    )
    func impossible(figure: String, value: Double) throws {
        let found = try found([figure: value])
        #expect(found.noiseFloor == nil)
        #expect(found.quote.en.contains("cannot be read as a calibration"))
    }
}
