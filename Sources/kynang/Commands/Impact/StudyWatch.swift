import Foundation
import Localization
import Workforce
import WorkforceServer

/// Watches a study until none of its runs is under way.
struct StudyWatch {
  let watching: Watching
  private var words: Words { watching.words }

  init(_ watching: Watching) {
    self.watching = watching
  }

  /// The answer of `study.show` then.
  func finished(_ study: String) async throws -> Data {
    let interruption = watching.untilInterrupted(words["cli.study_left", ["id": study]])
    defer { Watching.end(interruption) }
    while true {
      let body = try await watching.look(
        at: "/v1/studies/\(study)", waiting: words["cli.study_waiting", ["id": study]])
      let runs = try JSONCoding.decoder().decode(StudyAnswer.self, from: body).study.runs
      guard let run = runs.first, [.queued, .running].contains(run.state) else { return body }
      let bar = Watching.bar(run.stepsDone, of: run.stepsInAll)
      watching.progress.say("\(bar) \(words.progress(of: run))")
      try await Task.sleep(for: .milliseconds(300))
    }
  }

  /// Why the latest run came to nothing; nil when it came to an end.
  func failure(in body: Data) throws -> String? {
    let runs = try JSONCoding.decoder().decode(StudyAnswer.self, from: body).study.runs
    return switch runs.first?.state {
    case .failed: runs.first.map(words.failure(of:))
    case .cancelled: words["study.cancelled"]
    case .queued, .running, .done, nil: nil
    }
  }
}
