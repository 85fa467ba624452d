import Foundation
import Logging
import Postgres

/// A panel that this process has taken on.
struct ClaimedPanel: Decodable, Sendable {
  let id: UUID
  let provinceCode: String
  let mapping: PanelMapping
  let content: String
  /// How often it was taken on: another number than this one's is another service.
  let attempt: Int
  let startedBy: UUID
  let membershipId: UUID
}

/// Another service has taken a panel on, since this one was not heard of.
private struct TakenOver: Error {}

extension App {
  /// Brings in the panels that wait, one after the other.
  func followPanels() async {
    while !Task.isCancelled {
      do {
        if try await bringInNextPanel() { continue }
        try await Task.sleep(for: .seconds(1))
      } catch is CancellationError {
        return
      } catch {
        logger.warning("panels are waiting", metadata: ["error_type": "\(type(of: error))"])
        // A database that is away comes back; asking it in a circle would not help.
        do { try await Task.sleep(for: .seconds(5)) } catch { return }
      }
    }
  }

  /// Takes on the panel that has waited longest and brings it in. False when none waits.
  @discardableResult
  package func bringInNextPanel() async throws -> Bool {
    let now = dependencies.now()
    let claimed = try await systemRows(
      Command("panel_import.claim").statement, [now, now.addingTimeInterval(-600)], access: .write
    ).decode(ClaimedPanel.self)
    guard let panel = claimed.first else { return false }
    do {
      try await bringIn(panel)
      try await finish(panel, state: "done", nil)
    } catch let error as CancellationError {
      // The service stops: whoever is next takes the panel on again, and writes nothing twice.
      throw error
    } catch is TakenOver {
      logger.warning("a panel was taken over", metadata: ["panel": "\(panel.id)"])
    } catch {
      logger.error(
        "a panel did not come in",
        metadata: ["panel": "\(panel.id)", "error_type": "\(type(of: error))"])
      let told = error as? AppError ?? AppError(.internalError, "error.internal")
      try await finish(panel, state: "failed", told)
    }
    return true
  }

  private func bringIn(_ panel: ClaimedPanel) async throws {
    let keeper = Principal(
      accountID: ID(panel.startedBy), membershipID: ID(panel.membershipId), role: .administrator,
      firmID: nil, employeeID: nil, unitIDs: [], providerID: nil, trainerID: nil, agencyID: nil,
      provinceCode: nil)
    let writer = try await PanelWriter(
      provinceCode: panel.provinceCode, mapping: panel.mapping, csv: panel.content, self, keeper,
      .plain(id: panel.id.text))
    try await writer.write { firms in
      try Task.checkCancellation()
      let kept = try await systemRows(
        Command("panel_import.progress").statement,
        [panel.id, panel.attempt, firms, dependencies.now()], access: .write)
      guard kept.count == 1 else { throw TakenOver() }
    }
  }

  private func finish(_ panel: ClaimedPanel, state: String, _ error: AppError?) async throws {
    let first = error?.fieldErrors.first
    _ = try await systemRows(
      Command("panel_import.finish").statement,
      [
        panel.id, state, first?.rule ?? error?.rule,
        try (first?.parameters ?? error?.parameters).map { try JSONText(of: $0) },
        dependencies.now(), panel.attempt,
      ], access: .write)
  }
}
