import Foundation
import Localization
import Workforce

/// The panel of a study as the file that other software reads; what it is of is said beside it.
struct PanelOutput {
  let words: Words
  /// Nil is standard output.
  let path: String?

  /// Nil for other operations, and for a form that is asked of the answer itself.
  init?(_ operation: String, _ format: OutputFormat?, path: String?, words: Words) {
    guard operation == ExportStudy.name, [nil, .table, .csv].contains(format) else { return nil }
    self.words = words
    self.path = path
  }

  func give(_ body: Data) throws {
    let panel = try JSONCoding.decoder().decode(StudyPanelFile.self, from: body)
    if let path {
      try ListFile(path: path, format: .csv)?.write(Data(panel.csv.utf8), words)
    } else {
      Terminal.write(panel.csv)
    }
    let sections = panel.sections.enumerated().map { "\($0) = \($1)" }.joined(separator: ", ")
    Terminal.say(words["study.panel_given", ["checksum": panel.checksum, "sections": sections]])
  }
}
