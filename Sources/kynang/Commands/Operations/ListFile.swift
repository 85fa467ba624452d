import Foundation
import Localization

/// Where a whole list goes that the server makes into a file.
struct ListFile {
  enum Format: String { case xlsx, csv }

  let path: String
  let format: Format

  /// Nil for a form that is no file of a list.
  init?(path: String, format: OutputFormat) {
    switch format {
    case .xlsx: self.format = .xlsx
    case .csv: self.format = .csv
    case .table, .json: return nil
    }
    self.path = path
  }

  func write(_ content: Data, _ words: Words) throws(CommandFailure) {
    do {
      try content.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandFailure(words["cli.output_unwritable", ["file": path]], ExitCodes.unavailable)
    }
    let said = words["cli.output_written", ["file": path]]
    Terminal.standardError.write(Data("\(said)\n".utf8))
  }
}
