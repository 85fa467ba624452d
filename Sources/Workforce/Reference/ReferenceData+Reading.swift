import Foundation
import Postgres
import Seeds

extension ReferenceData.Province {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("code")
    name = try row.localized("name")
    fullName = try row.localized("full_name")
    kind = try row.text("type")
    formerCodes = try row.list("old_province_codes", separator: "|")
    formerNames = try row.list("merged_from", separator: " + ")
    declaredUnits = try row.integer("units_total")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Commune {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("code")
    provinceCode = try row.text("province_code")
    name = try row.localized("name")
    fullNameVi = try row.text("full_name_vi")
    kind = try row.text("type")
    formerProvince = try row.optional("former_province")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Section {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    version = try row.text("version")
    letter = try row.text("section")
    name = try row.localized("name")
    sectorGroup = try row.text("sme_sector_group")
    predecessorVersion = try row.optional("predecessor_version")
    predecessorLetter = try row.optional("predecessor_section")
    predecessorPart = try row.optional("predecessor_part")
    validFrom = try row.day("valid_from")
    validTo = try row.optionalDay("valid_to")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Framework {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("framework_code")
    version = try row.text("version")
    kind = try row.choice("kind", ReferenceData.FrameworkKind.self)
    name = try row.localized("name")
    levelCount = try row.optionalInteger("levels")
    declaredAreas = try row.optionalInteger("areas")
    declaredItems = try row.integer("items")
    validFrom = try row.optionalDay("valid_from")
    isDefault = try row.flag("is_default")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Level {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    framework = try row.text("framework_code")
    level = try row.integer("level")
    shortCode = try row.text("short_code")
    bandCode = try row.text("band_code")
    band = try row.localized("band")
    name = try row.localized("name")
    description = try row.localized("description")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Judgement {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    fromFramework = try row.text("from_framework")
    fromCode = try row.text("from_code")
    toFramework = try row.text("to_framework")
    toCode = try row.optional("to_code")
    relation = try row.choice("relation", ReferenceData.Relation.self)
    confidence = try row.text("confidence")
    provenance = try row.provenance()
    line = row.line
    guard (relation == .none) == (toCode == nil) else {
      throw row.error(.contradiction(column: "relation", code: fromCode))
    }
  }
}

extension ReferenceData.Grade {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("grade_code")
    rank = try row.integer("rank")
    name = try row.localized("name")
    closesGap = try row.flag("closes_gap")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Setting {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    key = try row.text("key")
    let from = try row.optionalInteger("value_from")
    let to = try row.optionalInteger("value_to")
    if let number = try row.optionalInteger("value"), from == nil, to == nil {
      value = JSONText("\(number)")
    } else if let from, let to, from <= to, try row.optional("value") == nil {
      value = JSONText("{\"from\": \(from), \"to\": \(to)}")
    } else {
      throw row.error(.missingValue(column: "value"))
    }
    unit = try row.text("unit")
    validFrom = try row.day("valid_from")
    validTo = try row.optionalDay("valid_to")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Holiday {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    day = try row.day("date")
    name = try row.localized("name")
    kind = try row.text("kind")
    var replaced: [CalendarDate] = []
    for text in try row.list("holiday_date", separator: "|") {
      guard let day = CalendarDate(text) else {
        throw row.error(.wrongValue(column: "holiday_date", value: text))
      }
      replaced.append(day)
    }
    inLieuOf = replaced
    appliesTo = try row.text("applies_to")
    isCounted = try row.flag("counted_by_default")
    provenance = try row.provenance()
    line = row.line
    guard day.year == (try row.integer("year")) else {
      throw row.error(.contradiction(column: "year", code: "\(day)"))
    }
  }
}
