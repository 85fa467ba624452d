import Foundation
import Postgres

/// Exchanges what is shown in the room, typed or scanned, for a ticket. It tells the class and no person.
///
/// A typed code is looked for among all that are open; how many wrong ones the whole installation takes in
/// a few minutes is bounded, so that trying them does not find one. A scanned link is too long to guess.
package struct EnterCheckIn: Workflow {
  /// Six digits.
  package let code: String?
  /// What a scanned code says.
  package let link: String?

  package init(code: String?, link: String?) {
    self.code = code
    self.link = link
  }

  package static let name = "check-in.enter"
  package static let route = Route.post("/check-ins/enter")
  package static let permission = Permission.anyone
  package static let access = Access.write

  private static let wrongCodes = 600
  private static let within: TimeInterval = 5 * 60

  package func check(_ problems: inout Problems) {
    if (code == nil) == (link == nil) { problems.add("code", "check_in.code_or_link") }
    problems.bound(code, "code", limit: 40)
    problems.bound(link, "link", limit: 100)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> CheckInTicket {
    let plain = Request.plain(id: request.id)
    let found =
      if let link {
        try await linked(link, in: app, request: plain)
      } else {
        try await typed(code ?? "", in: app, request: plain)
      }
    let now = app.dependencies.now()
    return found.ticket(
      found.key.ticket(nonce: app.dependencies.randomBytes(12), at: now),
      until: now.addingTimeInterval(CheckInSecret.ticketLife))
  }

  private func linked(
    _ link: String, in app: App, request: Request
  ) async throws -> StandingCheckIn {
    guard let id = CheckInSecret.id(inLink: link),
      let found = try await app.perform(
        FindStandingCheckIns(id: id), as: .visitor, request: request
      ).first, found.key.accepts(link: link, at: app.dependencies.now())
    else { throw AppError.invalid("link", "check_in.link_expired") }
    return found
  }

  private func typed(
    _ code: String, in app: App, request: Request
  ) async throws -> StandingCheckIn {
    let recent = try await app.perform(
      CountWrongCodes(within: Self.within), as: .visitor, request: request)
    guard recent < Self.wrongCodes else {
      throw AppError(.limitReached, "check_in.too_many_codes")
    }
    let now = app.dependencies.now()
    let open = try await app.perform(
      FindStandingCheckIns(id: nil), as: .visitor, request: request)
    let meant = open.filter { $0.key.accepts(code: code, at: now) }
    guard let found = meant.first else {
      _ = try await app.perform(NoteWrongCode(), as: .visitor, request: request)
      throw AppError.invalid("code", "check_in.code_wrong")
    }
    // Two classes may show the same digits for a moment; which one is meant cannot be known.
    guard meant.count == 1 else { throw AppError.invalid("code", "check_in.code_twice") }
    return found
  }
}

/// Part of a workflow; never offered by itself.
private struct CountWrongCodes: UseCase {
  let within: TimeInterval

  static let name = EnterCheckIn.name
  static let route = EnterCheckIn.route
  static let permission = EnterCheckIn.permission
  static let access = Access.read
  static let context = DatabaseContext.system

  func run(in session: Session) async throws -> Int {
    try await session.fetchOne(.wrongCodes, session.now.addingTimeInterval(-within))?.wrongCount
      ?? 0
  }
}

/// In a transaction of its own, so that the refusal does not take it back. Never offered by itself.
private struct NoteWrongCode: UseCase {
  static let name = EnterCheckIn.name
  static let route = EnterCheckIn.route
  static let permission = EnterCheckIn.permission
  static let access = EnterCheckIn.access
  static let context = DatabaseContext.system

  func run(in session: Session) async throws -> Int {
    session.leaveOutOfAudit()
    return try await session.execute(Command("check_in.count_wrong_code"), session.now)
  }
}

struct WrongCodes: Decodable, Sendable {
  let wrongCount: Int
}

extension Query<WrongCodes> {
  static var wrongCodes: Self { Query("check_in.wrong_codes") }
}

/// What a ticket is for, for the page on which its holder says who they are.
package struct ShowCheckInTicket: Workflow {
  package let ticket: String

  package init(ticket: String) {
    self.ticket = ticket
  }

  package static let name = "check-in.show-ticket"
  /// The ticket travels in the body: addresses are logged.
  package static let route = Route.post("/check-ins/ticket")
  package static let permission = Permission.anyone
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.require(ticket, "ticket", limit: 100)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> CheckInTicket {
    let held = try CheckInSecret.Ticket.read(ticket)
    let checkIn = try await app.standing(held, request: .plain(id: request.id))
    return checkIn.ticket(ticket, until: held.expiresAt)
  }
}
