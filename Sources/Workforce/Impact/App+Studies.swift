import Econometrics
import Foundation
import Logging
import Postgres

/// A run that this process has taken on.
struct ClaimedStudyRun: Decodable, Sendable {
  let id: UUID
  let studyId: UUID
  let provinceCode: String
  let title: String
  let description: String
}

struct StudyPrice: Decodable, Sendable {
  let year: Int
  let value: Double
}

private struct CancellingWish: Decodable, Sendable {
  let wantsCancelling: Bool
}

extension App {
  /// Runs the studies that wait, one after the other.
  func followStudies() async {
    async let _: Void = studies.wakeRegularly()
    for await _ in studies.calls {
      do {
        while try await runNextStudy() {}
      } catch is CancellationError {
        break
      } catch {
        logger.warning("studies are waiting", metadata: ["error_type": "\(type(of: error))"])
        // A database that is away comes back; asking it in a circle would not help.
        do { try await Task.sleep(for: .seconds(5)) } catch { break }
      }
    }
  }

  /// Takes on the run that has waited longest and brings it to an end. False when none waits.
  @discardableResult
  package func runNextStudy() async throws -> Bool {
    let now = dependencies.now()
    let claimed = try await systemRows(
      Command("study_run.claim").statement, [now, now.addingTimeInterval(-600)], access: .write
    ).decode(ClaimedStudyRun.self)
    guard let run = claimed.first else { return false }
    do {
      let isDone = try await compute(run)
      if !isDone { try await finish(run, state: "cancelled", result: nil) }
    } catch let error as CancellationError {
      // The service stops: whoever is next takes the run on again.
      throw error
    } catch {
      logger.error(
        "a study failed", metadata: ["run": "\(run.id)", "error_type": "\(type(of: error))"])
      try await finish(
        run, state: "failed", result: nil, failure: Self.failure(error),
        detail: (error as? StudyRefusal).flatMap(StudyFailureDetail.init))
    }
    return true
  }

  /// A rule that has words; what is inside stays in the log by its kind.
  private static func failure(_ error: any Error) -> String {
    if let refusal = error as? StudyRefusal { return "impact.refusal.\(refusal.code)" }
    if let error = error as? AppError { return error.rule }
    return "error.internal"
  }

  /// False when it was cancelled.
  private func compute(_ run: ClaimedStudyRun) async throws -> Bool {
    let description = try JSONCoding.decoder().decode(
      StudyDescription.self, from: Data(run.description.utf8))
    let rows = try await readPanel(description, province: run.provinceCode)
    let prices = try await prices(description.deflatorSeries)
    let title = run.title
    let indicator = try await systemRows(
      Query<KnownIndicator>.studyIndicator.statement, [description.indicatorCode]
    ).decode(KnownIndicator.self).first
    let (analysis, report, steps, checksum) = try await studies.perform {
      let panel = StudyPanel(rows, description, prices: prices)
      let analysis = ImpactAnalysis(panel.table, description.design())
      let result = try analysis.headline()
      let report = ImpactReport(title: title, description, indicator, panel, result)
      return (analysis, report, try analysis.steps(after: result), try panel.checksum())
    }
    try await record(run, report, steps: steps.count + 1, checksum: checksum)
    var findings = report.findings
    for (index, step) in steps.enumerated() {
      try Task.checkCancellation()
      if try await progress(run, done: index + 1) { return false }
      let sofar = findings
      findings = try await studies.perform {
        var next = sofar
        try analysis.take(step, into: &next)
        return next
      }
    }
    var whole = report
    whole.findings = findings
    try await finish(run, state: "done", result: try Self.text(whole))
    return true
  }

  func readPanel(_ description: StudyDescription, province: String) async throws -> StudyRows {
    let settings = TransactionSettings(
      access: .read, isolation: .repeatableRead, role: "kynang_study", settings: [],
      statementTimeout: .seconds(600))
    return try await pool.withConnection { connection in
      try await connection.transaction(settings) { transaction in
        try await StudyRows.read(description, province: province, in: transaction)
      }
    }
  }

  /// Price index by year, 1 in the base year. Throws `conflict` when the series is unknown.
  func prices(_ series: String?) async throws -> [Int: Double]? {
    guard let series else { return nil }
    let prices = try await systemRows(Query<StudyPrice>.deflator.statement, [series])
      .decode(StudyPrice.self)
    guard !prices.isEmpty else { throw AppError.conflict("study.unknown_deflator") }
    return Dictionary(prices.map { ($0.year, $0.value) }) { first, _ in first }
  }

  private func record(
    _ run: ClaimedStudyRun, _ report: ImpactReport, steps: Int, checksum: String
  ) async throws {
    let settings = ["description": report.description]
    _ = try await systemRows(
      Command("study_run.headline").statement,
      [
        run.id, try Self.text(report.headline), try Self.text(report), steps,
        report.sample.firmsUsed, report.sample.rowsUsed, checksum, try Self.text(settings),
        dependencies.now(),
      ], access: .write)
  }

  /// Whether somebody wants the run to end.
  private func progress(_ run: ClaimedStudyRun, done: Int) async throws -> Bool {
    let wishes = try await systemRows(
      Command("study_run.progress").statement, [run.id, done, dependencies.now()], access: .write
    ).decode(CancellingWish.self)
    return wishes.first?.wantsCancelling ?? true
  }

  private func finish(
    _ run: ClaimedStudyRun, state: String, result: String?, failure: String? = nil,
    detail: StudyFailureDetail? = nil
  ) async throws {
    _ = try await systemRows(
      Command("study_run.finish").statement,
      [run.id, state, result, failure, dependencies.now(), try detail.map(Self.text)],
      access: .write)
  }

  private static func text(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoding.encoder().encode(value), as: UTF8.self)
  }
}

extension StudyFailureDetail {
  /// Nil for a refusal whose sentence needs nothing. Firms have numbers of the panel alone in a refusal,
  /// which would tell a reader nothing.
  fileprivate init?(_ refusal: StudyRefusal) {
    guard let detail = refusal.detail else { return nil }
    self.init(problem: detail.name, values: detail.values)
  }
}

extension Query<StudyPrice> {
  static var deflator: Self { Query("study.deflator") }
}
