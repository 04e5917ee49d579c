import Measuring
import Timekeeping
import Wording

// What the generator had of the machine, and what else went on there.
extension HealthChecks {
    var machine: [HealthFinding] {
        [cpu, runQueue, steal, sockets, cores, blocked].compactMap(\.self)
    }

    private var cpu: HealthFinding {
        let found = facts.record.busiestShare(over: Self.cpuWindow, \.busiestShard)
        return HealthFinding(
            name: Bilingual(ja: "CPU(コアあたり)", en: "CPU per core"),
            isHealthy: found < Self.busiest,
            value: .share(found),
            limit: .share(Self.busiest),
            reason: Bilingual(
                ja: "利用者を演じるスレッドは、最も忙しい\(Self.cpuWindow)秒間にコアの"
                    + "\(ShareText.percent(found))を使った",
                en: "the busiest \(Self.cpuWindow) s of a thread that plays users took "
                    + "\(ShareText.percent(found)) of a core"
            ),
            remedy: Bilingual(
                ja: "スレッドを増やす(--shards)、速いマシンを使う、または利用者数を減らす",
                en: "play on more threads (--shards), a faster machine, or with fewer users"
            )
        )
    }

    /// A thread without a core stamps answers late, whether or not an operation was due.
    private var runQueue: HealthFinding {
        let found = facts.record.busiestShare(over: Self.cpuWindow, \.starvedShard)
        return HealthFinding(
            name: Bilingual(ja: "CPU待ち", en: "run queue"),
            isHealthy: found < Self.mostStarved,
            value: .share(found),
            limit: .share(Self.mostStarved),
            reason: Bilingual(
                ja: "利用者を演じるスレッドがコアの空きを待ったのは、\(Self.cpuWindow)秒間のうち最大"
                    + "\(ShareText.percent(found))",
                en: "a thread that plays users was ready and waited for a core for at most "
                    + "\(ShareText.percent(found)) of \(Self.cpuWindow) s"
            ),
            remedy: Bilingual(
                ja: "このマシンのほかのプログラムを終える、またはツールに専用のコアを与える",
                en: "end other programs on this machine, or give the tool cores of its own"
            )
        )
    }

    private var steal: HealthFinding? {
        guard !facts.record.machine.isEmpty else { return nil }
        let found = facts.record.stolenShare(over: Self.cpuWindow)
        return HealthFinding(
            name: Bilingual(ja: "CPUスチール", en: "steal"),
            isHealthy: found < Self.mostStolen,
            value: .share(found),
            limit: .share(Self.mostStolen),
            reason: Bilingual(
                ja: "このマシンのホストは、\(Self.cpuWindow)秒間にコア時間の最大"
                    + "\(ShareText.percent(found))をほかに割り当てた",
                en: "the host of this machine gave at most \(ShareText.percent(found)) of a "
                    + "core's time to others in \(Self.cpuWindow) s"
            ),
            remedy: Bilingual(
                ja: "プロセッサーを共有しないマシンを使う",
                en: "use a machine that does not share its processors"
            )
        )
    }

    /// Connections that could not be opened for lack of something here are no fault of the service.
    private var sockets: HealthFinding {
        let open = facts.record.timeline.map(\.loop.openSockets).max() ?? 0
        let failed = facts.record.totals(judgedOnly: false).byOutcome[.noSocket, default: 0]
        let opened = DecimalText.grouped(open)
        let allowed = facts.machine.descriptorLimit.map(DecimalText.grouped).map {
            Bilingual(ja: "(記述子の上限は\($0))", en: " (\($0) descriptors are allowed)")
        }
        let operations = Words.operations(failed)
        return HealthFinding(
            name: Bilingual(ja: "ソケット", en: "sockets"),
            isHealthy: failed == 0,
            value: .count(failed),
            limit: .count(0),
            reason: Bilingual(
                ja: "同時に開いたのは最大\(opened)\(allowed ?? .none)。記述子・ポート・メモリーの不足で"
                    + "失敗した\(operations)",
                en: "at most \(opened) were open\(allowed ?? .none); \(operations) failed for lack "
                    + "of a descriptor, port or memory"
            ),
            remedy: Bilingual(
                ja: "`ulimit -n` を上げる、net.ipv4.ip_local_port_range を広げる、または利用者数を減らす",
                en: "raise `ulimit -n`, widen net.ipv4.ip_local_port_range, or ask for fewer users"
            )
        )
    }

    /// Shown only: what other programs take shows where it matters, in the checks above.
    private var cores: HealthFinding? {
        let readings = facts.record.machine.values
        guard let busiest = readings.map(\.busiestCore).max(),
            let runnable = readings.map(\.runnable).max(),
            let resident = readings.map(\.resident).max()
        else { return nil }
        let (share, memory) = (ShareText.percent(busiest), resident >> 20)
        return HealthFinding(
            Bilingual(ja: "マシン全体", en: "whole machine"),
            shown: .share(busiest),
            Bilingual(
                ja: "最も忙しいコアの使用率は最大\(share)、全プログラムで実行中または待ちのスレッドは最大"
                    + "\(runnable)。本ツールの使用メモリーは\(memory) MiB",
                en: "the busiest core was busy for at most \(share) of a second, with up to "
                    + "\(runnable) threads of all programs running or waiting; this one used "
                    + "\(memory) MiB"
            )
        )
    }

    private var blocked: HealthFinding? {
        guard let found = facts.record.blocked.percentile(99.9) else { return nil }
        return HealthFinding(
            Bilingual(ja: "送信待ち p99.9", en: "blocked p99.9"),
            shown: .time(found),
            Bilingual(
                ja: "操作の99.9%は発行から\(found)以内に送信された(接続の待ちと確立)",
                en: "99.9% of operations were sent at most \(found) after they were dispatched "
                    + "(waiting for a connection, opening it)"
            )
        )
    }
}

extension RunRecord {
    /// The largest mean of a figure over some seconds in a row, 0 … 1.
    func busiestShare(over window: Int, _ share: (SecondFigures) -> Double) -> Double {
        largestMean(of: timeline.map { ($0.second, share($0)) }, over: window)
    }

    /// The largest share of a core's time that the host took over some seconds in a row, 0 … 1.
    func stolenShare(over window: Int) -> Double {
        largestMean(
            of: machine.sorted { $0.key < $1.key }.map { ($0.key, $0.value.steal) },
            over: window
        )
    }

    /// Seconds left out do not thin the ones beside them: only windows wholly left out are not
    /// judged.
    private func largestMean(of shares: [(second: Int, share: Double)], over window: Int)
        -> Double
    {
        let length = min(window, shares.count)
        guard length > 0 else { return 0 }
        return (0...(shares.count - length)).lazy
            .map { shares[$0..<($0 + length)] }
            .filter { part in !part.allSatisfy { isWhollyLeftOut($0.second) } }
            .map { part in part.reduce(0) { $0 + $1.share } / Double(length) }
            .max() ?? 0
    }
}
