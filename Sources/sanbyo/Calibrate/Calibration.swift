import Foundation
import Timekeeping
import Verdicts
import Wording

/// What measuring costs on a machine, and what it can carry; later runs quote it.
struct Calibration: Codable, Equatable {
    static let fileName = "calibration.json"

    /// What tells one machine from another, as far as times depend on it.
    struct Machine: Codable, Equatable {
        var host: String
        var processor: String
        var cores: Int
        var kernel: String
    }

    struct Clock: Codable, Equatable {
        /// The smallest step seen, and what one reading costs, in ns.
        var resolution: Double
        var readCost: Double
    }

    /// Percentiles of a kind of time, in ms.
    struct Times: Codable, Equatable {
        var p50: Double
        var p99: Double
        var p999: Double
        var n: Int
    }

    struct Ceiling: Codable, Equatable {
        /// Per thread that plays users, with its core 80 % busy; the thread's share that was used.
        var operationsPerSecond: Double
        var busyShare: Double
        /// Users tried at one time, and how late their operations began (p99.9, ms).
        var usersTried: Int
        var lagMs: Double
        /// Memory of the process per user, bytes.
        var memoryPerUser: Int
        /// What ports, descriptors and memory allow, each by its name.
        var users: [String: Int]
    }

    /// A fault that was planted, and whether the gate that must break did.
    struct Proof: Codable, Equatable {
        var planted: String
        var expected: String
        var found: String
        var isProven: Bool
    }

    var format = "sanbyo-calibration"
    var formatVersion = 1
    var version: String
    /// ISO 8601, UTC.
    var made: String
    var machine: Machine
    var clock: Clock
    /// How late timers of an event loop fire, in ms.
    var timers: Times
    /// Response times of a server that does nothing, in ms.
    var noOp: Times
    var ceiling: Ceiling
    var proofs: [Proof]

    /// The error of a single time: clock resolution and reading, and p99.9 of doing nothing.
    var noiseFloor: Nanoseconds {
        .seconds((clock.resolution + clock.readCost) / 1e9 + noOp.p999 / 1e3)
    }

    var isProven: Bool { proofs.allSatisfy(\.isProven) }

    /// Whether the figures that runs are judged by and quote are such as a machine can have.
    ///
    /// At most a second for each time; others could take the error of measuring away.
    private var isPossible: Bool {
        (0...1e9).contains(clock.resolution) && (0...1e9).contains(clock.readCost)
            && (0...1e3).contains(noOp.p999) && (0...1e9).contains(ceiling.operationsPerSecond)
    }

    /// One line for the reports of runs.
    var quote: Bilingual {
        let (day, rate) = (
            String(made.prefix(10)), DecimalText.grouped(Int(ceiling.operationsPerSecond))
        )
        let found = Bilingual(
            ja: "このマシンは\(day)に較正済み: 雑音\(noiseFloor)、スレッドあたり毎秒\(rate)操作",
            en: "this machine was calibrated on \(day): noise floor \(noiseFloor), \(rate) "
                + "operations a second per thread"
        )
        return found.then(
            isProven
                ? Bilingual(
                    ja: "仕込んだ障害をすべて検出した",
                    en: "its gates caught every planted fault"
                )
                : Bilingual(
                    ja: "仕込んだ障害のすべては検出できなかった",
                    en: "its gates did not catch every planted fault"
                )
        )
    }
}

extension Calibration {
    /// What a run's folder of results knows of this machine.
    enum Found: Equatable {
        case calibration(Calibration)
        /// Why there is none that can be used, in words.
        case none(Bilingual)

        var noiseFloor: Nanoseconds? {
            if case .calibration(let calibration) = self { calibration.noiseFloor } else { nil }
        }

        /// For the reports.
        var quote: Bilingual {
            switch self {
            case .calibration(let calibration): calibration.quote
            case .none(let words): words
            }
        }
    }

    static func find(in folder: String, machine: Machine) -> Found {
        let path = "\(folder)/\(fileName)"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            return .none(
                Bilingual(
                    ja: "このマシンは較正していない。`sanbyo calibrate` で雑音を測定できる",
                    en: "this machine was not calibrated; `sanbyo calibrate` measures its noise"
                )
            )
        }
        guard let read = try? JSONDecoder().decode(Calibration.self, from: bytes),
            read.format == "sanbyo-calibration", read.formatVersion == 1,
            read.isPossible
        else {
            return .none(
                Bilingual(
                    ja: "\(path) は較正として読めない。`sanbyo calibrate` で作り直せる",
                    en: "\(path) cannot be read as a calibration; `sanbyo calibrate` writes it anew"
                )
            )
        }
        guard read.machine == machine else {
            return .none(
                Bilingual(
                    ja: "\(path) は別のマシンまたはカーネルのもの(\(read.machine.host))。"
                        + "`sanbyo calibrate` でこのマシンを測定できる",
                    en: "\(path) is of another machine or kernel (\(read.machine.host)); "
                        + "`sanbyo calibrate` measures this one"
                )
            )
        }
        return .calibration(read)
    }

    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }
}

extension Calibration.Machine {
    /// The machine this process runs on.
    static var own: Self {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last }
        return Self(
            host: ProcessInfo.processInfo.hostName,
            processor: model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown",
            cores: MachineLimits.processors,
            kernel: MachineLimits.kernel
        )
    }
}
