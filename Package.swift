// swift-tools-version: 6.2
import PackageDescription

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let collections = Target.Dependency.product(
    name: "OrderedCollections", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// The projections that every new store starts with: one file each in `projections/`.
let builtInProjections = [
    "agent_workspaces", "agent_tasks", "agent_messages", "configuration", "project_analysis",
]

/// The rule files that tell what workspaces' files mean: one each.
let builtInRules = [
    "fleet", "claude-code", "task-master", "beads", "backlog", "crews", "memory-bank", "bmad",
    "assistants", "generic",
]

/// The shells that the program completes its command line in: a script each.
let completionScripts = ["bash", "zsh", "fish"]

/// What `tools/package` tells of a build: the environment variables become definitions in C.
let toldOfBuild: [CSetting] = ["ANNALS_BUILD_COMMIT", "ANNALS_BUILD_GRDB", "ANNALS_BUILD_SWIFT"]
    .compactMap { name in
        Context.environment[name].map { .define(name, to: "\"\($0)\"") }
    }

let package = Package(
    name: "annals",
    products: [
        .library(name: "Annals", targets: ["Annals"]),
        .library(name: "AnnalsMCP", targets: ["AnnalsMCP"]),
        .library(name: "AnnalsServer", targets: ["AnnalsServer"]),
        .executable(name: "annals", targets: ["annals"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        // Ordered dictionaries: a JSON object keeps the order of its members.
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        // YAML, with libyaml in it.
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        // HTTP, and what services of one process share: their log, their start and their end.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        // Percentiles of what `annals-dev bench` measures; no product of this package needs it.
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        // The calls of SQLite that Swift cannot make: variadics and function-like macros.
        .target(name: "CAnnalsSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        // The calls of the system that Swift does not know.
        .target(name: "CAnnalsSystem"),
        // What the program was built of, as far as the build was told.
        .target(name: "CAnnalsBuild", cSettings: toldOfBuild),
        // The events of libyaml, which say where every value begins and ends.
        .target(name: "CAnnalsYAML", dependencies: [yams]),
        .target(name: "AnnalsModel", dependencies: [collections]),
        .target(name: "AnnalsCodec", dependencies: ["AnnalsModel", "CLZ4"]),
        .target(name: "AnnalsIntegrity", dependencies: ["AnnalsModel", crypto]),
        .target(
            name: "AnnalsLog",
            dependencies: [
                "AnnalsModel", "AnnalsCodec", "AnnalsIntegrity", "CAnnalsSQLite", "CAnnalsSystem",
                grdb, sqlite,
            ],
            resources: [.embedInCode("Schema/schema.sql")]),
        .target(
            name: "BuiltInProjections", path: "projections", exclude: ["README.md"],
            resources: builtInProjections.map { .embedInCode("\($0).sql") }),
        .target(
            name: "AnnalsProjections",
            dependencies: [
                "AnnalsModel", "AnnalsLog", "BuiltInProjections", "CAnnalsSQLite", crypto, grdb,
                sqlite,
            ]),
        .target(
            name: "AnnalsHistory",
            dependencies: [
                "AnnalsModel", "AnnalsCodec", "AnnalsIntegrity", "AnnalsLog", "AnnalsProjections",
                "CAnnalsSQLite", "CLZ4", grdb, sqlite,
            ]),
        .target(
            name: "AnnalsWorkspaces",
            dependencies: [
                "AnnalsModel", "AnnalsLog", "AnnalsHistory", "CAnnalsSystem", "CAnnalsYAML", crypto,
            ],
            resources: builtInRules.map { .embedInCode("Rules/BuiltIn/\($0).yaml") }),
        .target(
            name: "Annals",
            dependencies: [
                "AnnalsModel", "AnnalsIntegrity", "AnnalsLog", "AnnalsProjections", "AnnalsHistory",
                "AnnalsWorkspaces", "CAnnalsSQLite", crypto, grdb, sqlite,
            ]),
        .target(name: "AnnalsJSON", dependencies: ["Annals", "AnnalsLog", "AnnalsModel"]),
        .target(name: "AnnalsMCP", dependencies: ["Annals", "AnnalsJSON", "AnnalsModel"]),
        // The page for people: documents of HTML, whose style and script are in the program.
        .target(
            name: "AnnalsPage", dependencies: ["Annals", "AnnalsJSON", "AnnalsModel"],
            resources: ["css", "js", "svg"].map { .embedInCode("Style/page.\($0)") }),
        .target(
            name: "AnnalsHooks",
            dependencies: ["Annals", "AnnalsLog", "AnnalsModel", "AnnalsWorkspaces", crypto]),
        .target(
            name: "AnnalsServer",
            dependencies: [
                "Annals", "AnnalsHooks", "AnnalsJSON", "AnnalsMCP", "AnnalsModel", "AnnalsPage",
                hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, lifecycle, logging,
                metrics, nio,
                nioHTTPTypes, nioSSL,
            ]),
        .executableTarget(
            name: "annals",
            dependencies: [
                "Annals", "AnnalsHooks", "AnnalsJSON", "AnnalsMCP", "AnnalsModel", "AnnalsPage",
                "AnnalsServer", "CAnnalsBuild",
                argumentParser, lifecycle, logging, signals,
            ],
            path: "Sources/annals-cli",
            resources: completionScripts.map { .embedInCode("Completion/Scripts/annals.\($0)") }),
        .target(
            name: "AnnalsTesting",
            dependencies: [
                "AnnalsModel", "AnnalsCodec", "AnnalsHistory", "AnnalsIntegrity", "AnnalsLog",
                "AnnalsProjections", "AnnalsWorkspaces", "Annals", grdb, sqlite,
            ]),
        .target(
            name: "CBare", path: "tools/dev/CBare", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CAllocations", path: "tools/dev/CAllocations"),
        .executableTarget(
            name: "annals-dev",
            dependencies: [
                "Annals", "AnnalsHistory", "AnnalsLog", "AnnalsModel", "AnnalsProjections",
                "AnnalsServer", "AnnalsTesting", "CAllocations", "CBare",
                argumentParser, grdb, histogram, logging, sqlite, yams,
            ],
            path: "tools/dev", exclude: ["CAllocations", "CBare", "thresholds.yaml"],
            resources: [.embedInCode("Bench/Peers/peers.py")]),
        .testTarget(name: "AnnalsModelTests", dependencies: ["AnnalsModel", "AnnalsTesting"]),
        .testTarget(
            name: "AnnalsCodecTests",
            dependencies: ["AnnalsCodec", "AnnalsModel", "AnnalsTesting", "CLZ4"]),
        .testTarget(
            name: "AnnalsIntegrityTests",
            dependencies: ["AnnalsIntegrity", "AnnalsModel", "AnnalsTesting"]),
        .testTarget(
            name: "AnnalsLogTests",
            dependencies: [
                "AnnalsLog", "AnnalsModel", "AnnalsCodec", "AnnalsIntegrity", "AnnalsTesting",
                grdb, sqlite,
            ]),
        .testTarget(
            name: "AnnalsProjectionsTests",
            dependencies: [
                "AnnalsProjections", "AnnalsLog", "AnnalsModel", "AnnalsTesting",
                "BuiltInProjections", grdb, sqlite,
            ]),
        .testTarget(
            name: "AnnalsHistoryTests",
            dependencies: [
                "AnnalsHistory", "AnnalsProjections", "AnnalsLog", "AnnalsIntegrity",
                "AnnalsCodec", "AnnalsModel", "AnnalsTesting", grdb, sqlite,
            ]),
        .testTarget(
            name: "AnnalsWorkspacesTests",
            dependencies: [
                "AnnalsWorkspaces", "AnnalsHistory", "AnnalsLog", "AnnalsModel", "AnnalsTesting",
            ]),
        .testTarget(
            name: "AnnalsTests",
            dependencies: ["Annals", "AnnalsIntegrity", "AnnalsLog", "AnnalsTesting", grdb]),
        .testTarget(
            name: "AnnalsHooksTests",
            dependencies: ["AnnalsHooks", "Annals", "AnnalsModel", "AnnalsTesting"]),
        .testTarget(
            name: "AnnalsJSONTests",
            dependencies: ["AnnalsJSON", "Annals", "AnnalsModel", "AnnalsTesting"]),
        .testTarget(
            name: "AnnalsMCPTests",
            dependencies: ["AnnalsMCP", "Annals", "AnnalsModel", "AnnalsTesting"]),
        .testTarget(
            name: "AnnalsPageTests",
            dependencies: [
                "AnnalsPage", "Annals", "AnnalsJSON", "AnnalsModel", "AnnalsTesting",
            ]),
        .testTarget(
            name: "AnnalsServerTests",
            dependencies: [
                "AnnalsServer", "Annals", "AnnalsJSON", "AnnalsModel", "AnnalsTesting", hummingbird,
                hummingbirdTesting, httpTypes, lifecycle, logging, nio,
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "annals", "Annals", "AnnalsHooks", "AnnalsIntegrity", "AnnalsJSON", "AnnalsModel",
                "AnnalsTesting", argumentParser,
            ],
            exclude: ["Snapshots", "Faults/failing_calls.c"]),
        .testTarget(
            name: "FuzzTests", dependencies: ["AnnalsTesting"], exclude: ["Corpora"]),
        .testTarget(name: "TidyTests", dependencies: ["AnnalsTesting"]),
        .testTarget(
            name: "ToolTests",
            dependencies: [
                "annals-dev", "AnnalsTesting", "AnnalsLog", "AnnalsModel", argumentParser, grdb,
            ],
            exclude: ["Runs"]),
    ],
    swiftLanguageModes: [.v6]
)

// The program of `tools/fuzz`: all code is built to tell libFuzzer which ways it takes, with bounds
// and lifetimes of memory checked.
if Context.environment["ANNALS_FUZZING"] == "1" {
    let sanitizers = "-sanitize=fuzzer,address"
    for target in package.targets where target.type == .regular && !target.name.hasPrefix("C") {
        target.swiftSettings = [.unsafeFlags([sanitizers, "-assert-config", "Debug"])]
    }
    package.targets.append(
        .executableTarget(
            name: "annals-fuzz", dependencies: ["AnnalsTesting"], path: "tools/fuzzing",
            linkerSettings: [.unsafeFlags([sanitizers, "-use-ld=lld"])]))
}

// One set of language features for every Swift target, so that none drifts.
for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),  // SE-0335
            .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
            .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
            .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
            .treatAllWarnings(as: .error),  // SE-0480
        ]
}
