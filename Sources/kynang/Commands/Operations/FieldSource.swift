import Workforce

/// Which command shows the ids and codes that a field takes, so that nobody has to guess where they come from.
enum FieldSource {
  /// Without the program's name; nil for what people think of themselves.
  static func command(of field: String) -> String? {
    if let known = commands[field] { return known }
    for ending in ["Ids", "Id"] where field.hasSuffix(ending) {
      let noun = CommandField.option(of: String(field.dropLast(ending.count)))
      return KnownOperations.named("\(noun).list").map { _ in "\(noun) list" }
    }
    return nil
  }

  /// Of fields that are called otherwise than the noun whose list they come from.
  private static let commands = [
    "accountId": "membership list", "apartId": "employee list-kept-apart",
    "assignmentId": "employee show", "replaces": "employee show",
    "batchId": "enrolment list", "enrolmentIds": "course-run queue",
    "keptEnrolmentIds": "employee preview-merge", "paidOnceRunIds": "employee preview-merge",
    "fromJobRoleId": "job-role list", "mergeId": "employee list-merges",
    "mergedId": "employee list", "otherId": "employee list",
    "toMergedIds": "employee check-unmerge", "parentId": "unit list",
    "programmeId": "support-programme list", "requirementId": "job-role show",
    "runId": "study show", "sortBy": "competency list", "subjectId": "audit list",
    "templateId": "role-template list", "tokenId": "api-token list",
    "categoryCode": "platform-category list", "communeCode": "place list-communes",
    "contentCode": "support-content list", "flag": "support-flag list",
    "indicator": "indicator list", "indicators": "indicator list",
    "priorityFlags": "support-flag list", "processCode": "platform list",
    "provinceCode": "place list-provinces", "ruleCode": "support-rule list",
    "vsicSection": "sector list", "vsicVersion": "sector list", "sector": "sector list",
  ]
}
