import Foundation
import Postgres

/// One row of a file about support, read.
struct SupportLine {
  let number: Int
  let contentCode: String?
  let object: String
  let programmeID: UUID?
  let ruleCode: String?
  let costVnd: Int?
  let approvedVnd: Int?
  let approvedOn: CalendarDate?
  let paidVnd: Int?
  let paidOn: CalendarDate?
  let document: String?
  /// Found while reading; nil when there were none.
  let readingProblems: String?
  let problems: [FieldError]

  init(_ row: ImportedEntry, _ known: SupportNames) throws {
    let values = try row.values
    number = row.number
    readingProblems = row.problems
    contentCode = values["contentKey"].flatMap(known.content)
    programmeID = values["programmeKey"].flatMap(known.programme)
    object = values["object"] ?? ""
    ruleCode = values["ruleCode"]
    costVnd = values["costVnd"].flatMap { Int($0) }
    approvedVnd = values["approvedVnd"].flatMap { Int($0) }
    approvedOn = values["approvedOn"].flatMap { CalendarDate($0) }
    paidVnd = values["paidVnd"].flatMap { Int($0) }
    paidOn = values["paidOn"].flatMap { CalendarDate($0) }
    document = values["document"]
    var found = Problems()
    if contentCode == nil { found.add("content", "import.unknown_content") }
    if values["programmeKey"] != nil, programmeID == nil {
      found.add("programme", "import.unknown_programme")
    }
    problems = found.fieldErrors
  }

  /// The same content is one object a year.
  var key: SupportLedger.Key? {
    guard let contentCode, let approvedOn else { return nil }
    return SupportLedger.Key(
      content: contentCode, object: FoldedText(object).value, year: approvedOn.year)
  }
}

/// What the firm was given, with the rows of a file that come before the one being decided.
struct SupportLedger {
  struct Key: Hashable {
    let content: String
    let object: String
    let year: Int
  }

  private var present: [Key: SupportRecord] = [:]
  private var amounts: [Key: Int] = [:]
  private var lines: [Key: Int] = [:]

  init(_ records: [SupportRecord]) {
    for record in records {
      let key = Key(
        content: record.contentCode, object: FoldedText(record.object).value,
        year: record.approvedOn.year)
      present[key] = record
      amounts[key] = record.approvedVnd ?? 0
    }
  }

  /// What rules count of the line's year, without what the line itself says of.
  func given(beside line: SupportLine) -> [SupportStanding.LedgerEntry] {
    guard let own = line.key else { return [] }
    return amounts.filter { $0.key.year == own.year && $0.key != own }.map {
      SupportStanding.LedgerEntry(
        contentCode: $0.key.content, objectKey: $0.key.object, approvedVnd: $0.value)
    }
  }

  mutating func decide(
    _ line: SupportLine, _ proposals: [SupportProposal], newID: UUID
  ) -> DecidedRow {
    if let problems = line.readingProblems { return row(line, .error, problems: problems) }
    guard line.problems.isEmpty, let key = line.key, let contentCode = line.contentCode,
      let approvedOn = line.approvedOn
    else { return row(line, .error, problems: ImportEntries.json(line.problems)) }
    let former = present[key]
    let rule = proposals.first { $0.ruleCode == line.ruleCode }
    let fields: [(String, String?, String?)] = [
      ("costVnd", former?.costVnd.map(String.init), line.costVnd.map(String.init)),
      ("approvedVnd", former?.approvedVnd.map(String.init), line.approvedVnd.map(String.init)),
      ("approvedOn", former?.approvedOn.description, approvedOn.description),
      ("paidVnd", former?.paidVnd.map(String.init), line.paidVnd.map(String.init)),
      ("paidOn", former?.paidOn?.description, line.paidOn?.description),
      ("ruleCode", former?.ruleCode, line.ruleCode), ("document", former?.document, line.document),
    ]
    var changes = fields.filter { $2 != nil && $1 != $2 }.map {
      ImportChange(field: $0, before: $1, after: $2)
    }
    let isOfProgramme =
      line.programmeID == nil || former?.programmeId?.uuid == line.programmeID
    if !isOfProgramme {
      changes.append(ImportChange(field: "programme", before: former?.programmeName, after: "✓"))
    }
    let isSame = former != nil && changes.isEmpty
    // What is recorded already is not judged again.
    let problems = faults(line, key, former, isSame ? nil : rule, isSame: isSame)
    guard problems.isEmpty else {
      return row(line, .error, problems: ImportEntries.json(problems))
    }
    lines[key] = line.number
    amounts[key] = line.approvedVnd ?? former?.approvedVnd ?? 0
    guard !isSame else { return row(line, .same, problems: "[]") }
    if former == nil {
      changes.insert(ImportChange(field: "content", before: nil, after: contentCode), at: 0)
      changes.insert(ImportChange(field: "object", before: nil, after: line.object), at: 1)
    }
    let target = DecidedRows.json([
      ("oldId", former?.id.uuid.uuidString), ("oldRevision", former.map { "\($0.revision)" }),
      ("newId", former == nil ? newID.uuidString : nil), ("contentCode", contentCode),
      ("object", line.object), ("programmeId", line.programmeID?.uuidString),
      ("ruleCode", rule?.ruleCode), ("ruleValidFrom", rule?.ruleValidFrom.description),
      ("costVnd", line.costVnd.map(String.init)),
      ("approvedVnd", line.approvedVnd.map(String.init)),
      ("approvedOn", approvedOn.description), ("paidVnd", line.paidVnd.map(String.init)),
      ("paidOn", line.paidOn?.description), ("document", line.document),
    ])
    return DecidedRow(
      number: line.number, verdict: former == nil ? .create : .change, employeeID: nil,
      target: target, changes: changes, problems: "[]", candidates: [])
  }

  private func faults(
    _ line: SupportLine, _ key: Key, _ former: SupportRecord?, _ rule: SupportProposal?,
    isSame: Bool
  ) -> [FieldError] {
    var problems = Problems()
    if let earlier = lines[key] {
      problems.add("row", "import.support_twice", ["lines": "\(earlier), \(line.number)"])
    }
    if isSame { return problems.fieldErrors }
    let cost = line.costVnd ?? former?.costVnd
    let approved = line.approvedVnd ?? former?.approvedVnd
    let paidOn = line.paidOn ?? former?.paidOn
    if let cost, let approved, approved > cost {
      problems.add("approvedVnd", "constraint.support_is_within_the_cost")
    }
    if let paid = line.paidVnd, let approved, paid > approved {
      problems.add("paidVnd", "constraint.no_more_is_paid_than_was_approved")
    }
    if line.paidVnd != nil, paidOn == nil { problems.add("paidOn", "field.required") }
    if let paidOn, let approvedOn = line.approvedOn, paidOn < approvedOn {
      problems.add("paidOn", "constraint.support_is_paid_after_it_is_approved")
    }
    if let rule {
      for error in rule.faults(costVnd: cost, approvedVnd: approved) {
        problems.add(error.field, error.rule, error.parameters)
      }
    } else if line.ruleCode != nil {
      problems.add("ruleCode", "support.rule_not_in_force")
    }
    return problems.fieldErrors
  }

  private func row(_ line: SupportLine, _ verdict: ImportVerdict, problems: String) -> DecidedRow {
    DecidedRow(
      number: line.number, verdict: verdict, employeeID: nil, target: "{}", changes: [],
      problems: problems, candidates: [])
  }
}
