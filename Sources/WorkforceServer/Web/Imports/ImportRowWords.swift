import Localization
import Workforce

/// One row of a file in the reader's words.
struct ImportRowWords {
  private let row: ImportRowLine
  private let summary: ImportSummary
  private let words: Words

  init(_ row: ImportRowLine, _ summary: ImportSummary, _ words: Words) {
    self.row = row
    self.summary = summary
    self.words = words
  }

  func content(url: String) -> PageContent {
    var content: PageContent = [
      "number": "\(row.row)", "name": row.fullName ?? "", "code": row.code ?? "",
      "verdict": words[row.action.map { "imports.row_\($0.rawValue)" } ?? row.verdict.wordKey],
      "changes": row.changes.filter { $0.before != nil || $0.after != nil }.map(change),
      "problems": row.problems.map(problem),
    ]
    switch row.verdict {
    case .error: content["isRefused"] = true
    case .same, .ambiguous: content["isOff"] = true
    case .create, .change: content["isWrite"] = true
    }
    if row.action == .undo { content["isOff"] = true }
    let isThere = row.verdict != .create || row.action == .apply || row.action == .redo
    if let employeeId = row.employeeId, isThere {
      content["personURL"] = "/people/\(employeeId)"
    }
    if row.verdict == .ambiguous, summary.state == .previewed, !row.candidates.isEmpty {
      var choice: PageContent = [
        "url": "\(url)/rows/\(row.row)/choice", "row": "\(row.row)",
        "candidates": row.candidates.map(candidate),
      ]
      if summary.kind == .staff, row.code != nil { choice["mayBeNew"] = true }
      content["choice"] = choice
    }
    switch (summary.state, row.action) {
    case (.applied, .apply), (.applied, .redo), (.partlyUndone, .apply), (.partlyUndone, .redo):
      content["undoable"] = true
    default: break
    }
    return content
  }

  /// What is wrong, after the field that it is about.
  func problem(_ problem: FieldError) -> String {
    let sentence = words.sentence(problem.rule, problem.parameters)
    return problem.field == "row" ? sentence : "\(words.importField(problem.field)): \(sentence)"
  }

  private func change(_ change: ImportChange) -> PageContent {
    var content: PageContent = ["field": words.importField(change.field)]
    content["before"] = change.before.map { shown($0, change.field) }
    content["after"] = change.after.map { shown($0, change.field) }
    return content
  }

  private func shown(_ value: String, _ field: String) -> String {
    if field.hasSuffix("On") || field.hasSuffix("From") { return words.date(iso: value) }
    if field == "phone" { return PhoneNumber.asDialled(value) }
    return words.ifPresent("imports.value_\(field)_\(value)") ?? value
  }

  private func candidate(_ candidate: ImportCandidate) -> PageContent {
    var parts = [candidate.code]
    if let birthOn = candidate.birthOn { parts.append(words.date(birthOn)) }
    if let unit = candidate.unit { parts.append(unit) }
    return [
      "value": candidate.employeeId.description,
      "label": "\(candidate.fullName) (\(parts.joined(separator: ", ")))",
    ]
  }
}
