import Foundation
import Postgres
import Seeds

/// A file of `seeds/demo` that does not fit the program.
struct DemoFileError: Error, CustomStringConvertible {
  let file: DemoFile
  let line: Int
  let column: String

  var description: String {
    "seeds/demo/\(file.name), line \(line): \(column) cannot be read"
  }
}

extension DemoCatalogue {
  static func shipped() throws -> DemoCatalogue {
    let reference = try ReferenceData.shipped()
    let competencies = reference.competencies.filter { $0.framework == "TT02_2025" }.map(\.code)
    let roles = try roles(reference, competencies)
    let sectors = try sectors(roles)
    let providers = try DemoFileRow.all(of: .providers).map {
      ProviderPlan(
        code: try $0.text("provider"), name: try $0.text("name_vi"),
        communeCode: try $0.text("commune_code"))
    }
    return DemoCatalogue(
      competencies: competencies,
      basicSkills: reference.targetCompetencies.compactMap {
        competencies.firstIndex(of: $0.competency)
      }, firms: try firms(sectors), sectors: sectors,
      markets: try markets(sectors),
      measures: try DemoFileRow.all(of: .processRanges).map(DemoMeasure.init),
      platforms: try platforms(), sizeThresholds: reference.sizeThresholds, roles: roles,
      courses: try courses(providers, competencies), providers: providers,
      communeCodes: reference.communes.filter {
        $0.provinceCode == "56" && $0.kind != "special_zone"
      }.map(\.code),
      daysOff: Set(reference.holidays.filter { $0.appliesTo == "all" }.map(\.day)),
      words: try words())
  }

  private static func firms(_ sectors: [Sector]) throws -> [GivenFirm] {
    try DemoFileRow.all(of: .firms).map { row in
      let vsicClass = try row.text("vsic_class")
      return GivenFirm(
        name: try row.text("name_vi"), taxCode: try TaxCode(try row.text("tax_code")),
        sector: try row.known("vsic_class", sectors.firstIndex { $0.vsicClass == vsicClass }),
        communeCode: try row.text("commune_code"), people: try row.integer("si_workers"),
        revenue: try row.integer("revenue_vnd"), capital: try row.integer("capital_vnd"))
    }
  }

  private static func markets(_ sectors: [Sector]) throws -> [DemoMarket] {
    let rows = try DemoFileRow.all(of: .magnitudes)
    return try sectors.map { sector in
      guard let row = try rows.first(where: { try $0.text("sector") == sector.code }) else {
        throw DemoFileError(file: .magnitudes, line: 1, column: sector.code)
      }
      return try DemoMarket(row)
    }
  }

  private static func platforms() throws -> [Platform] {
    try DemoFileRow.all(of: .platforms).map { row in
      Platform(
        code: try row.text("code"), name: try row.text("name"),
        category: try row.text("category"), supplier: try row.text("supplier"))
    }
  }

  private static func sectors(_ roles: [RolePlan]) throws -> [Sector] {
    let units = try DemoFileRow.all(of: .units).map { row in
      let shares = try row.pairs("roles", separator: ":").map { code, weight in
        (role: try row.known("roles", roles.firstIndex { $0.code == code }), weight: weight)
      }
      let plan = UnitPlan(
        code: try row.text("code"), parentCode: row.optional("parent_code"),
        name: try row.text("name_vi"), fromSize: try row.integer("from_size"),
        share: try row.integer("share"), roles: shares)
      return (sector: try row.text("sector"), plan: plan)
    }
    return try DemoFileRow.all(of: .sectors).map { row in
      let code = try row.text("sector")
      return Sector(
        code: code, vsicVersion: try row.text("vsic_version"),
        vsicSection: try row.text("vsic_section"), vsicClass: try row.text("vsic_class"),
        business: try row.text("business_vi"), weight: try row.integer("weight"),
        femalePercent: try row.integer("female_pct"),
        units: units.filter { $0.sector == "*" || $0.sector == code }.map(\.plan))
    }
  }

