import Foundation
import Postgres

/// The rows of a sheet of figures as the entries that they hold, and back: what becomes of the entries
/// as what becomes of each row.
struct ObservationRows {
  private struct Cell {
    let field: String
    let period: Period
  }

  private struct Line {
    let entry: ImportedEntry
    let cells: [Cell]
    /// What is wrong before its values are looked at.
    let faults: [FieldError]
  }

  private let lines: [Line]
  /// In the order of the rows, and within a row of their periods.
  let entries: [ObservationEntry]

  init(_ rows: [ImportedEntry], _ figures: FirmFigures) throws {
    let register = figures.register
    var lines: [Line] = []
    var entries: [ObservationEntry] = []
    for row in rows {
      let values = try row.values
      let indicator = [values["indicator"], values["indicatorName"]].compactMap { $0 }
        .first { register.find($0) != nil }
      let found = indicator.flatMap { register.find($0) }
      let wide = values.keys.compactMap { field in
        Period(field).map { Cell(field: field, period: $0) }
      }.sorted { $0.period < $1.period }
      let long = values["period"].flatMap { Period($0) }.map { Cell(field: "value", period: $0) }
      let cells = (wide + [long].compactMap { $0 }).filter { values[$0.field] != nil }
      let faults = Self.faults(values, found, hasCells: !cells.isEmpty)
      lines.append(Line(entry: row, cells: cells, faults: faults))
      guard row.problems == nil, faults.isEmpty, let found else { continue }
      entries += cells.map {
        Self.entry($0, values, found, answers: row.answers, known: figures.known)
      }
    }
    self.lines = lines
    self.entries = entries
  }

  private static func faults(
    _ values: [String: String], _ indicator: Indicator?, hasCells: Bool
  ) -> [FieldError] {
    var problems = Problems()
    let isNamed = values["indicator"] != nil || values["indicatorName"] != nil
    if !hasCells {
      // A line without a figure is a heading between others.
      if values["value"] == nil, values["period"] == nil { return [] }
      if values["value"] == nil { problems.add("value", "field.required") }
      if values["period"] == nil { problems.add("period", "field.required") }
    }
    if !isNamed { problems.add("indicator", "field.required") }
    if isNamed, indicator == nil { problems.add("indicator", "observation.unknown_indicator") }
    if let indicator, let unit = values["unitOfMeasure"], !indicator.isMeasured(in: unit) {
      problems.add("unitOfMeasure", "observation.other_unit", ["unit": indicator.unitCode])
    }
    problems.checkCurrency(values["currency"]?.uppercased(), "currency")
    return problems.fieldErrors
  }

  private static func entry(
    _ cell: Cell, _ values: [String: String], _ indicator: Indicator, answers: [String],
    known: [FirmFigures.Key: FirmFigures.Known]
  ) -> ObservationEntry {
    let unit = values["unitOfMeasure"] ?? (indicator.isMoney ? values["\(cell.field)Unit"] : nil)
    let text = values[cell.field] ?? ""
    let written = indicator.isMoney ? AmountUnit.written(text, in: unit) : WrittenValue(text)
    let spoken = values["unitOfMeasure"].flatMap { $0.isCurrencyCode ? $0.uppercased() : nil }
    let present = known[FirmFigures.Key(code: indicator.code, period: cell.period)]
    let reading =
      answers.compactMap(WrittenValue.Reading.init).first
      ?? written.reading(of: present?.value, isWholeMoney: indicator.isWholeMoney)
    return ObservationEntry(
      indicator: indicator.code, period: cell.period,
      value: reading.map(written.read(as:)) ?? written,
      currency: indicator.isMoney ? values["currency"]?.uppercased() ?? spoken : nil,
      confidence: values["confidence"].flatMap(Confidence.init) ?? .declared,
      source: values["source"], confirmsLeap: answers.contains("meant"))
  }

