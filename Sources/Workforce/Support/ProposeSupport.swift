import Foundation
import Postgres

/// What the rules of a day would give the firm for a cost, the most favourable first.
package struct ProposeSupport: UseCase {
  package let contentCode: String
  package let costVnd: Int
  /// The course, platform or topic, to see whether it was supported this year already.
  package let object: String?
  /// The day whose rules, size and year count; nil for today.
  package let asOf: CalendarDate?

  package init(contentCode: String, costVnd: Int, object: String?, asOf: CalendarDate?) {
    self.contentCode = contentCode
    self.costVnd = costVnd
    self.object = object
    self.asOf = asOf
  }

  package static let name = "support.propose"
  package static let route = Route.get("/support/proposals/{contentCode}")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.require(contentCode, "contentCode", limit: 40)
    problems.range(costVnd, "costVnd", 0...1_000_000_000_000)
    problems.bound(object, "object", limit: 200)
  }

  package func run(in session: Session) async throws -> [SupportProposal] {
    let found = try await session.supportProposals(
      contentCode, SupportedCost(costVnd: costVnd, object: object), on: asOf ?? session.today)
    guard !found.isEmpty else {
      throw AppError.invalid("contentCode", "support.no_rule_of_this_content")
    }
    return found.sorted { ($0.proposedVnd ?? -1) > ($1.proposedVnd ?? -1) }
  }
}

struct FirmStanding: Decodable, Sendable {
  let provinceCode: String
  let vsicSection: String
  let sizeCode: String?
  let flags: [String]
}

struct RunSupport: Decodable, Sendable {
  let code: String
  let supportContentCode: String
  let contentName: LocalizedText
  let priceVnd: Int
  let startsOn: CalendarDate
}

extension Session {
  /// What each rule of a content that is in force on a day gives; empty when there is none.
  /// - Parameter ledger: what was given in the year; nil for what is recorded.
  func supportProposals(
    _ contentCode: String, _ cost: SupportedCost, on day: CalendarDate,
    ledger: [SupportStanding.LedgerEntry]? = nil
  ) async throws -> [SupportProposal] {
    let firm = try firmID().uuid
    let rows = try await pipeline([
      Call(Query<SupportRule>.supportRules.statement, [day, contentCode]),
      Call(Query<FirmStanding>.firmStanding.statement, [firm, day]),
      Call(Query<SupportStanding.LedgerEntry>.supportLedger.statement, [firm, day]),
    ])
    guard let found = try rows[1].decode(FirmStanding.self).first else {
      throw AppError.notFound("firm")
    }
    let standing = SupportStanding(
      sizeCode: found.sizeCode, flags: found.flags, section: found.vsicSection,
      ledger: try ledger ?? rows[2].decode(SupportStanding.LedgerEntry.self))
    return try rows[0].decode(SupportRule.self).map { $0.proposal(for: cost, standing) }
  }

  /// Refuses support of an enrolment above what the rules give for its course. A course that is no
  /// content of support, and a firm whose size is not recorded, are left to who types the amount.
  func requireSupportWithinRules(
    _ supportVnd: Int?, of run: ID<CourseRun>
  ) async throws {
    guard let supportVnd, supportVnd > 0,
      let course = try await fetchOne(.runSupport, run.uuid)
    else { return }
    let proposals = try await supportProposals(course)
    guard !proposals.contains(where: { $0.refusals.contains(.sizeUnknown) }) else { return }
    let best = proposals.best
    guard supportVnd > best?.proposedVnd ?? 0 else { return }
    guard let best, let ceiling = best.proposedVnd else {
      throw AppError.invalid(
        "supportVnd", "support.no_rule_fits",
        ["articles": Set(proposals.map(\.legalSource)).sorted().joined(separator: "; ")])
    }
    throw AppError.invalid(
      "supportVnd", "support.above_rule",
      ["ceiling": "\(ceiling)", "article": best.legalSource, "rule": best.ruleCode])
  }
}

extension Query<FirmStanding> {
  static var firmStanding: Self { Query("support.standing") }
}

extension Query<SupportStanding.LedgerEntry> {
  static var supportLedger: Self { Query("support.ledger") }
}

extension Query<RunSupport> {
  static var runSupport: Self { Query("support.course_of_run") }
}
