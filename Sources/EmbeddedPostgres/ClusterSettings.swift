/// What a cluster is for decides what its disk must promise.
package enum ClusterPurpose: Sendable {
  /// Committed means on disk.
  case production
  /// For tests: fast, worthless after a crash, and stopped when its last user is gone.
  case throwaway
}

extension ClusterPurpose {
  /// The server's configuration file.
  func settings(socket: String) -> String {
    let common = [
      // Reached through its socket alone.
      "listen_addresses": "''",
      "unix_socket_directories": "'\(socket.replacing("'", with: "''"))'",
      "unix_socket_permissions": "0700",
      "password_encryption": "'scram-sha-256'",
      "timezone": "'UTC'",
      "log_timezone": "'UTC'",
      "lc_messages": "'C'",
      // Its plans cost more than they save where statements take a millisecond.
      "jit": "off",
      // An error's detail and a statement's text and values may hold personal data.
      "log_error_verbosity": "terse",
      "log_min_error_statement": "panic",
      "log_parameter_max_length": "0",
      "random_page_cost": "1.1",
    ]
    let special =
      switch self {
      case .production:
        [
          "max_connections": "120",
          "shared_buffers": "'256MB'",
          "effective_cache_size": "'1GB'",
          "fsync": "on",
          "full_page_writes": "on",
          "synchronous_commit": "on",
          "wal_level": "replica",
          "wal_compression": "on",
          "max_wal_size": "'2GB'",
          "checkpoint_timeout": "'15min'",
          "log_min_messages": "warning",
          "logging_collector": "on",
          "log_directory": "'log'",
          "log_filename": "'%a.log'",
          "log_file_mode": "0600",
          "log_rotation_age": "'1d'",
          "log_truncate_on_rotation": "on",
        ]
      case .throwaway:
        [
          "max_connections": "400",
          "shared_buffers": "'128MB'",
          "fsync": "off",
          "full_page_writes": "off",
          "synchronous_commit": "off",
          "wal_level": "minimal",
          "max_wal_senders": "0",
          "max_wal_size": "'1GB'",
          "log_min_messages": "fatal",
        ]
      }
    return common.merging(special) { $1 }.sorted { $0.key < $1.key }
      .map { "\($0.key) = \($0.value)\n" }.joined()
  }
}
