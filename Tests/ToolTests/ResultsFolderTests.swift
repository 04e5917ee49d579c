import Foundation
import TestSupport
import Testing

/// A small file system in memory, until it is unmounted.
final class SmallDisk {
    let path: String

    /// `nil` where mounting is not allowed.
    init?(_ size: String, at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
        let options = ["-t", "tmpfs", "-o", "size=\(size)", "sanbyo-test", path]
        guard Self.run("/usr/bin/mount", options) else { return nil }
    }

    func unmount() { _ = Self.run("/usr/bin/umount", ["--lazy", path]) }

    private static func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// Whether this machine lets these tests mount one.
    static let isAllowed: Bool = {
        guard let folder = try? Folder() else { return false }
        guard let disk = try? SmallDisk("1m", at: folder.path + "/disk") else { return false }
        disk.unmount()
        return true
    }()
}

extension ToolTests {
    @Suite("Results that cannot be written (Accuracy)", .timeLimit(.minutes(1)))
    struct ResultsFolderAccuracyTests {
        @Test("a place that no folder can be made in ends the run before it begins with 74")
        func belowAFile() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let file = try folder.write(sample(service: server.url), as: "s.yaml")
            let end = try await Tool.run(["run", file, "--results", file + "/below"])
            #expect(end.code == 74)
            #expect(end.complains(of: file + "/below", "Not a directory"), "\(end)")
            #expect(server.connectionCount == 0)
            let nowhere = try await Tool.run(["run", file, "--results", "/proc/sanbyo"])
            #expect(nowhere.code == 74)
            #expect(nowhere.complains(of: "/proc/sanbyo", "No such file"), "\(nowhere)")
        }

        @Test(
            "a disk that is nearly full ends the run before it begins with 74",
            .enabled(if: SmallDisk.isAllowed, "mounting is not allowed here")
        )
        func fullBefore() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let disk = try #require(try SmallDisk("2m", at: folder.path + "/results"))
            defer { disk.unmount() }
            let file = try folder.write(sample(service: server.url), as: "s.yaml")
            let end = try await Tool.play(file, in: folder)
            #expect(end.code == 74, "\(end)")
            #expect(end.complains(of: disk.path, "MiB are free"), "\(end)")
            #expect(server.connectionCount == 0)
            #expect(folder.names(in: "results").isEmpty)
        }

        @Test(
            "a disk that fills up during the run costs nothing that was measured",
            .enabled(if: SmallDisk.isAllowed, "mounting is not allowed here")
        )
        func fullDuring() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let disk = try #require(try SmallDisk("80m", at: folder.path + "/results"))
            defer { disk.unmount() }
            let file = try folder.write(
                sample(service: server.url, users: 8, hold: "4s"),
                as: "s.yaml"
            )
            let run = try Started(Tool.sanbyo, ["run", file, "--results", disk.path])
            #expect(try await run.wait { server.requests.count > 8 })
            fill(disk)
            let end = try await run.end()
            #expect(end.code == 74, "\(end)")
            #expect(
                end.output.hasPrefix("INCONCLUSIVE"),
                "the verdict is told all the same: \(end)"
            )
            #expect(end.complains(of: "No space left"), "\(end)")
            let rescued = try #require(
                end.errors.split(separator: " ").first { $0.hasPrefix(run.temporaryFolder) }
            )
            let names = try FileManager.default.contentsOfDirectory(atPath: String(rescued))
            #expect(names.contains("summary.json"))
            #expect(names.contains("intervals.hlog"))
            let summary = try Data(contentsOf: URL(fileURLWithPath: rescued + "/summary.json"))
            let read = try Summary(String(decoding: summary, as: UTF8.self))
            #expect(undecided.contains(Int32(read.exitCode)))
            #expect(read.operations["look"]?.planned == server.requests.count)
            let left = folder.names(in: "results").filter { $0 != "filler" }
            let files = folder.names(in: "results/\(left.first ?? "")")
            #expect(!files.contains("summary.json"), "an unfinished run has no manifest")
        }

        /// Writes until nothing more fits.
        private func fill(_ disk: SmallDisk) {
            let path = disk.path + "/filler"
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            guard let file = FileHandle(forWritingAtPath: path) else { return }
            for size in [1 << 20, 4096, 1] {
                let block = Data(repeating: 120, count: size)
                while (try? file.write(contentsOf: block)) != nil {}
            }
            try? file.close()
        }

        @Test("two runs in the same second get folders of their own")
        func sameSecond() async throws {
            let server = try StubServer { $0.answerAll() }
            defer { server.stop() }
            let folder = try Folder()
            let text = sample(service: server.url, users: 1, hold: "500ms")
            let file = try folder.write(text, as: "s.yaml")
            let runs = try (0..<3).map { _ in
                try Started(
                    Tool.sanbyo,
                    ["run", file, "-q", "--results", folder.path + "/results"]
                )
            }
            for run in runs { _ = try await run.end() }
            let names = folder.names(in: "results")
            #expect(names.count == 3)
            for name in names {
                #expect(folder.names(in: "results/\(name)").contains("summary.json"))
            }
        }
    }
}
