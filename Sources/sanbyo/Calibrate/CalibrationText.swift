import Reporting
import Timekeeping
import Verdicts

/// A calibration for reading.
enum CalibrationText {
    /// - Parameter width: columns of the terminal.
    static func lines(_ found: Calibration, width: Int) -> [String] {
        let machine = found.machine
        var lines = [
            "\(machine.host): \(machine.processor), \(machine.cores) cores, \(machine.kernel)"
        ]
        lines += ["", "measuring error"] + error(found).flatMap { row($0, $1, width) }
        lines += ["", "ceiling"] + ceiling(found.ceiling).flatMap { row($0, $1, width) }
        lines += [
            "", found.isProven ? "your gates work here" : "YOUR GATES CANNOT BE TRUSTED HERE",
        ]
        for proof in found.proofs {
            lines.append("  \(proof.isProven ? "ok " : "BAD")  planted: \(proof.planted)")
            lines += wrapped("expected: \(proof.expected)", indent: 7, width)
            lines += wrapped("found: \(proof.found)", indent: 7, width)
        }
        return lines
    }

    private static func error(_ found: Calibration) -> [(String, String)] {
        [
            (
                "clock",
                "one reading costs \(nanoseconds(found.clock.readCost)) and tells "
                    + "\(nanoseconds(found.clock.resolution)) apart"
            ),
            ("timers", times(found.timers) + " late"),
            ("doing nothing", times(found.noOp) + " response time"),
            (
                "noise floor",
                "\(DurationText.readable(found.noiseFloor)): nothing is judged that lies closer to "
                    + "its limit than this and the lag of the run"
            ),
        ]
    }

    private static func ceiling(_ found: Calibration.Ceiling) -> [(String, String)] {
        [
            (
                "operations",
                "\(DecimalText.grouped(Int(found.operationsPerSecond))) a second and thread at 80% of a core"
            ),
            (
                "users",
                "\(DecimalText.grouped(found.usersTried)) played at one time, p99.9 of their scheduling lag "
                    + "\(milliseconds(found.lagMs)), \(found.memoryPerUser / 1024) KiB each"
            ),
        ]
            + found.users.sorted { $0.value < $1.value }.map {
                ("", "at most \(DecimalText.grouped($0.value)) by \($0.key)")
            }
    }

    private static func row(_ name: String, _ text: String, _ width: Int) -> [String] {
        let lines = wrapped(text, indent: 17, width)
        let head = "  " + DisplayWidth.padded(name, to: 15, right: false)
        return [head + (lines.first?.dropFirst(17) ?? "")] + lines.dropFirst()
    }

    private static func wrapped(_ text: String, indent: Int, _ width: Int) -> [String] {
        DisplayWidth.wrapped(text, to: width - indent - 2).enumerated().map { index, line in
            String(repeating: " ", count: index == 0 ? indent : indent + 2) + line
        }
    }

    private static func times(_ times: Calibration.Times) -> String {
        "p50 \(milliseconds(times.p50)), p99 \(milliseconds(times.p99)), p99.9 "
            + "\(milliseconds(times.p999)) (n \(DecimalText.grouped(times.n)))"
    }

    private static func milliseconds(_ value: Double) -> String {
        DurationText.readable(.seconds(value / 1_000))
    }

    private static func nanoseconds(_ value: Double) -> String {
        DecimalText.fixed(value, decimals: 0) + " ns"
    }
}
