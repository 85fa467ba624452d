import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Spreadsheets
import Workforce

/// A list as a file: every page is asked for as the list itself is, with its permission, its tenancy
/// and its log of who read whom, and written row by row.
///
/// The file is whole before a byte is sent, so that what goes wrong on the way is a refusal and not
/// half a table.
struct ListExport: Sendable {
  let operation: Operation
  let app: App
  let format: ExportFormat
  let words: Words

  static let mostRows = 200_000
  private static let pageRows = 500
  private static let chunk = 65_536

  /// - Parameter parameters: of the path and the query, without `format`.
  func respond(
    _ parameters: [String: [String]], as principal: Principal, request: Workforce.Request
  ) async throws -> Response {
    guard let item = operation.listItem else {
      throw AppError.invalid("format", "field.not_a_choice")
    }
    let folder = try Self.folder()
    defer { Self.remove(folder) }
    let path = folder.appending(path: "list").path
    let columns = ExportColumns(of: item, words: words)
    let writer = try TableWriter(
      format.table(words.language), path: path, name: name, columns: columns.table)
    try await write(parameters, principal, request, columns, to: writer)
    try writer.close()
    return try response(path)
  }

  private func write(
    _ parameters: [String: [String]], _ principal: Principal, _ request: Workforce.Request,
    _ columns: ExportColumns, to writer: TableWriter
  ) async throws {
    var parameters = parameters
    // A limit that was given is how much is read at once; the file has all.
    let hasLimit = operation.input.fields.contains { $0.name == "limit" }
    if operation.isPage, hasLimit, parameters["limit"] == nil {
      parameters["limit"] = ["\(Self.pageRows)"]
    }
    var rows = 0
    while true {
      let answer = try await operation.perform(
        InputText(parameters: parameters, json: nil), in: app, as: principal, request: request)
      let page = try JSONSerialization.jsonObject(with: Data(answer.json))
      let object = page as? [String: Any]
      for item in object?["items"] as? [Any] ?? page as? [Any] ?? [] {
        rows += 1
        guard rows <= Self.mostRows else {
          throw AppError.invalid("format", "export.too_long", ["most": "\(Self.mostRows)"])
        }
        try writer.write(columns.row(item), comments: [:])
      }
      guard let next = object?["next"] as? String else { return }
      parameters["after"] = [next]
    }
  }

  private func response(_ path: String) throws -> Response {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    let length = try file.seekToEnd()
    try file.seek(toOffset: 0)
    let headers: HTTPFields = [
      .contentType: format.contentType, .cacheControl: "no-store",
      .contentDisposition: "attachment; filename=\"\(fileName)\"",
    ]
    let body = ResponseBody(contentLength: Int(length)) { writer in
      while let data = try file.read(upToCount: Self.chunk), !data.isEmpty {
        try await writer.write(ByteBuffer(bytes: data))
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  private var name: String { words.ifPresent("noun.\(operation.noun)") ?? operation.noun }

  private var fileName: String {
    let today = words.date(Date()).split(separator: "/").reversed().joined(separator: "-")
    let kind = operation.verb == "list" ? operation.noun : "\(operation.noun)-\(operation.verb)"
    return "\(kind)-\(today).\(format.rawValue)"
  }

  /// A folder that only this program may look into: lists name people.
  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "kynang-export-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    return folder
  }

  /// An open file stays readable when its name is gone.
  private static func remove(_ folder: URL) {
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      // What could not be removed lies in a folder of its own, which the system empties.
      return
    }
  }
}

extension Operation {
  /// What the rows of a list look like; nil for an operation that lists nothing.
  package var listItem: Shape? {
    guard route.method == .get else { return nil }
    if case .array(let item) = output { return item.fields.isEmpty ? nil : item }
    guard case .array(let item)? = output.fields.first(where: { $0.name == "items" })?.shape else {
      return nil
    }
    return item.fields.isEmpty ? nil : item
  }
}
