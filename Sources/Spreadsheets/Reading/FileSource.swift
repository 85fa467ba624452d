import Foundation

/// Where a table's bytes are: a file that the reader opens itself, or an upload in memory.
package enum FileSource: Sendable {
  case path(String)
  case bytes(Data)

  /// Mapped when it is a file, so that a large one is not held in memory.
  func data(_ limits: SpreadsheetLimits) throws(SpreadsheetError) -> Data {
    let data: Data
    switch self {
    case .bytes(let bytes): data = bytes
    case .path(let path):
      do {
        data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
      } catch {
        throw SpreadsheetError(.unreadable, at: nil)
      }
    }
    guard data.count <= limits.fileBytes else {
      throw SpreadsheetError(.limit(.fileBytes, most: limits.fileBytes), at: nil)
    }
    return data
  }
}
