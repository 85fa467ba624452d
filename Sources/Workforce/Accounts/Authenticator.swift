import Crypto
import Foundation
import Postgres
import Synchronization

/// Who is behind a token, and what surrounds them on a page.
package struct Identity: Sendable, Equatable {
  package let accountID: ID<Account>
  package let displayName: String
  /// `vi` or `en`.
  package let language: String
  /// Nil until one of several workplaces is chosen (`session.choose`).
  package let principal: Principal?
  /// The firm, provider or agency that the principal works for; nil for an administrator.
  package let placeName: String?
  package let firmName: String?
  package let expiresAt: Date
}

/// Resolves the tokens of browsers and programs. An answer is kept for ten seconds in memory, so a
/// check costs a hash and a look into a table; what this process revokes is forgotten at once.
package final class Authenticator: Sendable {
  /// A session lasts this long after its last use…
  static let idleTime: TimeInterval = 12 * 3600
  /// …and at most this long after it was opened.
  static let longestTime: TimeInterval = 7 * 86400
  private static let keptFor: TimeInterval = 10
  private static let mostKept = 50_000

  private enum Kind { case cookie, bearer }

  private struct Entry {
    let identity: Identity
    let loadedAt: Date
  }

  private struct Kept {
    var entries: [SHA256Digest: Entry] = [:]
    /// Counts what was forgotten, so that an answer that was on its way then is not kept.
    var generation = 0
  }

  private let pool: Pool
  private let now: @Sendable () -> Date
  private let kept = Mutex(Kept())

  init(pool: Pool, now: @escaping @Sendable () -> Date) {
    self.pool = pool
    self.now = now
  }

  /// The human behind a browser's cookie. Throws `unauthenticated` when it is unknown or has expired.
  package func identity(cookie token: String) async throws(AppError) -> Identity {
    try await identity(token, .cookie)
  }

  /// The principal behind `Authorization: Bearer kyn_…`. Throws `unauthenticated` likewise.
  package func identity(bearer token: String) async throws(AppError) -> Identity {
    guard token.hasPrefix("kyn_") else { throw .unauthenticated }
    return try await identity(token, .bearer)
  }

  /// Every token of an account is looked up again. Call it after the commit that changes them.
  func forget(_ accountID: ID<Account>) {
    kept.withLock { kept in
      kept.generation += 1
      kept.entries = kept.entries.filter { $0.value.identity.accountID != accountID }
    }
  }

  private func identity(_ token: String, _ kind: Kind) async throws(AppError) -> Identity {
    // Longer ones are none of ours, and need not be hashed.
    guard token.utf8.count <= 100 else { throw .unauthenticated }
    let digest = SHA256.hash(data: Data(token.utf8))
    let moment = now()
    let (known, generation) = kept.withLock { ($0.entries[digest], $0.generation) }
    if let known, moment.timeIntervalSince(known.loadedAt) < Self.keptFor,
      known.identity.expiresAt > moment
    {
      return known.identity
    }
    let identity = try await load(digest, kind, moment)
    kept.withLock { kept in
      guard kept.generation == generation else { return }
      if kept.entries.count >= Self.mostKept {
        kept.entries = kept.entries.filter {
          moment.timeIntervalSince($0.value.loadedAt) < Self.keptFor
        }
      }
      kept.entries[digest] = Entry(identity: identity, loadedAt: moment)
    }
    return identity
  }

  private func load(
    _ digest: SHA256Digest, _ kind: Kind, _ moment: Date
  ) async throws(AppError) -> Identity {
    let statement: Statement =
      switch kind {
      case .cookie: Query<TokenRow>.cookie.statement
      case .bearer: Query<TokenRow>.bearer.statement
      }
    do {
      let rows = try await pool.once(
        Self.settings(.read), [Call(statement, [Array(digest), moment])])
      guard let row = try rows.first?.decode(TokenRow.self).first else {
        throw AppError.unauthenticated
      }
      let expiresAt =
        switch kind {
        case .cookie: try await extended(row, Array(digest), moment)
        case .bearer: row.expiresAt
        }
      return row.identity(expiresAt: expiresAt)
    } catch let error as AppError {
      throw error
    } catch {
      throw AppError(.unavailable, "error.database_unavailable")
    }
  }

  /// Moves the end of a session that is in use, not more often than every ten minutes.
  private func extended(
    _ row: TokenRow, _ hash: [UInt8], _ moment: Date
  ) async throws -> Date {
    let wanted = min(
      moment.addingTimeInterval(Self.idleTime), row.createdAt.addingTimeInterval(Self.longestTime))
    guard wanted.timeIntervalSince(row.expiresAt) > 600 else { return row.expiresAt }
    _ = try await pool.once(
      Self.settings(.write), [Call(Command("web_session.extend").statement, [hash, wanted])])
    return wanted
  }

  private static func settings(_ access: TransactionSettings.Access) -> TransactionSettings {
    TransactionSettings(
      access: access, isolation: .readCommitted, role: "kynang_system", settings: [])
  }
}

private struct TokenRow: Decodable, Sendable {
  let accountId: ID<Account>
  let displayName: String
  let language: String
  let membershipId: ID<Membership>?
  let role: Role?
  let firmId: ID<Firm>?
  let firmName: String?
  let employeeId: ID<Employee>?
  let unitIds: [ID<Unit>]?
  let providerId: ID<Provider>?
  let providerName: String?
  let trainerId: ID<Trainer>?
  let agencyId: ID<Agency>?
  let agencyName: String?
  let provinceCode: String?
  let createdAt: Date
  let expiresAt: Date

  func identity(expiresAt: Date) -> Identity {
    let principal: Principal? =
      if let membershipId, let role {
        Principal(
          accountID: accountId, membershipID: membershipId, role: role, firmID: firmId,
          employeeID: employeeId, unitIDs: unitIds ?? [], providerID: providerId,
          trainerID: trainerId, agencyID: agencyId, provinceCode: provinceCode)
      } else {
        nil
      }
    return Identity(
      accountID: accountId, displayName: displayName, language: language, principal: principal,
      placeName: firmName ?? providerName ?? agencyName, firmName: firmName,
      expiresAt: expiresAt)
  }
}

extension Query<TokenRow> {
  fileprivate static var cookie: Self { Query("authenticate.cookie") }
  fileprivate static var bearer: Self { Query("authenticate.bearer") }
}