  /// What becomes of each row. - Parameter outcomes: of ``entries``, in their order.
  func decide(
    _ outcomes: [ObservationPlan.Outcome], newID: () -> UUID
  ) throws -> [DecidedRow] {
    var rest = outcomes[...]
    return try lines.map { line in
      if let problems = line.entry.problems { return row(line, .error, problems: problems) }
      guard line.faults.isEmpty else {
        return row(line, .error, problems: ImportEntries.json(line.faults))
      }
      let own = Array(zip(line.cells, rest.prefix(line.cells.count)))
      rest = rest.dropFirst(line.cells.count)
      return try decide(line, own, newID: newID)
    }
  }

  private func decide(
    _ line: Line, _ cells: [(Cell, ObservationPlan.Outcome)], newID: () -> UUID
  ) throws -> DecidedRow {
    var values: [String] = []
    var changes: [ImportChange] = []
    var problems: [FieldError] = []
    var isChange = false
    for (cell, outcome) in cells {
      switch outcome {
      case .create(let entry):
        values.append(entry.json(id: newID(), oldRevision: 0))
        changes.append(
          ImportChange(field: "\(cell.period)", before: nil, after: "\(entry.value)"))
      case .change(let entry, let present):
        isChange = true
        values.append(entry.json(id: present.id.uuid, oldRevision: present.revision))
        changes.append(
          ImportChange(
            field: "\(cell.period)", before: "\(present.value)", after: "\(entry.value)"))
      case .same: break
      case .refused(let refusals):
        // What is asked about is shown as it was written.
        changes.append(
          ImportChange(
            field: "\(cell.period)", before: nil,
            after: try line.entry.values[cell.field].map { "“\($0)”" }))
        problems += refusals.map {
          FieldError(
            field: $0.field == "value" ? cell.field : $0.field, rule: $0.rule,
            parameters: $0.parameters)
        }
      }
    }
    if !problems.isEmpty {
      let isQuestion = problems.allSatisfy { ImportAnswer.questions.contains($0.rule) }
      return row(
        line, isQuestion ? .ambiguous : .error, changes: isQuestion ? changes : [],
        problems: ImportEntries.json(problems))
    }
    guard !values.isEmpty else { return row(line, .same, problems: "[]") }
    return DecidedRow(
      number: line.entry.number, verdict: isChange ? .change : .create, employeeID: nil,
      target: "{\"values\":[\(values.joined(separator: ","))]}", changes: changes,
      problems: "[]", candidates: [])
  }

  private func row(
    _ line: Line, _ verdict: ImportVerdict, changes: [ImportChange] = [], problems: String
  ) -> DecidedRow {
    DecidedRow(
      number: line.entry.number, verdict: verdict, employeeID: nil, target: "{}",
      changes: changes, problems: problems, candidates: [])
  }
}

extension ReadEntry {
  /// As `import.write_observations` reads it.
  fileprivate func json(id: UUID, oldRevision: Int) -> String {
    DecidedRows.json([
      ("id", id.uuidString), ("old_revision", "\(oldRevision)"),
      ("indicator_code", indicator.id == nil ? indicator.code : nil),
      ("own_indicator_id", indicator.id?.uuid.uuidString),
      ("period_kind", entry.period.kind.rawValue), ("starts_on", "\(entry.period.startsOn)"),
      ("value", "\(value)"), ("currency", currency), ("confidence", entry.confidence.rawValue),
      ("source", entry.source), ("leap_confirmed", "\(entry.confirmsLeap ?? false)"),
    ])
  }
}

extension Indicator {
  /// Whether a unit that a sheet names is the indicator's own, whatever its scale.
  fileprivate func isMeasured(in unit: String) -> Bool {
    let key = FoldedText(unit).value
    let own = [unitCode, unitName.vi, unitName.en].compactMap { $0.map { FoldedText($0).value } }
    if own.contains(where: { $0 == key || $0.hasPrefix("\(key) ") || key.hasPrefix("\($0) ") }) {
      return true
    }
    return isMoney && (AmountUnit.isOfMoney(unit) || unit.isCurrencyCode)
  }
}

extension String {
  /// `USD`; VND is no other currency.
  fileprivate var isCurrencyCode: Bool {
    utf8.count == 3 && utf8.allSatisfy { (65...90).contains($0 & 0xDF) } && uppercased() != "VND"
      && !AmountUnit.isOfMoney(self)
  }
}
