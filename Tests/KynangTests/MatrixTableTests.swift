import Foundation
import Localization
import Testing
import Workforce

@testable import kynang

struct MatrixTableTests {
  private let table: MatrixTable

  init() throws {
    func cell(_ verdict: String, _ levels: String) -> String {
      """
      {"competencyId": "00000000-0000-7000-8000-000000000001", "verdict": "\(verdict)", \(levels)
       "exceeds": false, "isExpiring": false, "isInTraining": false, "isCarriedOver": false}
      """
    }
    func line(_ code: String, _ cells: String) -> String {
      """
      {"employeeId": "00000000-0000-7000-8000-00000000000a", "employeeCode": "\(code)",
       "fullName": "Lê Thị Hoa", "unitName": "Lễ tân", "roleTitles": [], "gap": 1,
       "cells": [\(cells)]}
      """
    }
    let json = """
      {"asOf": "2026-11-24", "people": 3,
       "columns": [{"competencyId": "00000000-0000-7000-8000-000000000001",
         "frameworkCode": "TT02_2025", "areaCode": "1", "areaTitle": {"vi": "Dữ liệu"},
         "code": "1.1", "title": {"vi": "Tìm kiếm"}, "requiredCount": 2, "metCount": 0,
         "holderCount": 0, "minimumHolders": 1}],
       "lines": [\(line("A1", cell("below", #""requiredLevel": 3, "attainedLevel": 2,"#))),
         \(line("A2", cell("not_assessed", #""requiredLevel": 3,"#))), \(line("A3", ""))],
       "summary": {"required": 2, "met": 0, "below": 1, "claimedOnly": 0, "stale": 0, "expired": 0,
         "notAssessed": 1, "exempt": 0}}
      """
    table = MatrixTable(
      matrix: try JSONCoding.decoder().decode(SkillMatrix.self, from: Data(json.utf8)),
      words: Words(.vi))
  }

  @Test func aPersonIsALineAndACompetencyAColumn() {
    #expect(table.fields == ["employeeCode", "fullName", "unitName", "1.1", "gap"])
    #expect(table.rows(MatrixTable.marked).map { $0[3].text } == ["2/3▼", "–/3", ""])
  }

  @Test func aProgramReadsTheVerdict() {
    #expect(
      table.rows(MatrixTable.plain).map { $0[3].text } == ["2/3 below", "–/3 not_assessed", ""])
  }

  @Test func eachMarkIsExplained() {
    #expect(table.legend.contains("▼ Thấp hơn yêu cầu"))
    #expect(table.legend.contains("? Mới tự đánh giá"))
  }
}
