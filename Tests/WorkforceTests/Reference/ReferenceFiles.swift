import Foundation
import Seeds

@testable import Workforce

extension ReferenceData {
  /// The shipped files, in which texts of some files are replaced by others.
  static func edited(
    _ edits: (file: ReferenceFile, old: String, new: String)...
  ) throws -> ReferenceData {
    try ReferenceData { file in
      let text = String(decoding: try file.bytes(), as: UTF8.self)
      let edited = edits.filter { $0.file == file }.reduce(text) { text, edit in
        text.replacingOccurrences(of: edit.old, with: edit.new)
      }
      return Data(edited.utf8)
    }
  }

  /// The first edit of a file that is refused, as what is wrong with it.
  static func problem(
    _ file: ReferenceFile, _ old: String, _ new: String
  ) throws -> ReferenceError.Problem? {
    do {
      _ = try edited((file, old, new))
      return nil
    } catch let error as ReferenceError {
      return error.problem
    }
  }
}
