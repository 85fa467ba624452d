import Foundation
import Localization
import WorkforceServer

/// What an answer says of rows that were all refused: such a call did nothing, and ends as a refusal.
struct Refusals {
  let words: Words

  /// Sentences that are printed; further rows are counted.
  static let most = 20

  /// Nil when something was taken, or when the answer is about no rows.
  func sentences(in answer: Any) -> [String]? {
    guard let object = answer as? [String: Any] else { return nil }
    let lists = object.values.compactMap { $0 as? [[String: Any]] }.filter { !$0.isEmpty }
    guard let rows = lists.first(where: { $0.allSatisfy(isRefused) }) else { return nil }
    return sentences(of: rows, total: rows.count)
  }

  /// - Parameter total: of the rows that were refused, of which `rows` may be the first.
  func sentences(of rows: [[String: Any]], total: Int) -> [String] {
    var lines = [words["cli.all_refused"]]
    lines += rows.prefix(Self.most).map { row in
      let reason = reasons(of: row).joined(separator: " ")
      guard let name = name(of: row) else { return reason }
      guard Int(name) != nil else { return "\(name): \(reason)" }
      return words["cli.refused_row", ["row": name, "reason": reason]]
    }
    let rest = total - min(Self.most, rows.count)
    if rest > 0 { lines.append(words["cli.more_refused", ["count": words.number(rest)]]) }
    return lines
  }

  private func isRefused(_ row: [String: Any]) -> Bool {
    ["result", "outcome", "verdict"].contains { field in
      ["refused", "error"].contains(row[field] as? String ?? "")
    }
  }

  private func name(_ row: [String: Any], _ field: String) -> String? {
    (row[field] as? Int).map { "\($0)" } ?? row[field] as? String
  }

  private func name(of row: [String: Any]) -> String? {
    ["row", "line", "displayName", "employeeCode", "code"].lazy.compactMap { name(row, $0) }.first
  }

  private func reasons(of row: [String: Any]) -> [String] {
    let notes = ["problems", "refusals"].flatMap { row[$0] as? [[String: Any]] ?? [] }
    return (notes.isEmpty ? [row] : notes).compactMap { note in
      guard let rule = note["rule"] as? String else { return nil }
      let sentence = words.sentence(rule, note["parameters"] as? [String: String] ?? [:])
      guard let field = note["field"] as? String, field != "row" else { return sentence }
      let label = words.ifPresent("imports.field_\(field)") ?? words.label(of: field)
      return "\(label): \(sentence)"
    }
  }
}
