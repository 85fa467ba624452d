import Foundation
import Spreadsheets

/// A file that is about to be sent.
package enum TableFile {
  /// Refuses what is no table at all, or too large a one, by the bounds and with the sentences of the service
  /// that would read it: nobody should send 50 MB to be told. What is wrong with rows is for the service.
  /// Throws `invalidInput`.
  package static func check(_ content: Data) throws(AppError) {
    do throws(SpreadsheetError) {
      _ = try Spreadsheet(.bytes(content), limits: ImportFile.limits)
    } catch {
      throw .invalid("file", error)
    }
  }
}
