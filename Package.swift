// swift-tools-version: 6.2
import PackageDescription

// This list is the architecture: every module, and all that it may import.
// Data flows downwards; `--explicit-target-dependency-import-check error` holds the line.

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .defaultIsolation(nil),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let testSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

func system(_ name: String, _ pkgConfig: String?, _ package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/Bindings/\(name)", pkgConfig: pkgConfig,
    providers: [.apt([package])])
}

func shim(_ name: String, links library: String?) -> Target {
  .target(
    name: name, path: "Sources/Bindings/\(name)",
    linkerSettings: library.map { [.linkedLibrary($0)] } ?? [])
}

func module(_ name: String, _ imports: [String]) -> Target {
  .target(
    name: name, dependencies: imports.map { .byName(name: $0) }, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ imports: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: (["Support"] + imports).map { .byName(name: $0) },
    swiftSettings: testSettings)
}

let bindings: [Target] = [
  system("CSQLite", "sqlite3", "libsqlite3-dev"),
  system("CRoaring", nil, "libroaring-dev"),
  system("CSodium", "libsodium", "libsodium-dev"),
  system("CZlib", "zlib", "zlib1g-dev"),
  system("CZstd", "libzstd", "libzstd-dev"),
  shim("CSimdjson", links: "simdjson"),
  shim("CPhone", links: "phonenumber"),
  shim("CToml", links: nil),
  shim("CCurl", links: nil),
  shim("CTerminal", links: "ncursesw"),
  shim("CSystem", links: nil),
]

let modules: [Target] = [
  module("Basis", ["CSystem"]),
  module("Sealing", ["Basis", "CSodium"]),
  module("Formats", ["Basis", "CSystem", "CSimdjson", "CToml", "CZlib", "CZstd"]),
  module("Requests", ["Basis"]),
  module("Normalise", ["Basis", "Formats", "CPhone"]),
  module("Intake", ["Basis", "Formats", "Normalise", "Sealing", "Columns", "Consent"]),
  module("Identity", ["Basis", "Formats"]),
  module("Consent", ["Basis", "Formats", "Sealing"]),
  module("Storage", ["Basis", "Sealing", "Consent", "CSQLite"]),
  module("Columns", ["Basis", "Sealing", "CRoaring", "CSystem"]),
  module("Segments", ["Basis", "Columns"]),
  module("Models", ["Basis", "Columns", "Segments"]),
  module("Activation", ["Basis", "Formats", "Sealing", "CCurl"]),
  module("Insight", ["Basis", "Requests", "Normalise", "Identity", "Columns", "Segments"]),
  module("Samples", ["Basis", "Formats", "Sealing"]),
  module(
    "Engine",
    [
      "Basis", "Sealing", "Formats", "Requests", "Normalise", "Intake", "Identity", "Consent",
      "Storage", "Columns", "Segments", "Models", "Activation", "Insight", "Samples",
    ]),
  module("Cells", ["Basis"]),
  module("Publishing", ["Basis", "Formats", "Requests", "Cells"]),
  module("Screens", ["Basis", "Formats", "Requests", "Cells", "Publishing"]),
  module("Terminal", ["Basis", "Cells", "CTerminal"]),
]

let executables: [Target] = [
  .executableTarget(
    name: "parterre",
    dependencies: [
      "Basis", "Formats", "Requests", "Engine", "Cells", "Publishing", "Screens", "Terminal",
    ],
    swiftSettings: swiftSettings),
  .executableTarget(
    name: "ReportBenchmark",
    dependencies: ["Basis", "Formats", "Requests", "Engine", "Publishing"],
    path: "Benchmarks/Reports", swiftSettings: swiftSettings),
  .executableTarget(
    name: "IdentityBenchmark", dependencies: ["Basis", "Identity"], path: "Benchmarks/Identity",
    swiftSettings: swiftSettings),
  // Times questions inside one process, for the scripts beside it; no product of its own.
  .executableTarget(
    name: "SegmentBenchmark", dependencies: ["Basis", "Requests", "Engine"],
    path: "Benchmarks/Segments", swiftSettings: swiftSettings),
  .executableTarget(
    name: "ConsentBenchmark", dependencies: ["Basis", "Formats"],
    path: "Benchmarks/Consent", swiftSettings: swiftSettings),
]

// Only built when asked for: it has libFuzzer's main function, and none of its own.
let fuzzTargets: [Target] =
  Context.environment["PARTERRE_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "FuzzReaders",
      dependencies: ["Basis", "Formats", "Normalise", "Sealing", "Intake"], path: "Fuzz",
      exclude: ["README.md"],
      swiftSettings: [
        .swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"]),
      ],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
  ]

let testTargets: [Target] = [
  .target(
    name: "Support", dependencies: ["Basis", "Cells"], path: "Tests/Support",
    swiftSettings: testSettings),
  tests("Basis", ["Basis"]),
  tests("Sealing", ["Basis", "Sealing"]),
  tests("Formats", ["Basis", "Formats"]),
  tests("Normalise", ["Basis", "Normalise"]),
  tests("Intake", ["Basis", "Formats", "Normalise", "Sealing", "Columns", "Intake"]),
  tests("Identity", ["Basis", "Identity"]),
  tests("Consent", ["Basis", "Formats", "Sealing", "Consent"]),
  tests("Storage", ["Basis", "Storage"]),
  tests("Columns", ["Basis", "Columns"]),
  tests("Segments", ["Basis", "Requests", "Columns", "Segments", "CSQLite"]),
  tests("Models", ["Basis", "Columns", "Segments", "Models"]),
  tests("Activation", ["Basis", "Sealing", "Activation"]),
  tests("Insight", ["Basis", "Requests", "Columns", "Segments", "Insight"]),
  tests("Samples", ["Basis", "Formats", "Samples"]),
  tests(
    "Engine",
    [
      "Basis", "Sealing", "Formats", "Requests", "Storage", "Columns", "Engine", "Publishing",
    ]),
  tests("Cells", ["Basis", "Cells"]),
  tests("Publishing", ["Basis", "Formats", "Requests", "Engine", "Publishing"]),
  tests("Screens", ["Basis", "Formats", "Requests", "Cells", "Screens"]),
  tests("Terminal", ["Basis", "Cells", "Terminal"]),
  tests("Journey", ["Basis", "Cells", "parterre"]),
]

let package = Package(
  name: "parterre",
  products: [.executable(name: "parterre", targets: ["parterre"])],
  targets: bindings + modules + executables + fuzzTargets + testTargets,
  cxxLanguageStandard: .cxx17
)
