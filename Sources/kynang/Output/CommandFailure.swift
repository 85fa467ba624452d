import Foundation
import Localization
import Workforce
import WorkforceServer

/// Why a command did not do what was asked: sentences for standard error, and the exit code.
struct CommandFailure: Error, Equatable {
  let lines: [String]
  let exitCode: Int32

  init(lines: [String], exitCode: Int32) {
    self.lines = lines
    self.exitCode = exitCode
  }

  init(_ line: String, _ exitCode: Int32) {
    self.init(lines: [line], exitCode: exitCode)
  }

  /// What the server refused, each field under the option that gives it.
  /// - Parameter hint: the command that helps; nil where none does.
  init(_ problem: Problem, hint: String?, words: Words) {
    var lines = [problem.detail]
    for error in problem.errors {
      lines.append("--\(Self.option(of: error.field)): \(error.message)")
    }
    if problem.code == AppError.Code.internalError.rawValue {
      lines.append(words["cli.request_id", ["id": problem.requestID]])
    }
    if let hint { lines.append(hint) }
    self.init(
      lines: lines, exitCode: ExitCodes.of(code: problem.code, status: problem.status))
  }

  func print(to handle: FileHandle) {
    for line in lines { handle.write(Data("\(line)\n".utf8)) }
  }

  /// `fullName` as `full-name`, `marks[3].minutes` as `marks[3].minutes`.
  private static func option(of field: String) -> String {
    guard !field.contains("["), !field.contains(".") else { return field }
    return CommandField.option(of: field)
  }
}

/// Exit codes. Source: sysexits.h.
enum ExitCodes {
  static let usage: Int32 = 64
  static let input: Int32 = 65
  static let noInput: Int32 = 66
  static let unavailable: Int32 = 69
  static let software: Int32 = 70
  static let temporary: Int32 = 75
  static let permission: Int32 = 77
  /// As a shell reports a program that ended by SIGINT.
  static let interrupted: Int32 = 130

  static func of(_ code: AppError.Code) -> Int32 {
    switch code {
    case .invalidInput, .conflict: input
    case .unauthenticated, .forbidden: permission
    case .notFound: noInput
    case .limitReached: temporary
    case .unavailable: unavailable
    case .internalError: software
    }
  }

  /// - Parameter code: of a problem document; one that the core does not have goes by its status.
  static func of(code: String, status: Int) -> Int32 {
    if let known = AppError.Code(rawValue: code) { return of(known) }
    return status < 500 ? input : software
  }
}
