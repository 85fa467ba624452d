import Foundation
import Postgres

/// The target of a province: what is counted, how many of how many, and how sure that is.
package struct TargetReport: Codable, Sendable {
  package let code: String
  /// Of the definition; figures of two versions are not compared.
  package let version: Int
  package let name: LocalizedText
  package let minimumLevel: Int
  package let minimumLevelName: LocalizedText
  package let competencies: [LocalizedText]
  package let evidenceCounted: [String]
  /// How certain the definition is: `proposed` until the ministry's own table is at hand.
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
  package let period: Period
  /// The share that the plan of the year asks for; nil when it asks for none.
  package let targetPct: Int?
  package let targetSource: String?
  /// People who are there by evidence that counts; nil when it may not be published.
  package let numerator: Int?
  /// People who would be there if their own word counted.
  package let claimed: Int?
  /// People recorded on the system; nil when it may not be published.
  package let recorded: Int?
  package let denominatorMeaning: LocalizedText
  /// Where the denominator is to come from.
  package let denominatorHint: String
  /// Nil until somebody enters it with its source; there is then no share.
  package let denominator: Int?
  package let denominatorAsOf: CalendarDate?
  package let denominatorSource: String?
  /// Percentages; nil without a denominator.
  package let sharePct: Double?
  /// How much of the denominator is recorded on the system at all.
  package let coveragePct: Double?
  package let builtAt: Date?
}

/// The target of the officer's province at the end of a period, now or as it was known at a moment.
package struct ShowTarget: UseCase, KnownThen {
  package let period: Period
  /// Nil for now.
  package let knownAt: Date?

  package init(period: Period, knownAt: Date?) {
    self.period = period
    self.knownAt = knownAt
  }

  package static let name = "target.show"
  package static let route = Route.get("/province/target/{period}")
  package static let permission = Permission.readPublished
  package static let access = Access.read

  package func run(in session: Session) async throws -> TargetReport {
    let province = try session.provinceCode()
    let known = try await session.knownAt(knownAt)
    let found = try await session.find(
      "target", .provinceTarget, province,
      knownAt.map { CalendarDate.inVietnam(at: $0) } ?? session.today, period.year, known)
    let measures = ["people", "people_at_target", "people_claiming_target"]
    let cells = try await session.fetchAll(
      .publishedCells, period.kind.rawValue, period.startsOn, measures, province, known)
    func whole(_ measure: String) -> Int? {
      cells.first {
        $0.measure == measure && $0.sector == PublicationBuilder.all
          && $0.sizeCode == PublicationBuilder.all
      }?.value.map { Int($0) }
    }
    func share(_ part: Int?) -> Double? {
      guard let part, let whole = found.denominator else { return nil }
      return 100 * Double(part) / Double(whole)
    }
    let numerator = whole("people_at_target")
    let recorded = whole("people")
    return TargetReport(
      code: found.code, version: found.version, name: found.name,
      minimumLevel: found.minimumLevel, minimumLevelName: found.minimumLevelName,
      competencies: found.competencies ?? [],
      evidenceCounted: found.evidenceCounted, status: found.status, source: found.source,
      note: found.note, period: period, targetPct: found.targetPct,
      targetSource: found.targetSource, numerator: numerator,
      claimed: whole("people_claiming_target"), recorded: recorded,
      denominatorMeaning: found.denominatorMeaning, denominatorHint: found.denominatorHint,
      denominator: found.denominator, denominatorAsOf: found.denominatorAsOf,
      denominatorSource: found.denominatorSource, sharePct: share(numerator),
      coveragePct: share(recorded), builtAt: cells.map(\.builtAt).max())
  }
}

extension Session {
  /// The province that an officer answers for. Throws `forbidden` for anybody else.
  func provinceCode() throws(AppError) -> String {
    guard let code = principal.provinceCode else { throw .forbidden }
    return code
  }
}

struct ProvinceTarget: Decodable, Sendable {
  let code: String
  let version: Int
  let name: LocalizedText
  let minimumLevel: Int
  let minimumLevelName: LocalizedText
  let evidenceCounted: [String]
  let denominatorMeaning: LocalizedText
  let denominatorHint: String
  let status: Certainty
  let source: String?
  let note: LocalizedText?
  let targetPct: Int?
  let targetSource: String?
  let denominator: Int?
  let denominatorAsOf: CalendarDate?
  let denominatorSource: String?
  let competencies: [LocalizedText]?
}

extension Query<ProvinceTarget> {
  static var provinceTarget: Self { Query("target.of_province") }
}
