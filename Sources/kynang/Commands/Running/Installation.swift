import Foundation
import Localization
import Logging
import Postgres
import Workforce

/// What the first start makes of an empty database, and what later ones find.
struct Installation: Sendable {
  let isEmpty: Bool
  let firms: Int
  let renewsPasswords: Bool
  let words: Words
  let logger: Logger

  func prepare(_ app: App, ownerConninfo: String) async throws -> Welcome {
    let found = try await app.perform(
      ShowInstallation(), as: .systemOperator, request: .plain(id: "up"))
    switch found.kind {
    case .demo:
      guard !isEmpty else {
        throw CommandFailure(words["running.folder_holds_demo"], ExitCodes.usage)
      }
      guard renewsPasswords else { return Welcome(way: .demoAgain) }
      return Welcome(way: .signIns(try await DemoPasswords(app: app).renew()))
    case .real:
      return try await real(app)
    case nil:
      if isEmpty || found.hasAccounts { return try await real(app) }
      let signIns = try await OwnerConnection.with(ownerConninfo, logger: logger) { owner in
        try await owner.loadDemo(firms: firms, seed: DemoSize.seed, words)
      }
      Heap.giveBack()
      return Welcome(way: .signIns(signIns))
    }
  }

  private func real(_ app: App) async throws -> Welcome {
    guard
      let code = try await FirstAdministrator(app: app, language: words.language).code()
    else { return Welcome(way: .inUse) }
    return Welcome(way: .administratorCode(code))
  }
}
