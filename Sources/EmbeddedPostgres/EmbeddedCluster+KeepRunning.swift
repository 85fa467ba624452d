import Logging

extension EmbeddedCluster {
  /// Starts the server again whenever it has died, until cancelled. What was committed is recovered
  /// from its log; whoever was connected connects again.
  package func keepRunning() async {
    let control = ServerControl(folder: folder, binaries: binaries)
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .seconds(1))
        guard try !control.seemsAlive else { continue }
        try await startAgain()
      } catch is CancellationError {
        return
      } catch {
        logger.error(
          "The private database does not start again.", metadata: ["error": "\(error)"])
      }
    }
  }

  private func startAgain() async throws {
    let starting = try FileLock(path: folder.startLock)
    try await starting.lock(.exclusive, within: .seconds(120))
    defer { starting.unlock() }
    logger.warning("The private database has died and is started again.")
    _ = try await ClusterStart(
      folder: folder, binaries: binaries, purpose: purpose, logger: logger
    ).run()
  }
}
