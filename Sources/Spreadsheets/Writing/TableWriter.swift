import Foundation

/// One table into one file, as a workbook or as delimited text.
///
/// Without ``close()`` there is no whole file. It belongs to one task at a time.
package final class TableWriter {
  package enum Format: Hashable, Sendable {
    case workbook
    case delimited(DelimitedWriter.Dialect)
  }

  private enum Target {
    case workbook(WorkbookWriter)
    case text(DelimitedWriter, FileHandle)
  }

  private static let chunk = 65_536
  private let target: Target
  private var waiting: [UInt8] = []

  /// - Parameter name: of the sheet; delimited text has none.
  package init(
    _ format: Format, path: String, name: String, columns: [TableColumn]
  ) throws(TableWritingError) {
    switch format {
    case .workbook:
      let writer = try WorkbookWriter(path: path)
      try writer.begin(sheet: name, titles: [], columns: columns)
      target = .workbook(writer)
    case .delimited(let dialect):
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { throw TableWritingError(detail: "createFile") }
      let writer = DelimitedWriter(dialect)
      target = .text(writer, handle)
      waiting =
        DelimitedWriter.byteOrderMark + writer.line(columns.map { .text($0.title) })
    }
  }

  /// - Parameter comments: by column from 0; delimited text has none.
  package func write(
    _ values: [WrittenValue], comments: [Int: String]
  ) throws(TableWritingError) {
    switch target {
    case .workbook(let writer): try writer.write(values, comments: comments)
    case .text(let writer, let handle):
      waiting += writer.line(values)
      if waiting.count >= Self.chunk { try flush(to: handle) }
    }
  }

  package func close() throws(TableWritingError) {
    switch target {
    case .workbook(let writer): try writer.close()
    case .text(_, let handle):
      try flush(to: handle)
      do { try handle.close() } catch { throw TableWritingError(detail: "close") }
    }
  }

  private func flush(to handle: FileHandle) throws(TableWritingError) {
    do { try handle.write(contentsOf: waiting) } catch { throw TableWritingError(detail: "write") }
    waiting.removeAll(keepingCapacity: true)
  }
}
