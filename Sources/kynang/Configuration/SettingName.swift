import Configuration

/// Everything that can be set. The raw value is the key of the file; `KYNANG_…` in capitals is the
/// variable of the environment.
enum SettingName: String, CaseIterable, Sendable {
  case data
  case host
  case port
  case publicUrl
  case databaseUrl
  case migrationDatabaseUrl
  case readConnections
  case writeConnections
  case statementTimeoutSeconds
  case bodyLimitMib
  case logLevel
  case logFormat
  case logRequests

  /// `KYNANG_READ_CONNECTIONS`.
  var variable: String {
    "KYNANG_"
      + rawValue.reduce(into: "") { name, character in
        if character.isUppercase { name += "_" }
        name += character.uppercased()
      }
  }

  var key: AbsoluteConfigKey { AbsoluteConfigKey([rawValue]) }

  /// The key under which a file is named that holds the value: `KYNANG_DATABASE_URL_FILE`.
  var fileKey: AbsoluteConfigKey { AbsoluteConfigKey([rawValue + "File"]) }

  /// May hold a password: never printed, never a flag.
  var isSecret: Bool {
    switch self {
    case .databaseUrl, .migrationDatabaseUrl: true
    case .data, .host, .port, .publicUrl, .readConnections, .writeConnections,
      .statementTimeoutSeconds, .bodyLimitMib, .logLevel, .logFormat, .logRequests:
      false
    }
  }

  /// How providers are asked for it.
  var type: ConfigType {
    switch self {
    case .port, .readConnections, .writeConnections, .statementTimeoutSeconds, .bodyLimitMib: .int
    case .logRequests: .bool
    case .data, .host, .publicUrl, .databaseUrl, .migrationDatabaseUrl, .logLevel, .logFormat:
      .string
    }
  }

  /// What holds where nothing is said; nil where nothing is a meaning of its own.
  var fallback: ConfigContent? {
    switch self {
    case .data, .publicUrl, .databaseUrl, .migrationDatabaseUrl: nil
    case .host: .string("127.0.0.1")
    case .port: .int(8080)
    // Reads share connections, several in flight on each; writes have one each, and share the
    // flush of the disk.
    case .readConnections: .int(4)
    case .writeConnections: .int(16)
    case .statementTimeoutSeconds: .int(30)
    case .bodyLimitMib: .int(16)
    case .logLevel: .string("info")
    case .logFormat: .string("plain")
    case .logRequests: .bool(false)
    }
  }
}
