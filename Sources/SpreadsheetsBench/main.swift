import Foundation
import Spreadsheets

// What the reader of tables makes of a file, how long it takes, and whether it survives nonsense.
let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("read", 2): print(Transcript(path: arguments[1]).json, terminator: "")
case ("time", 2): print(Stopwatch.time(path: arguments[1]))
case ("make", 3):
  guard let rows = Int(arguments[1]) else { exit(64) }
  try StaffList.write(rows: rows, to: arguments[2])
case ("fuzz", 4):
  guard let count = Int(arguments[1]), let seed = UInt64(arguments[2]) else { exit(64) }
  print(try Fuzz.run(count: count, seed: seed, folder: arguments[3]))
default:
  FileHandle.standardError.write(
    Data(
      """
      spreadsheets-bench read FILE               prints what is read, as JSON
      spreadsheets-bench time FILE               prints rows, seconds and peak memory
      spreadsheets-bench make ROWS FILE          writes a staff list, .xlsx or .csv
      spreadsheets-bench fuzz COUNT SEED FOLDER  reads damaged copies of the folder's files

      """.utf8))
  exit(64)
}
