import Foundation
import Localization
import Workforce
import WorkforceServer

/// Files that options name; `-` is standard input.
struct InputFiles {
  let words: Words

  func data(_ path: String) throws(CommandFailure) -> Data {
    if path == "-" {
      do {
        return try FileHandle.standardInput.readToEnd() ?? Data()
      } catch {
        throw CommandFailure(words["cli.cannot_read_file", ["path": "-"]], ExitCodes.noInput)
      }
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw CommandFailure(words["cli.cannot_read_file", ["path": path]], ExitCodes.noInput)
    }
  }

  /// The text of a UTF-8 file, without its byte order mark.
  func text(_ path: String) throws(CommandFailure) -> String {
    try text(of: try data(path), path)
  }

  /// A file of rows, refused here where the service would refuse it by what it is.
  func table(_ path: String, as shape: Shape) throws(CommandFailure) -> FileContent {
    let data = try data(path)
    do throws(AppError) {
      try TableFile.check(data)
    } catch {
      throw CommandFailure(Problem(error, words: words, requestID: ""), hint: nil, words: words)
    }
    return shape == .text(format: "base64") ? .base64(data) : .text(try text(of: data, path))
  }

  private func text(of data: Data, _ path: String) throws(CommandFailure) -> String {
    let content = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    guard let text = String(validating: content, as: UTF8.self) else {
      throw CommandFailure(words["cli.file_not_text", ["path": path]], ExitCodes.input)
    }
    return text
  }

  /// `@file` is the content of the file, `@@text` is `@text`, anything else is itself.
  func expanded(_ text: String) throws(CommandFailure) -> String {
    guard text.hasPrefix("@") else { return text }
    let rest = String(text.dropFirst())
    return rest.hasPrefix("@") ? rest : try self.text(rest)
  }

  func object(_ path: String) throws(CommandFailure) -> [String: Any] {
    let data = try data(path)
    do {
      if let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] {
        return object
      }
    } catch {
      throw CommandFailure(words["cli.input_not_object", ["path": path]], ExitCodes.input)
    }
    throw CommandFailure(words["cli.input_not_object", ["path": path]], ExitCodes.input)
  }
}
