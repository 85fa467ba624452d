import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Spreadsheets
import Workforce

/// A table as a file to download. It is whole before a byte is sent, so that what goes wrong on the way
/// is a refusal and not half a table.
struct SheetFile {
  let format: ExportFormat
  let words: Words
  /// Of the sheet.
  let title: String
  /// Without its ending.
  let name: String
  let columns: [TableColumn]

  private static let chunk = 65_536

  func respond(_ write: (TableWriter) async throws -> Void) async throws -> Response {
    let folder = try Self.folder()
    defer { Self.remove(folder) }
    let path = folder.appending(path: "table").path
    let writer = try TableWriter(
      format.table(words.language), path: path, name: title, columns: columns)
    try await write(writer)
    try writer.close()
    return try response(path)
  }

  private func response(_ path: String) throws -> Response {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    let length = try file.seekToEnd()
    try file.seek(toOffset: 0)
    let headers: HTTPFields = [
      .contentType: format.contentType, .cacheControl: "no-store",
      .contentDisposition: "attachment; filename=\"\(name).\(format.rawValue)\"",
    ]
    let body = ResponseBody(contentLength: Int(length)) { writer in
      while let data = try file.read(upToCount: Self.chunk), !data.isEmpty {
        try await writer.write(ByteBuffer(bytes: data))
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }

  /// A folder that only this program may look into: tables name people.
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

extension CellMoment.Day {
  /// `2026-11-24`; nil for anything else.
  init?(iso text: String) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
  }
}
