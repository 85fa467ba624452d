import Foundation
import Spreadsheets

// What the reader of tables makes of a file, how long it takes, and whether it survives nonsense.
let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("read", 2): print(Transcript(path: arguments[1]).json, terminator: "")
case ("time", 2): print(Stopwatch.time(path: arguments[1]))
default:
  FileHandle.standardError.write(
    Data(
      """
      spreadsheets-bench read FILE        prints what is read, as JSON
      spreadsheets-bench time FILE        prints rows, seconds and peak memory

      """.utf8))
  exit(64)
}
