import Foundation
import Postgres

/// What a demo is made of, read from `seeds/demo` and from the reference files.
struct DemoCatalogue: Sendable {
  /// One of the firms that are the same in every province.
  struct GivenFirm: Sendable {
    let name: String
    let taxCode: TaxCode
    let sector: Int
    let communeCode: String
    let people: Int
    /// Of the year before, in đồng.
    let revenue: Int
    let capital: Int
  }

  /// A kind of platform by a name of its own.
  struct Platform: Sendable {
    let code: String
    let name: String
    let category: String
    let supplier: String
  }

  struct Sector: Sendable {
    let code: String
    let vsicVersion: String
    let vsicSection: String
    let vsicClass: String
    let business: String
    /// How many firms of the province are in it, against the others.
    let weight: Int
    let femalePercent: Int
    let units: [UnitPlan]
  }

  struct UnitPlan: Sendable {
    let code: String
    let parentCode: String?
    let name: String
    /// People that a firm needs to have before it has such a unit.
    let fromSize: Int
    let share: Int
    let roles: [(role: Int, weight: Int)]
  }

  struct RolePlan: Sendable {
    let code: String
    let title: JSONText
    let templateID: UUID?
    /// By the places of competencies.
    let requirements: [(competency: Int, level: Int)]
  }

  struct CoursePlan: Sendable {
    struct Outcome: Sendable {
      let competency: Int
      /// 0 asks for nothing.
      let entry: Int
      let target: Int
    }

    let code: String
    /// Nil for the in-house one of the first firm.
    let provider: Int?
    let title: JSONText
    let mode: String
    let halfDays: Int
    /// Mornings and afternoons of one day, not half-days of several.
    let isByFullDays: Bool
    let priceVnd: Int
    let requiredAttendancePct: Int
    let isTested: Bool
    let givenFrom: CalendarDate?
    /// Nil where no public support pays for it.
    let supportContentCode: String?
    let outcomes: [Outcome]
    let requiredCourse: Int?
    let requiredLevel: (competency: Int, level: Int)?
  }

  struct ProviderPlan: Sendable {
    let code: String
    let name: String
    let communeCode: String
  }

  /// Words with how often each is used.
  struct Words: Sendable {
    let texts: [String]
    let weights: [Int]

    func draw(_ random: inout DemoRandom) -> String {
      texts[random.place(inWeights: weights)]
    }
  }

  /// The codes of TT 02/2025 in their order; a competency is its place among them.
  let competencies: [String]
  /// The places of those that the province's target asks for.
  let basicSkills: [Int]
  let firms: [GivenFirm]
  let sectors: [Sector]
  /// By the places of sectors.
  let markets: [DemoMarket]
  let measures: [DemoMeasure]
  let platforms: [Platform]
  let sizeThresholds: [ReferenceData.SizeThreshold]
  let roles: [RolePlan]
  let courses: [CoursePlan]
  let providers: [ProviderPlan]
  let communeCodes: [String]
  let daysOff: Set<CalendarDate>
  let words: [String: Words]

  func draw(_ part: String, _ random: inout DemoRandom) -> String {
    words[part]?.draw(&random) ?? part
  }

  /// Before the Circular was in force, levels were written down by DigComp 2.2, which has no area 6:
  /// nil there.
  func competencyID(_ competency: Int, on day: CalendarDate) -> UUID? {
    let code = competencies[competency]
    if day >= Self.circularInForce { return ReferenceID.competency("TT02_2025", code) }
    return code.hasPrefix("6") ? nil : ReferenceID.competency("DIGCOMP_2.2", code)
  }

  /// Source: Circular 02/2025/TT-BGDĐT.
  static let circularInForce = CalendarDate("2025-03-11")!
}
