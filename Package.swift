// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "sanbyo",
    products: [
        .executable(name: "sanbyo", targets: ["sanbyo"]),
        .executable(name: "rehearsal-service", targets: ["RehearsalService"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
        // The rehearsal service only:
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    ],
    targets: [
        // System libraries
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CLibXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Pure core
        .target(name: "Timekeeping"),
        .target(name: "Wording", dependencies: ["Timekeeping"]),
        .target(name: "Encodings"),
        .target(name: "HTTPMessages", dependencies: ["CZlib"]),
        .target(name: "Workload", dependencies: ["Timekeeping", "Wording"]),
        .target(name: "Statistics"),
        .target(name: "Availability", dependencies: ["Timekeeping", "Wording", "Statistics"]),
        .target(
            name: "Measuring",
            dependencies: [
                "Timekeeping", "Wording", "Encodings", "Statistics", "CZlib",
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]
        ),
        .target(
            name: "Verdicts",
            dependencies: ["Timekeeping", "Wording", "Workload", "Measuring", "Statistics"]
        ),
        .target(
            name: "Checklists",
            dependencies: [
                "Timekeeping", "Wording", "Availability", "Workload", "Measuring", "Verdicts",
                "Inspections",
            ]
        ),
        .target(name: "Responses", dependencies: ["Workload", "CLibXML2", "CZlib"]),
        .target(
            name: "Inspections",
            dependencies: ["Timekeeping", "Wording", "Workload", "Measuring", "Verdicts"]
        ),

        // Thin shell
        .target(
            name: "Engine",
            dependencies: [
                "Timekeeping", "Encodings", "Workload", "Statistics", "Measuring", "Responses",
            ]
        ),
        .target(name: "LoopRuntime", dependencies: ["Timekeeping", "Measuring", "CLinux"]),
        .target(
            name: "HTTPLanes",
            dependencies: [
                "Timekeeping", "Wording", "Workload", "Measuring", "Engine", "LoopRuntime",
                "HTTPMessages",
                "Encodings", "Inspections", "CCurl", "CLinux", "COpenSSL",
            ]
        ),
        .target(
            name: "ScenarioFiles",
            dependencies: [
                "Timekeeping", "Wording", "Encodings", "Availability", "Workload", "Verdicts",
                "Responses",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(
            name: "Reporting",
            dependencies: [
                "Timekeeping", "Wording", "Encodings", "Availability", "Workload", "Measuring",
                "Statistics",
                "Verdicts", "Checklists", "Inspections",
            ]
        ),
        .target(
            name: "Journaling",
            dependencies: [
                "Timekeeping", "Wording", "Encodings", "Availability", "Workload", "Measuring",
                "Verdicts",
                "Reporting",
            ]
        ),
        .executableTarget(
            name: "sanbyo",
            dependencies: [
                "Timekeeping", "Wording", "Encodings", "Availability", "Workload", "Measuring",
                "Statistics",
                "Verdicts", "Checklists", "Inspections", "Responses", "Engine", "LoopRuntime",
                "HTTPLanes", "ScenarioFiles", "Reporting", "Journaling", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Beside the tool
        .executableTarget(
            name: "RehearsalService",
            dependencies: [
                "Timekeeping", "Encodings",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(name: "CAllocationCount"),
        .target(name: "CBareCurl", dependencies: ["CCurl"]),
        .target(name: "CWaitFallback"),
        .executableTarget(
            name: "SelfBench",
            dependencies: [
                "Timekeeping", "Workload", "Measuring", "Engine", "LoopRuntime", "HTTPLanes",
                "Reporting", "CLinux", "CAllocationCount", "CBareCurl", "CWaitFallback",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Timekeeping", "Workload", "Measuring", "Engine", "LoopRuntime"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// The names of the folders under Tests; each tests the target of its name.
let testTargets: [(name: String, dependencies: [Target.Dependency])] = [
    ("TimekeepingTests", ["Timekeeping"]),
    ("WordingTests", ["Timekeeping", "Wording"]),
    ("EncodingsTests", ["Encodings"]),
    ("HTTPMessagesTests", ["HTTPMessages", "CZlib"]),
    ("WorkloadTests", ["Timekeeping", "Workload"]),
    ("StatisticsTests", ["Statistics"]),
    ("AvailabilityTests", ["Timekeeping", "Wording", "Statistics", "Availability"]),
    ("MeasuringTests", ["Timekeeping", "Encodings", "Measuring", "Statistics"]),
    (
        "VerdictsTests",
        ["Timekeeping", "Wording", "Workload", "Measuring", "Statistics", "Verdicts"]
    ),
    (
        "ChecklistsTests",
        [
            "Timekeeping", "Wording", "Availability", "Workload", "Measuring", "Verdicts",
            "Inspections", "Checklists",
        ]
    ),
    ("ResponsesTests", ["Workload", "Responses"]),
    (
        "InspectionsTests",
        ["Timekeeping", "Wording", "Workload", "Measuring", "Verdicts", "Inspections"]
    ),
    (
        "EngineTests",
        [
            "Timekeeping", "Workload", "Statistics", "Measuring", "Responses", "Engine",
            "TestSupport",
        ]
    ),
    ("LoopRuntimeTests", ["Timekeeping", "Measuring", "LoopRuntime", "CLinux"]),
    (
        "HTTPLanesTests",
        [
            "Timekeeping", "Wording", "Workload", "Measuring", "Engine", "LoopRuntime", "HTTPLanes",
            "CCurl",
            "TestSupport", "Inspections",
        ]
    ),
    (
        "ScenarioFilesTests",
        [
            "Timekeeping", "Wording", "Availability", "Workload", "Verdicts", "Measuring",
            "ScenarioFiles",
        ]
    ),
    (
        "ReportingTests",
        [
            "Timekeeping", "Wording", "Availability", "Workload", "Measuring", "Statistics",
            "Verdicts",
            "Checklists", "Inspections",
            "Reporting",
        ]
    ),
    (
        "JournalingTests",
        [
            "Timekeeping", "Wording", "Availability", "Workload", "Measuring", "Verdicts",
            "Reporting",
            "Journaling",
        ]
    ),
    ("RehearsalServiceTests", ["RehearsalService", "Timekeeping", "Encodings"]),
    ("ToolTests", ["sanbyo", "RehearsalService", "TestSupport", "Timekeeping", "Wording"]),
    (
        "AccuracyTests",
        [
            "sanbyo", "RehearsalService", "Timekeeping", "Workload", "Statistics", "Measuring",
            "Verdicts", "Engine", "LoopRuntime", "HTTPLanes", "ScenarioFiles", "TestSupport",
        ]
    ),
]
let testFiles = ["ScenarioFilesTests": ["Fixtures"], "ReportingTests": ["Goldens"]]
package.targets += testTargets.map { test in
    .testTarget(
        name: test.name,
        dependencies: test.dependencies,
        exclude: testFiles[test.name] ?? []
    )
}

/// Targets whose tasks all stay on the thread they began on: an asynchronous function runs where
/// its caller does, without a look at the executor at every call (Decision "Where tasks run").
let confinedTargets: Set = ["LoopRuntime", "Engine", "HTTPLanes", "TestSupport"]

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),  // SE-0480
        .strictMemorySafety(),  // SE-0458
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        // The debug builds of the tests check exclusive access and optimize nothing across modules.
        .unsafeFlags(
            ["-enforce-exclusivity=unchecked", "-cross-module-optimization"],
            .when(configuration: .release)
        ),
    ]
    if confinedTargets.contains(target.name) {
        target.swiftSettings?.append(
            .enableUpcomingFeature("NonisolatedNonsendingByDefault")  // SE-0461
        )
    }
}
