import HTTPTypes
import Localization
import Workforce

/// The files that were brought in, and the form for the next.
struct ImportList {
  private let visit: Visit
  private let page: Page<ImportLine>

  init(_ visit: Visit) async throws {
    self.visit = visit
    page = try await visit.perform(
      ListImports(kind: nil, after: visit.text("after"), limit: 25))
  }

  static func kind(_ text: String?) -> ImportKind {
    text.flatMap(ImportKind.init) ?? .staff
  }

  private var words: Words { visit.words }

  func view(error: AppError?, kind: ImportKind) throws(AppError) -> PageView {
    guard visit.may(.importRecords) else { throw .forbidden }
    let kinds = ImportKind.allCases.filter { visit.may($0.permission) }
    let choices = kinds.map { FormField.Choice($0.rawValue, words[$0.wordKey]) }
    var content: PageContent = [
      "action": "/imports/upload", "hasImports": !page.items.isEmpty,
      "imports": page.items.map(row),
      "kind": FormField("kind", input: "kind", value: kind.rawValue, choices: choices)
        .content(sent: nil, errors: []),
      "templates": kinds.map { kind -> PageContent in
        [
          "label": words[kind.wordKey],
          "form": Downloads.content(ShowImportTemplate.name, ["kind": kind.rawValue]),
          "recorded": Downloads.content(
            ShowImportTemplate.name, ["kind": kind.rawValue, "recorded": "true"]),
        ]
      },
    ]
    if !page.items.isEmpty { content["downloads"] = Downloads.content(ListImports.name) }
    var file: PageContent = ["value": ""]
    if let error {
      let sentences =
        error.fieldErrors.isEmpty
        ? [words.sentence(error.rule, error.parameters)]
        : error.fieldErrors.map { words.sentence($0.rule, $0.parameters) }
      file["error"] = sentences.joined(separator: " ")
    }
    content["file"] = file
    if let next = page.next {
      content["pager"] =
        [
          "shown": words["imports.shown", ["count": words.number(page.items.count)]],
          "nextURL": "/imports?after=\(QueryText.encode(next))",
        ] as PageContent
    }
    return PageView(
      "imports/list", content, section: .people, status: error?.code.status ?? .ok)
  }

  private func row(_ line: ImportLine) -> PageContent {
    var row: PageContent = [
      "url": ImportAddress(line.id).url, "file": line.fileName, "kind": words[line.kind.wordKey],
      "state": words[line.state.wordKey], "at": words.moment(line.createdAt),
      "writes": words.number(line.createCount + line.changeCount),
      "open": words.number(line.ambiguousCount + line.errorCount),
      "rows": words.number(line.rowCount),
    ]
    if line.state != .applied { row["isOff"] = true }
    return row
  }
}

extension Words {
  /// What a field of a file is called: its column's name, where other pages call it otherwise.
  func importField(_ field: String) -> String {
    ifPresent("imports.field_\(field)") ?? label(of: field)
  }
}

extension ImportKind {
  var wordKey: String { "imports.kind_\(rawValue.replacing("-", with: "_"))" }
}

extension ImportState {
  var wordKey: String { "imports.state_\(rawValue)" }
}

extension ImportVerdict {
  var wordKey: String { "imports.verdict_\(rawValue)" }
}
