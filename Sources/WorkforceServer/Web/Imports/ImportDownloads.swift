import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// Files that go the other way: a template filled with what the firm has, and the file that was
/// brought in with the reasons in a column of its own.
struct ImportDownloads {
  private let visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  func template() async throws -> Response {
    guard let kind = visit.path["kind"].flatMap(ImportKind.init) else {
      throw AppError.notFound("import")
    }
    let template = try await visit.perform(ShowImportTemplate(kind: kind))
    let heading = template.fields.map { visit.words.importField($0) }
    return file("kynang-\(kind.rawValue).csv", [heading] + template.rows)
  }

  func corrected() async throws -> Response {
    let address = try ImportAddress(visit)
    let words = visit.words
    let summary = try await visit.perform(ShowImport(importId: address.id))
    var rows = [summary.columns.map(\.heading) + [words["imports.outcome_column"]]]
    var after: String?
    repeat {
      let page = try await visit.perform(
        ListImportCells(importId: address.id, after: after, limit: 500))
      rows += page.items.map { row in
        let missing = max(0, rows[0].count - 1 - row.cells.count)
        let filled = row.cells + Array(repeating: "", count: missing)
        let reasons = row.problems.map { problem in
          let sentence = words.sentence(problem.rule, problem.parameters)
          return problem.field == "row"
            ? sentence : "\(words.importField(problem.field)): \(sentence)"
        }
        let outcome = words[row.verdict.wordKey]
        let told = reasons.isEmpty ? outcome : "\(outcome): \(reasons.joined(separator: " "))"
        return filled + [told]
      }
      after = page.next
    } while after != nil
    return file("kynang-\(summary.kind.rawValue)-checked.csv", rows)
  }

  private func file(_ name: String, _ rows: [[String]]) -> Response {
    // A byte order mark, by which Excel knows that the letters are UTF-8.
    let text =
      "\u{FEFF}"
      + rows.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// Quoted where it must be; what a spreadsheet would take for a formula is kept as a text.
  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let isPhone = text.hasPrefix("+") && text.dropFirst().allSatisfy(\.isNumber)
    let safe = isFormula && !isPhone ? "'\(text)" : text
    guard safe.contains(where: { "\",;\n\r\t".contains($0) }) else { return safe }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }
}
