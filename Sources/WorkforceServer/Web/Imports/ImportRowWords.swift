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
      "number": "\(row.row)", "name": row.fullName ?? row.subject ?? "",
      "code": summary.kind.isOfPeople ? row.code ?? "" : "",
      "verdict": words[row.action.map { "imports.row_\($0.rawValue)" } ?? row.verdict.wordKey],
      "changes": row.changes.map(change),
      "problems": row.problems.map(words.importProblem),
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
    if summary.state == .previewed, !row.answers.isEmpty {
      content["answers"] =
        [
          "url": "\(url)/answers", "row": "\(row.row)",
          "choices": row.answers.map { answer -> PageContent in
            ["answer": answer.rawValue, "label": label(of: answer)]
          },
        ] as PageContent
    }
    switch (summary.state, row.action) {
    case (.applied, .apply), (.applied, .redo), (.partlyUndone, .apply), (.partlyUndone, .redo):
      content["undoable"] = true
    default: break
    }
    return content
  }

  /// A reading is called by the number that it gives.
  private func label(of answer: ImportAnswer) -> String {
    let readings = row.problems.first { $0.parameters[answer.rawValue] != nil }
    let reading = readings?.parameters[answer.rawValue]
    return reading.map(words.decimals) ?? words["imports.answer_\(answer.rawValue)"]
  }

  private func change(_ change: ImportChange) -> PageContent {
    let period = Period(change.field).map(words.period)
    var content: PageContent = ["field": period ?? words.importField(change.field)]
    content["before"] = change.before.map { shown($0, change.field) }
    content["after"] = change.after.map { shown($0, change.field) }
    return content
  }

  private func shown(_ value: String, _ field: String) -> String {
    if field.hasSuffix("On") || field.hasSuffix("From") { return words.date(iso: value) }
    if field == "phone" { return PhoneNumber.asDialled(value) }
    if field.hasSuffix("Vnd") { return Int(value).map { words.money($0) } ?? value }
    if field == "score" || Period(field) != nil { return words.written(value) }
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

extension Words {
  /// A number that is kept as a text, with the signs of the language; another text as it is.
  fileprivate func written(_ text: String) -> String {
    guard text.allSatisfy({ $0.isNumber || ".-".contains($0) }), let value = Double(text) else {
      return text
    }
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    return number(value, decimals: min(decimals, 6))
  }
}