  /// Roles of the reference files, with what `roles` adds to them, and the firms' own.
  private static func roles(
    _ reference: ReferenceData, _ competencies: [String]
  ) throws -> [RolePlan] {
    let rows = try DemoFileRow.all(of: .roles)
    func profile(_ row: DemoFileRow) throws -> [(competency: Int, level: Int)] {
      try row.pairs("profile", separator: ":").map { code, level in
        (competency: try row.known("profile", competencies.firstIndex(of: code)), level: level)
      }
    }
    let copied = try reference.roles.map { role in
      let template = reference.requirements.filter { $0.role == role.code }.compactMap { required in
        competencies.firstIndex(of: required.competency).map {
          (competency: $0, level: required.level)
        }
      }
      let added = try rows.filter { try $0.text("role") == role.code }.flatMap(profile)
      return RolePlan(
        code: role.code, title: try .localized(vi: role.title.vi ?? role.code, en: role.title.en),
        templateID: role.id, requirements: template + added)
    }
    let own = try rows.filter { try $0.text("copies_template") == "no" }.map { row in
      RolePlan(
        code: try row.text("role"),
        title: try .localized(vi: try row.text("title_vi"), en: row.optional("title_en")),
        templateID: nil, requirements: try profile(row))
    }
    return copied + own
  }

  private static func courses(
    _ providers: [ProviderPlan], _ competencies: [String]
  ) throws -> [CoursePlan] {
    let rows = try DemoFileRow.all(of: .courses)
    let codes = try rows.map { try $0.text("course") }
    return try rows.map { row in
      let provider = row.optional("provider")
      let required = row.optional("requires")
      let level = required.flatMap { $0.contains(":") ? $0 : nil }
      return CoursePlan(
        code: try row.text("course"),
        provider: try provider.map { code in
          try row.known("provider", providers.firstIndex { $0.code == code })
        },
        title: try .localized(vi: try row.text("title_vi"), en: row.optional("title_en")),
        mode: try row.text("mode"), halfDays: try row.integer("half_days"),
        isByFullDays: try row.text("full_days") == "yes", priceVnd: try row.integer("price_vnd"),
        requiredAttendancePct: try row.integer("required_attendance_pct"),
        isTested: try row.text("is_tested") == "yes",
        givenFrom: row.optional("given_from").flatMap { CalendarDate($0) },
        supportContentCode: row.optional("support_content"),
        outcomes: try outcomes(row, competencies),
        requiredCourse: try required.flatMap { level == nil ? $0 : nil }.map {
          try row.known("requires", codes.firstIndex(of: $0))
        },
        requiredLevel: try level.map { _ in
          let (code, least) = try row.pairs("requires", separator: ":")[0]
          return (try row.known("requires", competencies.firstIndex(of: code)), least)
        })
    }
  }

  private static func outcomes(
    _ row: DemoFileRow, _ competencies: [String]
  ) throws -> [CoursePlan.Outcome] {
    try row.text("outcomes").split(separator: "|").map { text in
      let parts = text.split(whereSeparator: { ":-".contains($0) }).map { String($0) }
      guard parts.count == 3, let entry = Int(parts[1]), let target = Int(parts[2]) else {
        throw row.error("outcomes")
      }
      return CoursePlan.Outcome(
        competency: try row.known("outcomes", competencies.firstIndex(of: parts[0])),
        entry: entry, target: target)
    }
  }

  private static func words() throws -> [String: Words] {
    let rows = try DemoFileRow.all(of: .names).map { row in
      (part: try row.text("part"), text: try row.text("text"), weight: try row.integer("weight"))
    }
    return Dictionary(grouping: rows, by: \.part).mapValues { words in
      Words(texts: words.map(\.text), weights: words.map(\.weight))
    }
  }
}
