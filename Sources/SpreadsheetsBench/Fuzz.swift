import CZip
import Foundation
import Spreadsheets

/// Reads damaged files, one after the other, and stops only by crashing: a refusal is a good answer.
///
/// Files of the corpus are damaged in three ways: text as it is, a workbook's archive as it is, and one
/// part of a workbook inside an archive that is whole.
enum Fuzz {
  struct Seed {
    let name: String
    let bytes: [UInt8]
    /// The parts of a workbook, unpacked; empty for anything else.
    let parts: [(name: String, bytes: [UInt8])]
  }

  /// Seconds of the processor that one input may take before it counts as a hang; a busy machine
  /// stretches the clock on the wall.
  private static let most = 2.0

  static func run(count: Int, seed: UInt64, folder: String) throws -> String {
    let seeds = try seeds(folder)
    var mutation = Mutation(seed: seed)
    var outcomes: [String: Int] = [:]
    var slowest = (0.0, "")
    for number in 0..<count {
      guard let seed = seeds.randomElement(using: &mutation),
        let other = seeds.randomElement(using: &mutation)
      else { break }
      let input = damaged(seed, other, &mutation)
      let started = clock()
      outcomes[read(input), default: 0] += 1
      let taken = Double(clock() - started) / Double(CLOCKS_PER_SEC)
      if taken > slowest.0 { slowest = (taken, seed.name) }
      if taken > most {
        try Data(input).write(to: URL(fileURLWithPath: "fuzz-slow-\(number)"))
        return "input \(number), of \(seed.name), took \(taken) s; kept as fuzz-slow-\(number)"
      }
    }
    let told = outcomes.sorted { $0.value > $1.value }.map { "\($0.value)\t\($0.key)" }
    return """
      \(count) inputs, none crashed or hung; the slowest took \(slowest.0) s (\(slowest.1))
      \(told.joined(separator: "\n"))
      """
  }

  private static func read(_ input: [UInt8]) -> String {
    do {
      let file = try Spreadsheet(.bytes(Data(input)), limits: .upload)
      for sheet in file.sheets {
        _ = finder.find(in: try file.rows(of: sheet, most: 40))
        try file.read(sheet) { _ in .goOn }
      }
      return "read"
    } catch let error as SpreadsheetError {
      return error.rule
    } catch {
      return "another error"
    }
  }

  private static let finder = HeaderFinder(
    [
      ("code", ["Mã nhân viên", "Mã NV"]), ("name", ["Họ và tên"]), ("birth", ["Ngày sinh"]),
      ("phone", ["Điện thoại"]),
    ], remembered: [:])

  private static func damaged(_ seed: Seed, _ other: Seed, _ mutation: inout Mutation) -> [UInt8] {
    // A damaged archive is refused by its checksum at most; what is inside must be reached as well.
    guard !seed.parts.isEmpty, Int.random(in: 0..<4, using: &mutation) > 0 else {
      return mutation.damaged(seed.bytes, with: other.bytes)
    }
    var parts = seed.parts
    let index = Int.random(in: 0..<parts.count, using: &mutation)
    let others = other.parts.isEmpty ? seed.parts : other.parts
    let donor = others[Int.random(in: 0..<others.count, using: &mutation)].bytes
    parts[index].bytes = mutation.damaged(parts[index].bytes, with: donor)
    return StoredArchive.bytes(parts)
  }

  private static func seeds(_ folder: String) throws -> [Seed] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      guard ![".expected", ".diff", ".md"].contains(where: name.hasSuffix) else { return nil }
      let data = try Data(contentsOf: URL(fileURLWithPath: folder).appending(path: name))
      guard data.count <= 40_000 else { return nil }
      return Seed(name: name, bytes: Array(data), parts: StoredArchive.parts(data))
    }
  }
}
