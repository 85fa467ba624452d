import Foundation
import Postgres

/// What a row asks that can be read in two ways, or that says something hard to believe.
package enum ImportAnswer: String, Codable, Sendable, CaseIterable {
  /// A value far from the one before is right.
  case meant
  /// The separator of a number groups thousands.
  case thousands
  /// The separator of a number stands before decimals.
  case decimals

  /// The rules that ask for it.
  var rules: [String] {
    switch self {
    case .meant: ["observation.leap_up", "observation.leap_down"]
    case .thousands, .decimals: ["observation.two_readings"]
    }
  }

  /// Problems that an answer takes away; anything else is wrong.
  static let questions = Set(allCases.flatMap(\.rules))

  /// What may be answered to problems.
  package static func possible(to problems: [FieldError]) -> [ImportAnswer] {
    allCases.filter { answer in problems.contains { answer.rules.contains($0.rule) } }
  }
}

/// Answers what rows of a previewed file ask about their values, and compares the file anew. The answer
/// is remembered: a row that says the same does not ask again.
package struct AnswerImport: UseCase, TakesLong {
  package static let name = "import.answer"
  package static let route = Route.post("/imports/{importId}/answers")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  /// Nil for every row that asks this.
  package let row: Int?
  package let answer: ImportAnswer

  package init(importId: ID<ImportBatch>, row: Int?, answer: ImportAnswer) {
    self.importId = importId
    self.row = row
    self.answer = answer
  }

  package func run(in session: Session) async throws -> ImportSummary {
    let record = try await session.lockedImport(importId)
    guard record.state == .previewed else { throw AppError.conflict("import.not_previewed") }
    let work = record.work(try session.firmID().uuid)
    let answered = try await session.execute(
      Command("import.remember_answer"), work.firmID, work.id, row, answer.rules,
      answer.rawValue, session.now, session.principal.accountID.uuid)
    guard answered > 0 else { throw AppError.conflict("import.nothing_asked") }
    try await session.prepareForImport()
    try await session.evaluate(work, fields: nil)
    session.recordAudit(
      [work.id],
      changes: [
        AuditChange("answer", before: nil, after: answer.rawValue),
        AuditChange("row", before: nil, after: row.map { "\($0)" }),
      ], reason: nil)
    return try await session.importSummary(importId, readCount: nil)
  }
}
