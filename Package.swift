// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "kynang",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "kynang", targets: ["kynang"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .target(name: "CivilCalendar", swiftSettings: strict),
    .target(name: "BatchThread", swiftSettings: strict),
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(
      name: "Postgres",
      dependencies: [
        "CPostgres", "CivilCalendar", "BatchThread",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "EmbeddedPostgres",
      dependencies: [
        "Postgres",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .target(
      name: "SQL", path: "sql", sources: ["SQL.swift"],
      resources: [
        .copy("roles.sql"), .copy("migrations"), .copy("routines"), .copy("queries"),
      ],
      swiftSettings: strict),
    .target(
      name: "Seeds", path: "seeds", sources: ["Seeds.swift"],
      resources: [.copy("reference"), .copy("demo"), .copy("panels")],
      swiftSettings: strict),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Econometrics", dependencies: ["COpenBLAS"], swiftSettings: strict),
    .executableTarget(
      name: "econometrics-bench", dependencies: ["Econometrics"],
      path: "Sources/EconometricsBench", swiftSettings: strict),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .target(
      name: "Spreadsheets", dependencies: ["CZip", "CXLSXWriter"], swiftSettings: strict),
    .executableTarget(
      name: "spreadsheets-bench", dependencies: ["Spreadsheets", "CZip"],
      path: "Sources/SpreadsheetsBench", swiftSettings: strict),
    .target(
      name: "Localization",
      dependencies: [.product(name: "Logging", package: "swift-log")],
      resources: [.copy("Resources/words")], swiftSettings: strict),
    .target(
      name: "Workforce",
      dependencies: [
        "Postgres", "SQL", "Seeds", "Econometrics", "Spreadsheets",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "WorkforceServer",
      dependencies: [
        "Workforce", "Localization", "CivilCalendar", "BatchThread", "Spreadsheets", "CQREncode",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      resources: [.copy("Resources/templates"), .copy("Resources/assets")],
      swiftSettings: strict),
    .executableTarget(
      name: "kynang",
      dependencies: [
        "Workforce", "WorkforceServer", "Localization", "EmbeddedPostgres", "Econometrics",
        "Postgres",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: [
        "Workforce", "Econometrics", "EmbeddedPostgres", "Postgres",
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("Resources/world.sql")],
      swiftSettings: strict),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "BatchThread", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "EmbeddedPostgresTests", dependencies: ["EmbeddedPostgres", "Postgres"],
      swiftSettings: strict),
    .testTarget(
      name: "EconometricsTests", dependencies: ["Econometrics"],
      resources: [.copy("Vectors")], swiftSettings: strict),
    .testTarget(
      name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "CZip"],
      resources: [.copy("Corpus")], swiftSettings: strict),
    .testTarget(
      name: "LocalizationTests", dependencies: ["Localization"], swiftSettings: strict),
    .testTarget(
      name: "WorkforceTests",
      dependencies: [
        "Workforce", "Econometrics", "TestSupport", "Postgres", "SQL", "Spreadsheets",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "WorkforceServerTests",
      dependencies: [
        "WorkforceServer", "TestSupport", "Spreadsheets",
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KynangTests",
      dependencies: [
        "kynang", "Econometrics", "TestSupport",
        .product(name: "HummingbirdTesting", package: "hummingbird"),
      ],
      swiftSettings: strict),
  ]
)
