import Foundation
import Spreadsheets

/// Reads a file as an import does, every cell looked at, and tells what it cost.
enum Stopwatch {
  static func time(path: String) -> String {
    let clock = ContinuousClock()
    var rows = 0
    var cells = 0
    var outcome = "read"
    let duration = clock.measure {
      do {
        let file = try Spreadsheet(.path(path), limits: .upload)
        for sheet in file.sheets {
          try file.read(sheet) { row in
            rows += 1
            cells += row.cells.count { !$0.value.isBlank }
            return .goOn
          }
        }
      } catch {
        outcome = "\(error)"
      }
    }
    let seconds =
      Double(duration.components.seconds)
      + Double(duration.components.attoseconds) / 1e18
    return """
      {"rows": \(rows), "cells": \(cells), "seconds": \(seconds), \
      "peakKiB": \(peakKiB), "outcome": \(quoted(outcome))}
      """
  }

  /// Of the whole process; bytes on macOS.
  static var peakKiB: Int {
    var usage = rusage()
    getrusage(who, &usage)
    return usage.ru_maxrss
  }

  #if canImport(Glibc)
    private static let who = __rusage_who_t(RUSAGE_SELF.rawValue)
  #else
    private static let who = RUSAGE_SELF
  #endif

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
