import Foundation
import Seeds
import Testing

@testable import Workforce

struct ReferenceDataTests {
  @Test func everyShippedFileIsReadAndNoOther() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: ReferenceFile.directory.path)
    #expect(Set(files) == Set(ReferenceFile.allCases.map(\.name)))
    _ = try ReferenceData.shipped()
  }

  @Test func theLearnersFrameworkHasTwentyFourCompetenciesInSixAreasAndEightLevels() throws {
    let data = try ReferenceData.shipped()
    #expect(data.competencies.count { $0.framework == "TT02_2025" } == 24)
    #expect(data.areas.filter { $0.framework == "TT02_2025" }.map(\.ordinal) == [1, 2, 3, 4, 5, 6])
    #expect(data.levels.filter { $0.framework == "TT02_2025" }.map(\.level) == Array(1...8))
    #expect(data.frameworks.filter(\.isDefault).map(\.code) == ["TT02_2025"])
  }

  @Test func everyTitleIsInBothLanguages() throws {
    let data = try ReferenceData.shipped()
    let titles =
      data.competencies.map(\.title) + data.areas.map(\.title) + data.frameworks.map(\.name)
      + data.levels.map(\.description) + data.roles.map(\.title) + data.sections.map(\.name)
      + data.provinces.map(\.name) + data.communes.map(\.name) + data.grades.map(\.name)
      + data.holidays.map(\.name)
    #expect(titles.allSatisfy { $0.vi != nil && $0.en != nil })
  }

  @Test func everyNoteIsInBothLanguages() throws {
    let data = try ReferenceData.shipped()
    let notes =
      data.competencies.map(\.provenance) + data.areas.map(\.provenance)
      + data.frameworks.map(\.provenance) + data.levels.map(\.provenance)
      + data.crosswalk.map(\.provenance) + data.sections.map(\.provenance)
      + data.provinces.map(\.provenance) + data.communes.map(\.provenance)
      + data.grades.map(\.provenance) + data.holidays.map(\.provenance)
    let told = notes.compactMap(\.note)
    #expect(told.count > 200)
    #expect(told.filter { $0.vi == nil }.map(\.en) == [])
  }

  /// Files whose rows are read into lists of other kinds, too.
  @Test(arguments: ReferenceFile.allCases.filter { $0 != .notes })
  func everyNoteOfAFileHasItsVietnamese(_ file: ReferenceFile) throws {
    let notes = try ReferenceNotes(ReferenceFile.notes.bytes())
    let rows = try ReferenceRow.all(of: file, try file.bytes(), notes)
    let untold = try rows.compactMap { try $0.note("note") }.filter { $0.vi == nil }
    #expect(untold.map(\.en) == [])
  }

  @Test func khanhHoaHasSixtyFiveCommunesAndTheCountryThirtyFourProvinces() throws {
    let data = try ReferenceData.shipped()
    #expect(data.provinces.count == 34)
    #expect(data.communes.count { $0.provinceCode == "56" } == 65)
    #expect(data.provinces.first { $0.code == "56" }?.formerNames == ["Khánh Hòa", "Ninh Thuận"])
  }

  @Test func aModuleOrGroupCarriesNoLevel() throws {
    let data = try ReferenceData.shipped()
    #expect(data.frameworks.filter { $0.kind != .levels }.allSatisfy { $0.levelCount == nil })
    #expect(data.requirements.allSatisfy { $0.framework == "TT02_2025" })
  }

  @Test(arguments: [
    (
      ReferenceFile.communes, "22333,56,", "22333,57,",
      ReferenceError.Problem.unknownCode(column: "province_code", code: "57")
    ),
    (
      .crosswalk, "TT02_2025,1.1,DIGCOMP_2.2,1.1,same", "TT02_2025,1.1,DIGCOMP_2.2,1.9,same",
      .unknownCode(column: "to_code", code: "DIGCOMP_2.2/1.9")
    ),
    (
      .crosswalk, "TT02_2025,1.1,DIGCOMP_2.2,1.1,same", "TT02_2025,1.1,DIGCOMP_2.2,1.2,same",
      .contradiction(column: "digcomp22_code", code: "1.1")
    ),
    (
      .crosswalk, "TT02_2025,1.1,DIGCOMP_2.2,1.1,same", "TT02_2025,1.1,DIGCOMP_2.2,,same",
      .contradiction(column: "relation", code: "1.1")
    ),
    (
      .roleProfiles, "I,TT02_2025,1.1,3,", "I,TT02_2025,1.1,9,",
      .wrongValue(column: "required_level", value: "9")
    ),
    (
      .roleProfiles, "I,TT02_2025,1.1,3,", "I,TT03_2014,IU01,3,", .noLevels(framework: "TT03_2014")
    ),
    (.frameworks, "8,6,24", "8,6,25", .wrongCount(of: "items", declared: 25, found: 24)),
    (
      .frameworks, "2014,pass_fail", "2014,marks", .wrongValue(column: "kind", value: "marks")
    ),
    (.levels, "TT02_2025,2,CB2", "TT02_2025,1,CB2", .repeated(code: "TT02_2025/1")),
    (.provinces, "code,name_vi", "code,name", .missingColumn("name_vi")),
    (.provinces, "\n04,", "\n04 ,", .notComposed),
    (.holidays, "2026-05-01,", "2026-02-30,", .wrongValue(column: "date", value: "2026-02-30")),
    (
      .policySettings, "assessment.validity_months,24,,", "assessment.validity_months,,,",
      .missingValue(column: "value")
    ),
    (
      .policySettings, "minimum_cell_firms,5,,,firms,2000-01-01,,proposed",
      "minimum_cell_firms,5,,,firms,2000-01-01,,sourced", .noSource
    ),
    (
      .evidenceGrades, "self,5,tự đánh giá", "self,5,tự, đánh giá",
      .wrongFieldCount(expected: 8, found: 9)
    ),
  ])
  func aFileWithAMistakeIsRefusedAndTheMistakeNamed(
    _ file: ReferenceFile, old: String, new: String, problem: ReferenceError.Problem
  ) throws {
    #expect(try ReferenceData.problem(file, old, new) == problem)
  }

  @Test func anErrorNamesItsFileAndLine() throws {
    let error = #expect(throws: ReferenceError.self) {
      try ReferenceData.edited((.communes, "22366,56,", "22366,57,"))
    }
    #expect(
      error?.description == "communes.csv, line 3: province_code names “57”, which no row has")
  }

  // Reference: Python's hashlib.sha256 of the path, with version and variant set.
  @Test(arguments: [
    ("framework/TT02_2025", "25ea4ec7-a5ce-892e-b508-886d9084100c"),
    ("competency/TT02_2025/1.1", "fa302d59-6e39-8077-9d97-252baf0a51dc"),
    ("competency/ND224_2026/đ", "33c7e0d4-f62c-8ad7-8209-2bedd8c8f5e7"),
  ])
  func anIDIsMadeOfItsPath(_ path: String, id: String) {
    #expect(ReferenceID.uuid(path).uuidString.lowercased() == id)
    #expect(ReferenceID.uuid(path.decomposedStringWithCanonicalMapping) == ReferenceID.uuid(path))
  }
}
